import type { DefinitionInput, FormPurpose } from "./definition.ts";

export type FormTemplate = { code: string; purpose: FormPurpose; definition: DefinitionInput };

const fiveMarks = { min: 1 as const, max: 5 };

/** Feedback of an event: three questions, since nobody answers thirty. */
const feedback: DefinitionInput = {
  purpose: "feedback",
  title: { ru: "Отзыв о встрече", en: "Feedback of the event" },
  lead: { ru: "Три вопроса, одна минута.", en: "Three questions, one minute." },
  thanks: {
    ru: "Спасибо! По отзывам мы меняем следующие встречи.",
    en: "Thank you! Your words change the next events.",
  },
  sections: [
    {
      code: "main",
      title: { ru: "Отзыв", en: "Feedback" },
      questions: [
        {
          code: "useful",
          kind: "scale",
          text: { ru: "Насколько встреча была полезна", en: "How useful was the event" },
          low: { ru: "зря потратил время", en: "a waste of time" },
          high: { ru: "очень полезна", en: "very useful" },
          required: true,
          publicity: "public",
          ...fiveMarks,
        },
        {
          code: "apply",
          kind: "long-text",
          text: { ru: "Что вы примените у себя", en: "What will you apply" },
          most: 1000,
        },
        {
          code: "missing",
          kind: "long-text",
          text: { ru: "Чего не хватило", en: "What was missing" },
          most: 1000,
        },
      ],
    },
  ],
};

const registration: DefinitionInput = {
  purpose: "registration",
  title: { ru: "Регистрация на встречу", en: "Registration for the event" },
  sections: [
    {
      code: "main",
      title: { ru: "О вас", en: "About you" },
      questions: [
        {
          code: "place",
          kind: "place",
          text: { ru: "Откуда вы", en: "Where are you from" },
          required: true,
        },
        { code: "body", kind: "organisation", text: { ru: "Организация", en: "Organisation" } },
        {
          code: "role",
          kind: "choice",
          text: { ru: "Кто вы", en: "Who are you" },
          options: [
            { code: "nko", text: { ru: "Сотрудник НКО", en: "Staff of an NKO" } },
            { code: "tos", text: { ru: "ТОС или инициативная группа", en: "TOS or a group" } },
            { code: "authority", text: { ru: "Администрация", en: "Authority" } },
            { code: "resident", text: { ru: "Житель", en: "Resident" } },
          ],
        },
        {
          code: "question",
          kind: "long-text",
          text: { ru: "Вопрос, с которым вы идёте", en: "The question you come with" },
          most: 1000,
        },
      ],
    },
  ],
};

const criterion = (code: string, ru: string, en: string, weight: number) => ({
  code,
  kind: "scale" as const,
  text: { ru, en },
  required: true,
  min: 0 as const,
  max: 10,
  weight,
});

/** Criteria as in the contests of the Presidential Grants Fund; weights are the form's to change. */
const rubric: DefinitionInput = {
  purpose: "rubric",
  title: { ru: "Оценка проекта", en: "Project review" },
  lead: { ru: "Каждый критерий от 0 до 10, вес рядом.", en: "Each criterion from 0 to 10." },
  sections: [
    {
      code: "criteria",
      title: { ru: "Критерии", en: "Criteria" },
      questions: [
        criterion("relevance", "Актуальность и значимость проблемы", "Relevance", 1),
        criterion("logic", "Связь задач, мероприятий и результатов", "Logic", 1),
        criterion("novelty", "Новизна и уникальность", "Novelty", 0.5),
        criterion("results", "Измеримость и достижимость результатов", "Results", 1),
        criterion("budget", "Реалистичность сметы", "Budget", 1),
        criterion("scale", "Масштаб", "Scale", 0.5),
        criterion("own", "Свой вклад и партнёры", "Own part and partners", 0.5),
        criterion("experience", "Опыт организации и команды", "Experience", 1),
        criterion("openness", "Открытость организации", "Openness", 0.5),
      ],
    },
    {
      code: "verdict",
      title: { ru: "Вывод", en: "Verdict" },
      questions: [
        {
          code: "advice",
          kind: "choice",
          text: { ru: "Что советуете", en: "Your advice" },
          required: true,
          options: [
            { code: "support", text: { ru: "Поддержать", en: "Support" } },
            { code: "rework", text: { ru: "Доработать", en: "Needs work" } },
            { code: "reject", text: { ru: "Не поддерживать", en: "Do not support" } },
          ],
        },
        {
          code: "fix",
          kind: "long-text",
          text: { ru: "Что доработать", en: "What to mend" },
          required: true,
          shownIf: { op: "=", of: [{ answer: "advice" }, { say: "rework" }] },
          most: 3000,
        },
      ],
    },
  ],
};

