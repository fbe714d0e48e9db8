/** Messages about offered slots and series of meetings. */
export const slotMessages = {
  slots: {
    title: "Мои часы",
    lead: "Когда к вам можно прийти или позвонить. Люди выбирают время сами.",
    date: "День",
    from: "С",
    to: "До",
    minutes: "Один разговор, минут",
    format: "Как",
    place: "Где или по какой ссылке",
    add: "Добавить часы",
    empty: "Часов пока нет",
    emptyText: "Добавьте первые: люди увидят их на странице консультаций.",
    taken: "занято",
    free: "свободно",
    remove: "Снять",
    when: "Когда",
    state: "Состояние",
  },
  series: {
    title: "Новая серия встреч",
    name: "О чём и для кого",
    planned: "Сколько встреч",
    open: "Открыть серию",
  },
};

/** Reasons of refusals about offered slots and series of meetings. */
export const slotRefusals = {
  "slot-taken": "Это время только что заняли. Выберите другое, вопрос сохранён",
  "slot-booked": "Этот час занят. Сначала перенесите встречу",
  "slot-overlaps": "В это время у вас уже есть часы",
  "stretch-short": "В этот промежуток не помещается ни одного разговора",
  "series-full": "Все встречи серии уже назначены",
  "title-missing": "Напишите, о чём серия",
  "planned-wrong": "Встреч должно быть от {minimum} до {maximum}",
};
