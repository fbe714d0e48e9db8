import { pluralRu } from "#base/messages.ts";

const fields = (n: number) => `${n} ${pluralRu(n, "поле", "поля", "полей")}`;
const remarks = (n: number) => `${n} ${pluralRu(n, "замечание", "замечания", "замечаний")}`;

export const changesRu = {
  title: "Что исправлено",
  lead: (seq: number, contest: string) => `По сравнению с заявкой ${seq}: ${contest}.`,
  removed: "убрано",
  added: "добавлено",
  words: (removed: number, added: number) => `убрано слов ${removed}, добавлено ${added}`,
  same: (n: number) => `Без изменений: ${fields(n)}.`,
  none: "Пока ни одно поле не изменилось.",
  fresh: "Новое поле",
  remarks: "Замечания",
  noFormer: "Это первая заявка: сравнивать не с чем.",
};

export const remarksRu = {
  title: "Замечания",
  decision: "Эксперты конкурса",
  round: (n: number) => `Рецензия, круг ${n}`,
  answer: "Что исправили",
  settled: "Учтено",
  save: "Записать",
  open: (n: number) => (n === 0 ? "Все замечания учтены" : `Не учтено: ${remarks(n)}`),
  since: "Что изменилось с тех пор",
  unchanged: "Поле с тех пор не меняли.",
};
