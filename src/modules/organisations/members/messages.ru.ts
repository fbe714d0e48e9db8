import { pluralRu } from "#base/messages.ts";

/** Messages about members and their terms. */
export const memberMessages = {
  members: {
    title: "Состав",
    keepLead:
      "Кто входит в организацию и на какой срок. Имя появится на странице, только если человек согласен.",
    onCard: "Кто здесь",
    unnamed: (n: number, text: string) =>
      `${text} ${pluralRu(n, "человек", "человека", "человек")}, имена здесь не показаны`,
    more: (n: number, text: string) =>
      `и ещё ${text} ${pluralRu(n, "человек", "человека", "человек")}`,
    none: "Пока никого",
    noneText: "Добавьте первого человека ниже.",
    person: "Человек",
    role: "Кем",
    term: "Срок",
    sinceUntil: (since: string, until: string | undefined) =>
      until === undefined ? `с ${since}` : `${since} – ${until}`,
    public: "На странице",
    shown: "Имя видят все",
    hidden: "Имя скрыто",
    show: "Показать имя",
    hide: "Скрыть имя",
    addTitle: "Добавить человека",
    surname: "Фамилия",
    givenName: "Имя",
    patronymic: "Отчество",
    email: "Почта",
    phone: "Телефон",
    since: "С какого дня",
    until: "По какой день",
    untilHint: "Пусто: пока не сменится.",
    agree: "Человек согласен, чтобы имя было на открытой странице",
    add: "Добавить в состав",
    added: "Человек добавлен",
    end: "Завершить срок",
    endLabel: (name: string) => `Последний день: ${name}`,
    ended: "Срок завершён",
    changed: "Сохранено",
    erased: "Имя удалено",
  },
} as const;

/** Reasons of refusals about members and their terms. */
export const memberRefusals = {
  "already-member": "Этот человек уже в составе в этой роли в эти дни",
};
