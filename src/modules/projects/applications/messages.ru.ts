import { pluralRu } from "#base/messages.ts";

const signs = (n: number) => `${n} ${pluralRu(n, "знак", "знака", "знаков")}`;
type Values = Record<string, string | number>;

export const stagesRu = {
  draft: "Пишем",
  submitted: "Подана",
  supported: "Поддержана",
  "not-supported": "Не поддержана",
  withdrawn: "Отозвана",
};

export const listRu = {
  title: (n: number) => ["Заявки", "Заявка", "Две заявки", "Три заявки"][n] ?? `Заявки: ${n}`,
  none: "Заявок пока нет",
  noneText: "Выберите конкурс, и поля заполнятся из паспорта проекта.",
  begin: "Собрать заявку",
  scored: (stage: string, score: string) => `${stage}, ${score}`,
  points: (score: number, text: string) =>
    `${text} ${Number.isInteger(score) ? pluralRu(score, "балл", "балла", "баллов") : "балла"}`,
  said: "Эксперты",
  noneYet: "Здесь появятся заявки, когда их подадут.",
  changes: "Что изменили",
};

export const pageRu = {
  title: (seq: number) => `Заявка ${seq}`,
  contest: "Конкурс",
  remarks: "Что сказал конкурс",
  remarksShown: "Гости проекта читают эти замечания.",
  remarksHidden: "Гости этих замечаний не видят.",
  showRemarks: "Показать гостям",
  hideRemarks: "Скрыть от гостей",
  direction: "Направление",
  number: "Номер заявки",
  submittedOn: "Подана",
  decidedOn: "Решение",
  asked: "Просим",
  granted: "Дали",
  agreement: "Договор",
  score: "Балл",
  hash: "Отпечаток (SHA-256)",
  roubles: (text: string) => `${text} руб.`,
  filled: (done: number, all: number) => `Готово ${done} из ${all}`,
  field: "Поле",
  length: "Знаков",
  from: "Откуда текст",
  state: "Что с ним",
  edit: "Править раздел",
  of: (length: number, limit: number) => `${length} из ${limit}`,
  over: (n: number) => `лишних ${signs(n)}`,
  missing: "пусто",
  optional: "пусто, можно",
  ready: "готово",
  changed: "с правкой",
  origins: {
    passport: "из паспорта",
    application: (seq: number) => `из заявки ${seq}`,
    formerApplication: "из прежней заявки",
    own: "вписано здесь",
  },
  note: "О форме",
  asOf: (day: string) => `Форму смотрели ${day}`,
  downloads: "Выгрузить",
  docx: "Скачать DOCX",
  pdf: "Скачать PDF",
  copy: "Копировать в форму конкурса",
  json: "Данные заявки",
  reviews: "Рецензии",
  changes: "Что исправлено",
  withdraw: "Отозвать заявку",
  project: "Паспорт проекта",
  life: "Жизнь заявки",
  steps: { draft: "Пишем", review: "Рецензии", sent: "Подана", decision: "Решение" },
};

export const nextRu = {
  title: "Что сделать сейчас",
  mend: (n: number) => `Осталось исправить ${n}: список ниже.`,
  ready: "Всё на месте. Подайте заявку в системе конкурса и впишите номер, который она дала.",
  submit: "Записать подачу",
  numberHint: (example: string) => `Например, ${example}`,
  decide: "Записать решение",
  decided: "Когда пришло решение, запишите его: проект пойдёт дальше сам.",
  outcome: "Решение",
  remarksLabel: "Замечания экспертов",
  remarksHint: "Каждое с новой строки. При новой заявке они станут списком дел.",
  notSupported: "Отказ – не конец. Соберите новую заявку: тексты и замечания перейдут в неё.",
  again: "Подать снова",
  supported: "Грант дали. Проект можно начинать.",
  toProject: "К проекту",
  watch: "Заявку пишет команда проекта.",
  recorded: "Решение запишет команда проекта.",
  withdrawn: "Заявку отозвали. Её тексты можно взять в новую.",
};

export const checksRu = {
  title: "Что мешает подать",
  look: "Спросят эксперты",
  none: "Ничего не мешает: все поля заполнены, суммы сходятся, даты на месте.",
};

export const troublesRu = {
  missing: (_: Values) => "Заполните поле",
  "over-limit": (v: Values) => `Уберите ${signs(Number(v["over"]))}: предел ${v["limit"]}`,
  "bad-date": (_: Values) => "Впишите день, например 2026-10-24",
  "bad-money": (_: Values) => "Впишите сумму в рублях цифрами",
  "ends-before-start": (_: Values) => "Конец раньше начала: поменяйте дни",
  "too-long-project": (v: Values) =>
    `Проект длиннее, чем можно: не больше ${v["months"]} ${pluralRu(Number(v["months"]), "месяца", "месяцев", "месяцев")}`,
  "too-early": (v: Values) => `Конкурс разрешает начать не раньше ${v["day"]}`,
  "too-late": (v: Values) => `Конкурс требует закончить не позже ${v["day"]}`,
  "row-outside-dates": (v: Values) => `«${v["title"]}»: день вне сроков проекта`,
  "row-without-dates": (v: Values) => `«${v["title"]}»: впишите оба дня, начало не позже конца`,
  "budget-row-wrong": (v: Values) =>
    `«${v["title"]}»: впишите сумму цифрами хотя бы в один столбец`,
  "budget-not-asked": (v: Values) =>
    `Просим ${v["asked"]} руб., а в бюджете за счёт гранта ${v["sum"]} руб.: сделайте равными`,
  "own-not-budget": (v: Values) =>
    `Записано ${v["written"]} руб., а в бюджете свои и партнёрские ${v["sum"]} руб.`,
  "total-not-budget": (v: Values) =>
    `Записано ${v["written"]} руб., а бюджет в сумме ${v["sum"]} руб.`,
  "grant-above": (v: Values) => `Больше, чем даёт конкурс: не выше ${v["most"]} руб.`,
  "grant-below": (v: Values) => `Меньше, чем даёт конкурс: не ниже ${v["least"]} руб.`,
  "own-share-low": (v: Values) =>
    `Своих и партнёрских средств ${v["own"]} руб., а нужно не меньше ${v["percent"]} %: ${v["needs"]} руб.`,
  "direction-unknown": (_: Values) => "Выберите направление из списка конкурса",
  "number-missing": (_: Values) => "Впишите номер заявки",
  "number-shape": (v: Values) => `Номер выглядит иначе: ${v["example"]}`,
  "same-text": (v: Values) => `Тот же текст стоит в поле «${v["title"]}»: скажите здесь другое`,
};

export const doneRu = {
  begun: "Заявка собрана. Что скопировано и чего не хватает – в списке полей.",
  taken: "Поле переписано.",
  back: "Текст теперь и в паспорте.",
  submitted: (number: string) =>
    number === "" ? "Подача записана." : `Подача записана, номер ${number}.`,
  decided: "Решение записано.",
  withdrawn: "Заявка отозвана.",
  remarksShown: "Теперь замечания видны гостям, и видно, что переписано после них.",
  remarksHidden: "Гости замечаний больше не видят.",
  assigned: "Рецензентов позвали.",
  reviewed: "Рецензия отправлена.",
  answered: "Ответ записан.",
  names: "Готово.",
  ticked: "Отмечено.",
  unticked: "Отметка снята.",
  imported: (title: string) => `Форма «${title}» принята.`,
  callKept: "Приём заявок записан.",
  costless: "Отметка записана.",
};
