import { profileSchema, type ContestProfile, type ProfileDraft } from "./profile.ts";

/*
 * Forms of four kinds of contests, written for this product after the publicly known structure of
 * such contests. Limits, weights and sums change from year to year: each is to be confirmed against
 * the rules of the contest at hand, which staff do by export, correction and import of the file.
 */

type SectionDraft = ProfileDraft["sections"][number];
type FieldDraft = SectionDraft["fields"][number];

const planField = (
  titles: Partial<Record<"task" | "place" | "result", string>> = {},
): FieldDraft => ({
  code: "plan",
  title: "Календарный план",
  hint: "Каждая строка – одно мероприятие: задача, что делаем, когда, где и что получится.",
  kind: "table",
  table: "plan",
  required: true,
  source: "plan",
  columns: [
    { key: "task", title: titles.task ?? "Решаемая задача" },
    { key: "activity", title: "Мероприятие, его содержание" },
    { key: "starts", title: "Начало" },
    { key: "ends", title: "Конец" },
    { key: "place", title: titles.place ?? "Место проведения" },
    { key: "result", title: titles.result ?? "Ожидаемые итоги" },
  ],
});

const budgetField = (grant: string): FieldDraft => ({
  code: "budget",
  title: "Бюджет проекта",
  hint: "По статьям конкурса. Итог строки – сумма трёх источников.",
  kind: "table",
  table: "budget",
  required: true,
  source: "budget",
  columns: [
    { key: "article", title: "Статья" },
    { key: "item", title: "Наименование расходов" },
    { key: "grant", title: grant },
    { key: "own", title: "Собственные средства, руб." },
    { key: "partners", title: "Средства партнёров, руб." },
    { key: "comment", title: "Комментарий" },
  ],
});

const teamField: FieldDraft = {
  code: "team",
  title: "Команда проекта",
  hint: "Кто что делает и почему справится.",
  kind: "table",
  table: "team",
  required: true,
  source: "team",
  columns: [
    { key: "name", title: "Фамилия, имя, отчество" },
    { key: "role", title: "Роль в проекте" },
    { key: "tasks", title: "Что делает" },
    { key: "experience", title: "Опыт и образование" },
  ],
};

const partnersField: FieldDraft = {
  code: "partners",
  title: "Партнёры проекта и их поддержка",
  hint: "К каждому партнёру приложите письмо поддержки.",
  kind: "table",
  table: "partners",
  source: "partners",
  columns: [
    { key: "name", title: "Партнёр" },
    { key: "support", title: "Чем поможет" },
    { key: "letter", title: "Письмо поддержки" },
  ],
};

const resultsField: FieldDraft = {
  code: "results",
  title: "Количественные результаты",
  hint: "Показатель, число и способ, которым его подтвердят.",
  kind: "table",
  table: "results",
  required: true,
  source: "results",
  columns: [
    { key: "result", title: "Показатель" },
    { key: "value", title: "Значение" },
    { key: "unit", title: "Единица" },
    { key: "measure", title: "Как подтвердим" },
  ],
};

const applicantSection: SectionDraft = {
  code: "applicant",
  title: "Организация-заявитель",
  fields: [
    {
      code: "organisation",
      title: "Полное наименование организации",
      kind: "line",
      limit: 500,
      required: true,
      source: "organisation",
    },
    { code: "inn", title: "ИНН", kind: "line", limit: 12, required: true, source: "inn" },
    { code: "ogrn", title: "ОГРН", kind: "line", limit: 15, required: true, source: "ogrn" },
    {
      code: "address",
      title: "Адрес организации",
      kind: "line",
      limit: 500,
      required: true,
      source: "address",
    },
    {
      code: "contacts",
      title: "Контактная информация",
      hint: "Телефон и почта, по которым ответят на вопросы о заявке.",
      kind: "text",
      limit: 500,
      required: true,
      source: "contacts",
    },
  ],
};

