import { pluralRu } from "#base/messages.ts";
import type { ChangedPart } from "./diff.ts";

const changedPartNames: Record<ChangedPart, string> = {
  time: "время",
  place: "место",
  title: "название",
  speakers: "кто выступает",
  line: "видеосвязь",
  places: "число мест",
  text: "описание",
};

type ProgrammeChangeText = {
  title: string;
  what: "added" | "removed" | "changed";
  parts: readonly ChangedPart[];
  from: string;
  to: string;
};

export const programmeRu = {
  sessionKinds: {
    day: "День",
    plenary: "Общее заседание",
    section: "Секция",
    "master-class": "Мастер-класс",
    talk: "Выступление",
    discussion: "Обсуждение",
    break: "Перерыв",
    other: "Другое",
  },
  speakerRoles: {
    speaker: "Выступает",
    moderator: "Ведёт",
    master: "Мастер",
    expert: "Эксперт",
  },
  programmeEdit: {
    title: "Программа",
    lead: "Это черновик: посетители увидят его, когда вы опубликуете.",
    add: "Добавить строку",
    change: "Изменить",
    kind: "Что это",
    parent: "Внутри чего",
    noParent: "Само по себе",
    name: "Название",
    summary: "Пояснение",
    startsAt: "Начало",
    endsAt: "Конец",
    room: "Помещение",
    place: "Место словами",
    online: "Есть видеосвязь",
    onlineUrl: "Ссылка для подключения",
    capacity: "Мест, если нужно выбирать",
    capacityHint: "Пусто: приходят все",
    save: "Сохранить строку",
    saved: "Строка сохранена в черновике",
    remove: "Убрать из программы",
    removed: "Строка убрана из черновика",
    speakers: "Кто выступает",
    noSpeakers: "Пока никого.",
    find: "Найти человека",
    findHint: "Начало фамилии",
    findButton: "Найти",
    foundNone: "Никого не нашли. Добавьте нового ниже.",
    addPerson: "Добавить",
    newPerson: "Новый человек",
    role: "Роль",
    removeSpeaker: "Убрать",
    speakerAdded: "Добавлено",
    speakerRemoved: "Убрано",
    publish: "Опубликовать программу",
    publishTitle: "Что изменится для посетителей",
    publishNone: "Отличий от опубликованной программы нет.",
    publishFirst: "Это первая публикация: писем не будет.",
    publishTold: (n: number) =>
      n === 0
        ? "Писем не будет: изменения никого из записавшихся не касаются."
        : `Письмо получат ${n} ${pluralRu(n, "человек", "человека", "человек")}: только те, кого это касается.`,
    published: "Программа опубликована",
    versions: "Прежние версии",
    empty: "Добавьте первую строку: день, заседание или секцию.",
  },
  programmeLine: ({ title, what, parts: changed, from, to }: ProgrammeChangeText) => {
    if (what === "added") return `«${title}»: добавлено`;
    if (what === "removed") return `«${title}»: не состоится`;
    const moved = to === "" ? [] : [`теперь ${to}, было ${from}`];
    const others = changed.filter((part) => part !== "time").map((part) => changedPartNames[part]);
    const rest = others.length === 0 ? [] : [`изменилось: ${others.join(", ")}`];
    return `«${title}»: ${[...moved, ...rest].join("; ")}`;
  },
};