const needs: DefinitionInput = {
  purpose: "survey",
  title: { ru: "Что нужно вашей организации", en: "What your organisation needs" },
  lead: {
    ru: "Ответы помогут собрать план семинаров и консультаций.",
    en: "The answers shape our seminars and consultations.",
  },
  sections: [
    {
      code: "who",
      title: { ru: "Об организации", en: "About the organisation" },
      questions: [
        {
          code: "body",
          kind: "organisation",
          text: { ru: "Организация", en: "Organisation" },
          publicity: "private",
        },
        {
          code: "place",
          kind: "place",
          text: { ru: "Где вы работаете", en: "Where you work" },
          required: true,
          publicity: "public",
        },
        {
          code: "staff",
          kind: "number",
          whole: true,
          min: 0,
          max: 100_000,
          text: { ru: "Сколько у вас сотрудников", en: "How many staff" },
        },
        {
          code: "grants",
          kind: "yes-no",
          text: { ru: "Получали гранты за три года", en: "Any grants in three years" },
          publicity: "public",
        },
        {
          code: "last_grant",
          kind: "text",
          text: { ru: "Какой был последним", en: "Which was the last" },
          shownIf: { op: "=", of: [{ answer: "grants" }, { say: true }] },
        },
      ],
    },
    {
      code: "needs",
      title: { ru: "Чего не хватает", en: "What is missing" },
      questions: [
        {
          code: "help",
          kind: "choices",
          most: 5,
          text: { ru: "В чём нужна помощь", en: "Where help is needed" },
          publicity: "public",
          options: [
            { code: "applications", text: { ru: "Заявки на гранты", en: "Grant applications" } },
            { code: "reports", text: { ru: "Отчёты", en: "Reports" } },
            { code: "accounting", text: { ru: "Бухгалтерия", en: "Accounting" } },
            { code: "law", text: { ru: "Юридические вопросы", en: "Law" } },
            { code: "volunteers", text: { ru: "Добровольцы", en: "Volunteers" } },
            { code: "media", text: { ru: "Сайт и соцсети", en: "Site and social media" } },
            { code: "room", text: { ru: "Помещение", en: "Room" } },
          ],
        },
        {
          code: "form",
          kind: "matrix",
          text: { ru: "Как вам удобно учиться", en: "How you like to learn" },
          rows: [
            { code: "seminar", text: { ru: "Семинар", en: "Seminar" } },
            { code: "webinar", text: { ru: "Вебинар", en: "Webinar" } },
            { code: "visit", text: { ru: "Поездка к коллегам", en: "Visit" } },
          ],
          columns: [
            { code: "no", text: { ru: "Неудобно", en: "No" }, points: 1 },
            { code: "soso", text: { ru: "Можно", en: "So-so" }, points: 2 },
            { code: "good", text: { ru: "Удобно", en: "Good" }, points: 3 },
          ],
        },
        {
          code: "words",
          kind: "long-text",
          text: { ru: "Расскажите своими словами", en: "In your own words" },
          most: 2000,
        },
      ],
    },
  ],
};

const audit: DefinitionInput = {
  purpose: "audit",
  title: { ru: "Обход площадки", en: "Site audit" },
  lead: { ru: "Одна строка на одну площадку.", en: "One line per site." },
  sections: [
    {
      code: "site",
      title: { ru: "Площадка", en: "Site" },
      questions: [
        {
          code: "place",
          kind: "place",
          detail: "address",
          text: { ru: "Где это", en: "Where" },
          required: true,
        },
        {
          code: "day",
          kind: "date",
          text: { ru: "Когда смотрели", en: "When" },
          required: true,
        },
        {
          code: "state",
          kind: "choice",
          text: { ru: "Состояние", en: "State" },
          required: true,
          publicity: "public",
          options: [
            { code: "good", text: { ru: "Всё исправно", en: "Good" } },
            { code: "minor", text: { ru: "Мелкие неполадки", en: "Minor faults" } },
            { code: "bad", text: { ru: "Пользоваться нельзя", en: "Unusable" } },
            { code: "danger", text: { ru: "Опасно", en: "Dangerous" } },
          ],
        },
        {
          code: "faults",
          kind: "long-text",
          text: { ru: "Что не так", en: "What is wrong" },
          required: true,
          most: 1500,
          shownIf: {
            op: "and",
            of: [
              { op: "given", of: [{ answer: "state" }] },
              { op: "!=", of: [{ answer: "state" }, { say: "good" }] },
            ],
          },
        },
        { code: "photo", kind: "file", most: 4, text: { ru: "Фотографии", en: "Pictures" } },
      ],
    },
  ],
};

/** Forms to begin with. */
export const formTemplates: readonly FormTemplate[] = [
  { code: "feedback", purpose: "feedback", definition: feedback },
  { code: "registration", purpose: "registration", definition: registration },
  { code: "rubric", purpose: "rubric", definition: rubric },
  { code: "needs", purpose: "survey", definition: needs },
  { code: "audit", purpose: "audit", definition: audit },
];

/** The definition of a template by its code. */
export const findTemplate = (code: string): DefinitionInput | undefined =>
  formTemplates.find((template) => template.code === code)?.definition;

/** A sheet with one section and nothing asked yet. */
export const createBlankForm = (
  title: string,
  purpose: FormPurpose = "survey",
): DefinitionInput => ({
  purpose,
  title: { ru: title },
  sections: [{ code: "s1", title: { ru: "Раздел 1" }, questions: [] }],
});