const dateFields: FieldDraft[] = [
  { code: "starts", title: "Дата начала проекта", kind: "date", required: true, source: "starts" },
  { code: "ends", title: "Дата окончания проекта", kind: "date", required: true, source: "ends" },
];

const moneyFields = (title: string): FieldDraft[] => [
  { code: "asked", title, kind: "money", required: true, source: "asked" },
  {
    code: "own",
    title: "Софинансирование: свои и партнёрские средства, руб.",
    kind: "money",
    source: "own",
  },
  { code: "total", title: "Полная стоимость проекта, руб.", kind: "money", source: "total" },
];

const textField = (
  code: string,
  title: string,
  limit: number,
  part: Partial<FieldDraft> = {},
): FieldDraft => ({
  code,
  title,
  kind: "text",
  limit,
  required: true,
  ...part,
});

const presidentialProfile: ProfileDraft = {
  code: "presidential-grants",
  title: "Конкурс Фонда президентских грантов",
  funder: "Фонд президентских грантов",
  note: "Поля и порядок – по открытым формам заявок Фонда прошлых лет. Пределы знаков, статьи, коэффициенты и предельные суммы меняются от конкурса к конкурсу: сверьте с положением о конкурсе, на который подаёте.",
  asOf: "2026-01-15",
  directions: [
    "Социальное обслуживание, социальная поддержка и защита граждан",
    "Охрана здоровья граждан, пропаганда здорового образа жизни",
    "Поддержка семьи, материнства, отцовства и детства",
    "Поддержка молодёжных проектов, реализация которых охватывает виды деятельности, предусмотренные законом об НКО",
    "Поддержка проектов в области науки, образования, просвещения",
    "Поддержка проектов в области культуры и искусства",
    "Сохранение исторической памяти",
    "Защита прав и свобод человека и гражданина, в том числе защита прав заключённых",
    "Охрана окружающей среды и защита животных",
    "Укрепление межнационального и межрелигиозного согласия",
    "Развитие общественной дипломатии и поддержка соотечественников",
    "Развитие институтов гражданского общества",
    "Выявление и поддержка молодых талантов в области культуры и искусства",
  ],
  grant: { least: 10_000, most: 10_000_000 },
  dates: { longestMonths: 18 },
  number: { pattern: "\\d{2}-\\d-\\d{6}", example: "26-1-000417" },
  sections: [
    {
      code: "about",
      title: "О проекте",
      fields: [
        {
          code: "direction",
          title: "Грантовое направление",
          kind: "choice",
          required: true,
          source: "direction",
        },
        {
          code: "title",
          title: "Название проекта",
          hint: "Без кавычек и сокращений; по названию должно быть понятно, о чём проект.",
          kind: "line",
          limit: 300,
          required: true,
          source: "title",
        },
        textField("summary", "Краткое описание проекта", 2500, {
          hint: "Что сделаете, для кого, где и что изменится. Этот текст увидят все.",
          source: "summary",
        }),
        textField("geography", "География проекта", 1000, {
          hint: "Регион и муниципалитеты, где пройдут мероприятия.",
          source: "geography",
        }),
        ...dateFields,
        textField("significance", "Обоснование социальной значимости проекта", 2500, {
          hint: "Проблема, её причины, цифры и источники: у кого болит и почему именно сейчас.",
          source: "significance",
        }),
        {
          code: "groups",
          title: "Целевые группы проекта",
          hint: "Каждая с новой строки; не пишите «все жители».",
          kind: "list",
          limit: 1000,
          required: true,
          source: "groups",
        },
        textField("goal", "Цель проекта", 600, {
          hint: "Одна, измеримая, со сроком.",
          source: "goal",
        }),
        {
          code: "tasks",
          title: "Задачи проекта",
          hint: "Каждая с новой строки; под каждую в плане есть мероприятие.",
          kind: "list",
          limit: 2000,
          required: true,
          source: "tasks",
        },
        partnersField,
        textField("publicity", "Как будет организовано информационное сопровождение", 1000, {
          hint: "Где и как часто будете рассказывать о проекте.",
        }),
        resultsField,
        textField("qualitative", "Качественные результаты и способы их измерения", 1500, {
          source: "qualitative",
        }),
        textField("further", "Дальнейшее развитие проекта", 1500, {
          hint: "Что останется, когда грант закончится.",
          source: "further",
        }),
        textField("resources", "Источники ресурсов проекта в дальнейшем", 1000),
        textField("risks", "Риски проекта и что с ними делать", 1500, {
          required: false,
          source: "risks",
        }),
      ],
    },
    { code: "team", title: "Руководитель и команда", fields: [teamField] },
    applicantSection,
    { code: "plan", title: "Календарный план", fields: [planField()] },
    {
      code: "budget",
      title: "Бюджет",
      fields: [
        ...moneyFields("Запрашиваемая сумма гранта, руб."),
        budgetField("За счёт гранта, руб."),
      ],
    },
  ],
  articles: [
    { code: "salary", title: "Оплата труда штатных работников", ours: ["salary"] },
    {
      code: "contracts",
      title: "Выплаты по договорам гражданско-правового характера",
      ours: ["fees"],
    },
    { code: "insurance", title: "Страховые взносы", ours: ["contributions"] },
    { code: "travel", title: "Командировочные расходы", ours: ["travel"] },
    { code: "office", title: "Офисные расходы", ours: ["rent"] },
    {
      code: "equipment",
      title: "Приобретение, аренда оборудования, инвентаря и сопутствующие расходы",
      ours: ["equipment", "materials"],
    },
    {
      code: "sites",
      title: "Разработка и поддержка сайтов, информационных систем",
      ours: [],
    },
    {
      code: "services",
      title: "Юридические, информационные, консультационные услуги",
      ours: ["services"],
    },
    { code: "events", title: "Расходы на проведение мероприятий", ours: ["events"] },
    {
      code: "printing",
      title: "Издательские, полиграфические и сопутствующие расходы",
      ours: ["publishing"],
    },
    { code: "other", title: "Прочие прямые расходы", ours: ["taxes", "other"] },
  ],
  criteria: [
    {
      code: "significance",
      title: "Актуальность и социальная значимость проекта",
      most: 10,
      weight: 1,
    },
    {
      code: "logic",
      title:
        "Логическая связность и реализуемость, соответствие мероприятий цели, задачам и результатам",
      most: 10,
      weight: 1.5,
    },
    { code: "novelty", title: "Инновационность, уникальность проекта", most: 10, weight: 0.5 },
    {
      code: "results",
      title: "Соотношение расходов и результатов, измеримость и достижимость результатов",
      most: 10,
      weight: 1.5,
    },
    {
      code: "budget",
      title: "Реалистичность бюджета и обоснованность расходов",
      most: 10,
      weight: 1.5,
    },
    { code: "scale", title: "Масштаб реализации проекта", most: 10, weight: 0.5 },
    {
      code: "contribution",
      title: "Собственный вклад и дальнейшее развитие проекта",
      most: 10,
      weight: 1,
    },
    { code: "experience", title: "Опыт организации по реализации проектов", most: 10, weight: 1 },
    { code: "team", title: "Соответствие опыта и компетенций команды", most: 10, weight: 1 },
    { code: "openness", title: "Информационная открытость организации", most: 10, weight: 0.5 },
  ],
};

