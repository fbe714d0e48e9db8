/** Messages about people tied to an organisation. */
export const tieMessages = {
  ties: {
    title: (name: string) => `Люди: ${name}`,
    lead: "По этим строкам мы судим о независимости: человек не проверяет работу организации, с которой связан.",
    person: "Человек",
    role: "Кем приходится",
    since: "С какого дня",
    until: "По какой день",
    empty: "Пока никто не связан",
    emptyText: "Найдите человека и добавьте его ниже.",
    addTitle: "Добавить человека",
    find: "Имя или почта",
    findButton: "Найти",
    nobody: "Никого не нашлось. Сначала пригласите человека в ОКНО.",
    add: "Связать с организацией",
    added: "Человек связан с организацией",
    endLabel: (name: string) => `Последний день: ${name}`,
    end: "Завершить",
    ended: "Связь завершена",
    unknown: "Удалённый человек",
  },
} as const;

/** Reasons of refusals about people tied to an organisation. */
export const tieRefusals = {
  "unknown-person": "Такого человека нет. Найдите его по имени",
  "unknown-role": "Выберите, кем человек приходится организации",
  "already-tied": "Этот человек уже связан с организацией в этой роли",
  "tie-ended": "Эта связь уже завершена",
};
