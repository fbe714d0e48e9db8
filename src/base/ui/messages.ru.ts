/** Generic words of the design system; a placeholder in braces is filled by `fill` or `phrase`. */
export const ru = {
  skip: "К содержанию",
  menu: "Меню",
  sections: "Разделы",
  more: "Ещё",
  whereYouAre: "Где вы",
  newer: "Новее",
  older: "Старее",
  pages: "Страницы",
  filters: "Отбор",
  show: "Показать",
  reset: "Сбросить",
  removeFilter: "убрать",
  optional: "необязательно",
  twin: "Показать те же данные таблицей",
  outOf: "{value} из {of}",
  sure: "Уверенно",
  unsure: "Решите вы",
  confidence: "Уверенность {percent} %",
  keys: "Клавиши",
  allKeys: "все клавиши",
  close: "Закрыть",
  keysOff: "Выключить клавиши",
  keysOn: "Включить клавиши",
  charactersLeft: "Осталось знаков: {count}",
  charactersOver: "Лишних знаков: {count}",
  errors: {
    one: "Осталось поправить {count} место",
    few: "Осталось поправить {count} места",
    many: "Осталось поправить {count} мест",
    other: "Осталось поправить {count} места",
  },
};

/** Words after a number that begin a phrase («61 из 92») rather than name its unit. */
export const particles = "в|во|и|к|ко|о|об|с|со|у|а|из|на|по|до|от|за|не|но|же|бы|ли|да";

/** Abbreviations that must not part from the name after them. */
export const abbreviations = "ул|пр|им|стр|кв|пер|тыс|руб|обл|пос|дер";