const regionalProfile: ProfileDraft = {
  code: "regional-nko",
  title: "Региональный конкурс СОНКО",
  funder: "Правительство области при софинансировании Фонда президентских грантов",
  note: "Состав карточки – как у областных отборов СОНКО с номером вида «Р39-22-2-000039»: конкурс, направление, сроки, организация, описание, цель, задачи, значимость, география, группы, контакты, план и бюджет. Пределы знаков и суммы задаёт порядок отбора вашей области: сверьте с ним.",
  asOf: "2026-01-15",
  directions: [
    "Социальное обслуживание, социальная поддержка и защита граждан",
    "Охрана здоровья и пропаганда здорового образа жизни",
    "Поддержка семьи, материнства, отцовства и детства",
    "Поддержка молодёжных проектов",
    "Наука, образование, просвещение",
    "Культура и искусство",
    "Сохранение исторической памяти",
    "Защита прав и свобод человека и гражданина",
    "Охрана окружающей среды и защита животных",
    "Укрепление межнационального и межрелигиозного согласия",
    "Развитие институтов гражданского общества и общественного самоуправления",
  ],
  grant: { least: 50_000, most: 3_000_000 },
  ownShare: 0.05,
  dates: { longestMonths: 12 },
  number: { pattern: "Р\\d{2}-\\d{2}-\\d-\\d{6}", example: "Р99-26-2-000039" },
  sections: [
    {
      code: "card",
      title: "Карточка проекта",
      fields: [
        {
          code: "title",
          title: "Название проекта",
          kind: "line",
          limit: 300,
          required: true,
          source: "title",
        },
        {
          code: "direction",
          title: "Грантовое направление",
          kind: "choice",
          required: true,
          source: "direction",
        },
        ...dateFields,
        textField("summary", "Краткое описание", 4000, {
          hint: "Цель, задачи и главные мероприятия с числами: сколько, где, для кого.",
          source: "summary",
        }),
        textField("goal", "Цель", 700, { hint: "Измеримая и со сроком.", source: "goal" }),
        {
          code: "tasks",
          title: "Задачи",
          hint: "Каждая с новой строки.",
          kind: "list",
          limit: 2500,
          required: true,
          source: "tasks",
        },
        textField("significance", "Обоснование социальной значимости", 3000, {
          hint: "Что не так сегодня, откуда это известно и почему поможет именно этот проект.",
          source: "significance",
        }),
        textField("geography", "География проекта", 1000, { source: "geography" }),
        {
          code: "groups",
          title: "Целевые группы",
          hint: "Каждая с новой строки.",
          kind: "list",
          limit: 1000,
          required: true,
          source: "groups",
        },
      ],
    },
    applicantSection,
    { code: "people", title: "Команда и партнёры", fields: [teamField, partnersField] },
    { code: "plan", title: "Календарный план", fields: [planField()] },
    {
      code: "results",
      title: "Результаты",
      fields: [
        resultsField,
        textField("qualitative", "Качественные результаты", 1500, { source: "qualitative" }),
        textField("further", "Дальнейшее развитие проекта", 1500, { source: "further" }),
      ],
    },
    {
      code: "budget",
      title: "Бюджет",
      fields: [
        ...moneyFields("Запрашиваемая сумма субсидии, руб."),
        budgetField("За счёт гранта, руб."),
      ],
    },
  ],
  articles: [
    { code: "pay", title: "Оплата труда и взносы", ours: ["salary", "contributions"] },
    {
      code: "contracts",
      title: "Оплата договоров с исполнителями",
      ours: ["fees", "services"],
    },
    { code: "travel", title: "Командировки и поездки", ours: ["travel"] },
    { code: "equipment", title: "Оборудование и инвентарь", ours: ["equipment", "materials"] },
    { code: "events", title: "Проведение мероприятий", ours: ["events"] },
    { code: "printing", title: "Печать и издание", ours: ["publishing"] },
    { code: "office", title: "Офисные расходы и связь", ours: ["rent"] },
    { code: "other", title: "Прочее", ours: ["taxes", "other"] },
  ],
  criteria: [
    { code: "significance", title: "Актуальность и социальная значимость", most: 10, weight: 2 },
    {
      code: "logic",
      title: "Связность: проблема, цель, задачи, мероприятия, результаты",
      most: 10,
      weight: 2,
    },
    { code: "results", title: "Измеримость и достижимость результатов", most: 10, weight: 2 },
    { code: "budget", title: "Обоснованность бюджета", most: 10, weight: 2 },
    { code: "team", title: "Опыт организации и команды", most: 10, weight: 1 },
    { code: "contribution", title: "Собственный вклад и партнёры", most: 10, weight: 1 },
  ],
};

