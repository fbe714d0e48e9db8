export const copyRu = {
  title: "Копировать в форму конкурса",
  lead: "Поля стоят в порядке формы. Скопировали – отметьте; если текст потом изменится, отметка снимется сама.",
  copied: "Скопировано",
  tick: "Отметить: скопировано",
  untick: "Снять отметку",
  stale: "Текст изменился после копирования",
  left: (done: number, all: number) => `Скопировано ${done} из ${all}`,
  empty: "Поле пустое",
};

export const documentRu = {
  footer: (sha: string) => `SHA-256 ${sha}`,
  draft: "Черновик, не подан",
  total: "Итого",
  made: "Составлено в ОКНО",
  empty: "–",
};
