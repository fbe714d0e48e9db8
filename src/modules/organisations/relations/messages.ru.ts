/** Messages about ties between organisations. */
export const relationMessages = {
  relationsPage: {
    title: "Связи",
    keepLead: "С кем организация связана: кто её учредил, куда она входит, у кого работает.",
    onCard: "С кем связана",
    none: "Связей пока нет",
    noneText: "Добавьте первую ниже.",
    other: "Организация",
    otherHint: "Название или ИНН. Она должна быть в реестре.",
    kind: "Какая связь",
    since: "С какого дня",
    until: "По какой день",
    addTitle: "Добавить связь",
    add: "Связать",
    added: "Связь добавлена. Её видно в обеих карточках",
    end: "Завершить",
    endLabel: (name: string) => `Последний день связи: ${name}`,
    ended: "Связь завершена",
  },
} as const;

/** Reasons of refusals about ties between organisations. */
export const relationRefusals = {
  "unknown-relation": "Выберите, какая это связь",
  "relation-itself": "Организация не может быть связана сама с собой",
  "already-related": "Такая связь уже есть",
  "other-missing": "Напишите название или ИНН организации",
  "other-many": "Таких несколько: {names}. Напишите название точнее или ИНН",
};