const governorProfile: ProfileDraft = {
  code: "governor-grant",
  title: "Грант губернатора",
  funder: "Правительство области",
  note: "Составлено по общему строю губернаторских конкурсов. Порядок полей, требования к собственному вкладу и предел суммы задаёт положение о конкурсе губернатора вашей области: сверьте с ним.",
  asOf: "2026-01-15",
  directions: [
    "Развитие территорий и местных сообществ",
    "Развитие институтов гражданского общества",
    "Социальная поддержка и защита граждан",
    "Семья, материнство, детство",
    "Молодёжь и добровольчество",
    "Здоровье и спорт",
    "Культура, история, туризм",
    "Экология",
  ],
  grant: { least: 100_000, most: 1_500_000 },
  ownShare: 0.1,
  dates: { longestMonths: 10 },
  number: { pattern: "ГГ-\\d{4}-\\d{4}", example: "ГГ-2026-0117" },
  sections: [
    {
      code: "essence",
      title: "Суть проекта",
      fields: [
        {
          code: "direction",
          title: "Номинация",
          kind: "choice",
          required: true,
          source: "direction",
        },
        {
          code: "title",
          title: "Название проекта",
          kind: "line",
          limit: 150,
          required: true,
          source: "title",
        },
        textField("significance", "Проблема, которую решает проект", 2000, {
          hint: "У кого болит, сколько таких людей, откуда это известно.",
          source: "significance",
        }),
        textField("goal", "Цель проекта", 500, { source: "goal" }),
        {
          code: "tasks",
          title: "Задачи проекта",
          hint: "Каждая с новой строки.",
          kind: "list",
          limit: 1500,
          required: true,
          source: "tasks",
        },
        {
          code: "groups",
          title: "Кому поможет проект",
          hint: "Каждая группа с новой строки, с числом людей.",
          kind: "list",
          limit: 800,
          required: true,
          source: "groups",
        },
        textField("summary", "Описание проекта", 3000, { source: "summary" }),
        textField("geography", "Муниципальные образования, где пойдёт проект", 800, {
          source: "geography",
        }),
        ...dateFields,
      ],
    },
    {
      code: "plan",
      title: "План и результаты",
      fields: [planField({ result: "Что получится" }), resultsField],
    },
    {
      code: "money",
      title: "Деньги",
      fields: [...moneyFields("Сумма гранта, руб."), budgetField("Средства гранта, руб.")],
    },
    {
      code: "future",
      title: "Устойчивость",
      fields: [
        textField("further", "Что останется после гранта", 1200, { source: "further" }),
        textField("risks", "Риски и что с ними делать", 1200, { required: false, source: "risks" }),
        textField("governor", "Связь с целями развития области", 1000, {
          hint: "Какой программе области помогает проект: назовите её и показатель.",
        }),
      ],
    },
    { code: "people", title: "Команда и партнёры", fields: [teamField, partnersField] },
    applicantSection,
  ],
  articles: [
    { code: "pay", title: "Оплата труда с начислениями", ours: ["salary", "contributions"] },
    {
      code: "contracts",
      title: "Работы и услуги по договорам",
      ours: ["fees", "services"],
    },
    {
      code: "equipment",
      title: "Оборудование, инвентарь, материалы",
      ours: ["equipment", "materials"],
    },
    { code: "events", title: "Мероприятия", ours: ["events", "travel"] },
    { code: "printing", title: "Печать", ours: ["publishing"] },
    { code: "other", title: "Прочее, включая офис", ours: ["rent", "taxes", "other"] },
  ],
  criteria: [
    { code: "region", title: "Значение проекта для области", most: 5, weight: 4 },
    { code: "problem", title: "Проблема описана и подтверждена", most: 5, weight: 4 },
    { code: "plan", title: "План выполним и ведёт к цели", most: 5, weight: 4 },
    { code: "budget", title: "Расходы нужны и посчитаны по рынку", most: 5, weight: 4 },
    { code: "contribution", title: "Собственный вклад и устойчивость", most: 5, weight: 2 },
    { code: "team", title: "Команда справится", most: 5, weight: 2 },
  ],
};

