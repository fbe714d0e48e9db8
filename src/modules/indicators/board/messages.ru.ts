import { pluralRu } from "#base/messages.ts";

export const boardRu = {
  title: "Что обещано и что сделано",
  eyebrow: (kind: "project" | "year-plan") => (kind === "project" ? "Проект" : "План года"),
  lead: (n: number) =>
    `${n} ${pluralRu(n, "показатель", "показателя", "показателей")}. Считаем только то, что подтверждено: списком явки, протоколом, снимком или ссылкой.`,
  legend: {
    checked: "подтверждено",
    said: "заявлено, подтверждения нет",
    plan: "план на сегодня",
    target: "обещано",
    forecast: "прогноз при нынешнем темпе",
  },
  doUntil: (day: string) => `Сделать до ${day}`,
  doNothing: "Сейчас долгов нет",
  doNothingText: "Всё, что должно быть сделано к сегодняшнему дню, сделано и подтверждено.",
  gapAt: (done: string, target: string, unit: string) => `${done} из ${target} ${unit}`,
  missing: (n: string) => `не хватает ${n}`,
  isComing: (n: string) => `назначено ещё ${n}`,
  coming: (n: string, day: string) => `назначено ещё ${n}, на ${day}`,
  comingSome: (n: string, day: string) => `назначено ещё ${n}, ближайшее ${day}`,
  comingPeople: (n: string, day: string) => `записалось ещё ${n}, ближайшее ${day}`,
  comingOne: (day: string) => `назначено на ${day}`,
  comingOnePeople: (n: string, day: string) => `назначено на ${day}, записалось ${n}`,
  gap: (forecast: string, target: string) => `при нынешнем темпе будет ${forecast} из ${target}`,
  gapPlain: (missing: string, unit: string) => `не хватает ${missing} ${unit}`,
  overdueSince: (day: string) => `срок был ${day}`,
  unproven: (n: string) => `ещё ${n} без подтверждения`,
  unprovenAll: (n: number) =>
    `${n} ${pluralRu(n, "показатель", "показателя", "показателей")} с неподтверждённым`,
  unprovenAsk: "посмотреть",
  sum: (day: string) => `Итог на ${day}`,
  sums: {
    done: (n: string) => `выполнено ${n}`,
    good: (n: string) => `по плану ${n}`,
    behind: (n: string) => `с отставанием ${n}`,
    late: (n: string) => `просрочено ${n}`,
    waiting: (n: string) => `срок не наступил у ${n}`,
  },
  report: "Отчёт",
  periods: "Закрытые периоды",
  add: "Добавить показатель",
  promises: "Показатели",
  onCard: "Обещали и сделали",
  onCardLink: (n: number) =>
    `Как подтверждено: ${n} ${pluralRu(n, "показатель", "показателя", "показателей")}`,
  untied: "Обещано в паспорте, а считать пока нечем",
  untiedLead: "У этих результатов проекта нет показателя: никто не увидит, выполнены ли они.",
  untiedLink: "как будем считать",
  waiting: (n: number) =>
    `${n} ${pluralRu(n, "факт ждёт", "факта ждут", "фактов ждут")} второго человека`,
  how: "Как считается прогноз",
  of: (target: string, unit: string) => `из ${target} ${unit}`,
  ofShare: (target: string) => `% при обещанных ${target} %`,
  nothing: "пока делить не на что",
  due: (day: string) => `к ${day}`,
  plan: (n: string) => `по плану сегодня ${n}`,
  forecast: (n: string) => `прогноз ${n}`,
  tooEarly: "для прогноза рано",
  surplus: (n: string) => `лишнее в отдельных местах: ${n}`,
  least: (place: string, n: string) => `меньше всего: ${place}, ${n}`,
  control: "контрольная точка",
  rows: "что засчитано",
  label: (part: {
    title: string;
    proven: string;
    target: string;
    said: string;
    forecast: string | undefined;
    plan: string;
  }) =>
    `${part.title}: подтверждено ${part.proven} из ${part.target}, без подтверждения ${part.said}, ` +
    `${part.forecast === undefined ? "для прогноза рано" : `прогноз ${part.forecast}`}, к сегодняшнему дню по плану ${part.plan}`,
  places: "По муниципальным образованиям",
  placesLead: "Лишнее в одном округе не закрывает нехватку в другом.",
  place: "Территория",
  inAll: "Всего",
  notPromised: "не обещано",
  saidAt: (n: string) => `${n} без подтверждения`,
  amountOf: (done: string, target: string) => `${done} из ${target}`,
  latest: "Последние подтверждения",
  what: "Что",
  toPromise: "К показателю",
  adds: "Прибавило",
  day: "День",
  evidence: "Подтверждение",
  state: "Состояние",
  proven: "Подтверждено",
  said: "Заявлено",
  empty: "Здесь пока ничего не обещано",
  emptyText: "Показатели появятся, когда их внесут в проект: число, срок и то, чем его считать.",
};

