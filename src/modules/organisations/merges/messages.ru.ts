/** Messages about merges of two cards. */
export const mergeMessages = {
  merges: {
    title: "Одна организация, две карточки",
    lead: "Лишняя карточка сольётся с той, что остаётся: её услуги, люди и связи покажутся вместе. Это можно отменить.",
    search: "Другая карточка: название или ИНН",
    find: "Найти",
    same: "Похожи на эту",
    nothing: "Похожих нет. Найдите по названию.",
    compare: "Сравните",
    gone: "Сольётся",
    kept: "Останется",
    equal: "совпадает",
    differs: "разное",
    button: "Слить карточки",
    swap: "Поменять местами",
    merged: "Карточки слиты",
    mergedTitle: "Слитые карточки",
    mergedText: "Они отвечают этой карточкой. Можно разделить обратно.",
    undo: "Разделить",
    undone: "Карточки снова раздельно",
    link: "Слить с другой",
    choose: "Сравнить",
  },
} as const;

/** Reasons of refusals about merges of two cards. */
export const mergeRefusals = {
  "merged-card": "Эта карточка слита с другой. Откройте ту, что осталась",
  "merge-itself": "Карточку нельзя слить с самой собой",
  "not-merged": "Эта карточка ни с чем не слита",
};