const municipalProfile: ProfileDraft = {
  code: "municipal-small",
  title: "Малый муниципальный конкурс инициатив",
  funder: "Администрация муниципального образования",
  note: "Короткая форма малых конкурсов для ТОС, инициативных групп и НКО. Сумма, сроки и критерии – в положении о конкурсе вашей администрации: сверьте с ним.",
  asOf: "2026-01-15",
  directions: [
    "Благоустройство двора или села",
    "Дети и молодёжь",
    "Старшее поколение",
    "Культура и память места",
    "Добрососедство",
  ],
  grant: { least: 10_000, most: 150_000 },
  ownShare: 0.1,
  dates: { longestMonths: 6 },
  sections: [
    {
      code: "idea",
      title: "Инициатива",
      fields: [
        {
          code: "title",
          title: "Название",
          kind: "line",
          limit: 100,
          required: true,
          source: "title",
        },
        {
          code: "direction",
          title: "Направление",
          kind: "choice",
          required: true,
          source: "direction",
        },
        textField("significance", "Зачем это нужно", 1000, { source: "significance" }),
        textField("goal", "Чего хотим добиться", 300, { source: "goal" }),
        textField("summary", "Что сделаем", 1500, { source: "summary" }),
        {
          code: "groups",
          title: "Для кого",
          kind: "list",
          limit: 300,
          required: true,
          source: "groups",
        },
        textField("geography", "Где", 300, { source: "geography" }),
        ...dateFields,
      ],
    },
    {
      code: "plan",
      title: "План и смета",
      fields: [
        {
          ...planField(),
          columns: [
            { key: "activity", title: "Что делаем" },
            { key: "starts", title: "Начало" },
            { key: "ends", title: "Конец" },
            { key: "result", title: "Что получится" },
          ],
        },
        {
          code: "asked",
          title: "Сколько просим, руб.",
          kind: "money",
          required: true,
          source: "asked",
        },
        {
          ...budgetField("Просим, руб."),
          title: "Смета",
          columns: [
            { key: "item", title: "На что" },
            { key: "grant", title: "Просим, руб." },
            { key: "own", title: "Сами, руб." },
            { key: "partners", title: "Помогут, руб." },
          ],
        },
      ],
    },
    {
      code: "people",
      title: "Кто отвечает",
      fields: [
        {
          code: "organisation",
          title: "ТОС, группа или НКО",
          kind: "line",
          limit: 300,
          required: true,
          source: "organisation",
        },
        {
          code: "contacts",
          title: "Телефон и почта",
          kind: "text",
          limit: 300,
          required: true,
          source: "contacts",
        },
        textField("help", "Чем помогут жители", 500, {
          required: false,
          hint: "Труд, материалы, техника.",
        }),
      ],
    },
  ],
  articles: [{ code: "all", title: "Смета", ours: [] }],
  criteria: [
    { code: "need", title: "Нужно жителям", most: 10, weight: 1 },
    { code: "doable", title: "Можно сделать в срок", most: 10, weight: 1 },
    { code: "neighbours", title: "Жители участвуют сами", most: 10, weight: 1 },
    { code: "money", title: "Смета понятна", most: 10, weight: 1 },
  ],
};

/** Built-in profiles; a region's own profile with the same code replaces one. */
export const builtInProfiles: readonly ContestProfile[] = [
  presidentialProfile,
  regionalProfile,
  governorProfile,
  municipalProfile,
].map((draft) => profileSchema.parse(draft));