export const statesRu = {
  done: "Выполнено",
  ahead: "Опережает план",
  "on-track": "По плану",
  behind: (n: string) => `Отстаёт на ${n}`,
  late: (n: string) => `Просрочено, не хватает ${n}`,
  "not-yet": "Срок не наступил",
  "nothing-to-divide": "Пока делить не на что",
};

export const doubtsRu = {
  "two-places-at-once": "кто-то отмечен в двух местах сразу",
  "above-capacity": "людей больше, чем вмещает зал",
  "same-twice": "похоже на повтор",
};

export const oneRu = {
  how: "Как считается",
  formula:
    "План на сегодня — обещанное, умноженное на прошедшую часть срока. Прогноз — сделанное, делённое на эту же часть: мы считаем, что темп не изменится. В первую десятую часть срока прогноза нет. Прогноз не бывает меньше сделанного вместе с уже назначенным.",
  facts: {
    target: "Обещано",
    term: "Срок",
    plan: "План",
    scope: "Считаем",
    done: "Подтверждено",
    said: "Без подтверждения",
  },
  linear: "равномерно за весь срок",
  steps: "ступенями",
  step: (value: string, day: string) => `${value} к ${day}`,
  scopes: {
    total: "всего",
    "per-place": "в каждом муниципалитете",
    "per-month": "в каждом месяце",
  },
  months: "По месяцам",
  month: "Месяц",
  rows: "Что засчитано",
  allPlaces: "Все территории",
  place: "Территория",
  none: "Пока ничего не засчитано",
  noneText:
    "Строки появятся здесь сами, когда мероприятие, консультация или другое событие будет подтверждено.",
  change: "Изменить",
  versions: "Как менялось обещание",
  version: (n: number) => `Редакция ${n}`,
  reason: "Почему изменено",
  withdraw: "Снять показатель",
  withdrawReason: "Почему снимаем",
  withdrawHint: "Показатель уйдёт с доски, его история останется.",
  newer: "Новее",
  total: (n: string) => `всего ${n}`,
};

export const overviewRu = {
  title: "Показатели проектов",
  lead: "Все проекты, которые сейчас идут, начиная с самых трудных. «Не успеваем» — при нынешнем темпе обещанное не выйдет; «отстаём» — ещё можно успеть.",
  project: "Проект",
  lights: { red: "Не успеваем", amber: "Отстаём", green: "По плану", none: "Рано судить" },
  worst: "Хуже всего",
  none: "Пока ни один идущий проект ничего не обещал",
  noneText: "Показатели вносят на странице проекта.",
  place: (name: string) => `Что обещано: ${name}`,
  placeLead: "Показатели проектов, обещанные этому муниципалитету.",
  placeNone: "Этому муниципалитету пока ничего не обещано",
  placeNoneText: "Показатель появится здесь, если в нём отмечен этот муниципалитет.",
};
