type Values = Record<string, string | number>;

export const logicRu = {
  title: "Проверка логики",
  none: "Проблема, цель, задачи, мероприятия, результаты и бюджет связаны.",
  must: "Исправить обязательно",
  look: "Спросят эксперты",
  costless: "Ничего не стоит",
  findings: {
    "no-problem": (_: Values) => "Опишите проблему: без неё не понять, зачем проект",
    "no-goal": (_: Values) => "Впишите цель",
    "goal-without-number": (_: Values) => "В цели нет числа: сколько людей, мест или дел изменится",
    "goal-without-term": (_: Values) => "В цели нет срока: к какому дню",
    "no-dates": (_: Values) => "Впишите, когда проект начнётся и закончится",
    "no-tasks": (_: Values) => "Разбейте цель на задачи",
    "task-without-activity": (v: Values) =>
      `Задача «${v["title"]}»: добавьте мероприятие или уберите её`,
    "activity-without-task": (v: Values) =>
      `Мероприятие «${v["title"]}»: скажите, какой задаче служит`,
    "activity-outside-dates": (v: Values) =>
      `Мероприятие «${v["title"]}» стоит вне сроков проекта: сдвиньте его или сроки`,
    "activity-without-result": (v: Values) => `Мероприятие «${v["title"]}»: впишите, что получится`,
    "activity-without-cost": (v: Values) =>
      `Мероприятие «${v["title"]}» ничего не стоит? Добавьте расход или отметьте, что так и есть`,
    "cost-without-activity": (v: Values) => `Расход «${v["title"]}»: скажите, на какое мероприятие`,
    "cost-does-not-add-up": (v: Values) =>
      `Расход «${v["title"]}» не сходится на ${v["by"]} руб.: источники дают ${v["way"] === "more" ? "больше" : "меньше"} суммы`,
    "no-results": (_: Values) => "Впишите результаты в числах",
    "result-without-measure": (v: Values) => `Результат «${v["title"]}»: скажите, чем подтвердите`,
    "no-groups": (_: Values) => "Впишите, кому поможет проект",
    "group-without-activity": (v: Values) =>
      `Группа «${v["title"]}»: ни одно мероприятие о ней не говорит`,
    "place-without-activity": (v: Values) => `${v["title"]}: здесь нет ни одного мероприятия`,
    "place-outside-geography": (v: Values) =>
      `Мероприятие «${v["title"]}» проходит там, где проекта нет: добавьте место в географию`,
    "goal-apart-from-problem": (_: Values) => "Цель говорит о другом, чем проблема: свяжите их",
    "text-repeated": (v: Values) => `«${v["title"]}» повторяет краткое описание слово в слово`,
  },
};
