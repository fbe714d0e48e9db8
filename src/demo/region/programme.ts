/**
 * The programme that the imaginary resource centre lives through: «Школа местных инициатив», refused
 * once, then supported; at the fixed now two of its 24 seminars are still to come. With the three-day
 * conference «Соседи, которые делают» and the plan of the centre's year. Pure data, all invented.
 */
import type { MunicipalityCode } from "./borders.ts";
import { MEN, SURNAMES, WOMEN } from "./names.ts";
import { transliterate } from "./people.ts";
import { seededRandom } from "./random.ts";
import { MUNICIPALITIES } from "./territories.ts";

export const PROGRAMME = {
  title: "Школа местных инициатив",
  summary:
    "Шесть округов, четыре новых центра общественных инициатив при домах культуры, 24 выездных семинара и 36 консультаций: жители сами доводят свои проекты до заявки и до дела.",
  significance:
    "В 2025 году из шести округов пришло 214 сообщений, которые повторялись после ремонта. Люди знают, что нужно сделать, но не умеют описать проект, посчитать смету и найти деньги. В двух округах, где центры уже открыты, за год появилось семь проектов, в остальных ни одного.",
  goal: "К 30 сентября 2026 года в шести округах работают центры общественных инициатив, и группы жителей подготовили не меньше 18 проектов.",
  direction: "territories",
  startsOn: "2026-02-02",
  endsOn: "2026-09-30",
  furtherLife:
    "Центры остаются при домах культуры, их сотрудники ведут группы дальше. Материалы семинаров открыты на сайте ресурсного центра.",
  qualitativeResults:
    "Жители, которые раньше только писали жалобы, ведут свои проекты; дом культуры становится местом, куда идут с идеей.",
  tasks: [
    "Открыть четыре центра общественных инициатив",
    "Научить жителей и сотрудников домов культуры делать проекты",
    "Довести группы до готовых заявок",
    "Собрать опыт шести округов и передать его дальше",
  ],
  groups: [
    { name: "Сотрудники домов культуры шести округов", people: 24 },
    { name: "Жители, инициативные группы, ТОС и НКО", people: 240 },
  ],
} as const;

/** The programme's municipalities; in the first two a centre was open before. */
export const PROGRAMME_PLACES = [
  "dolgomost",
  "kedrinsky",
  "tikhoborsky",
  "poroginsky",
  "mshinetsky",
  "zarechinsky",
] as const satisfies readonly MunicipalityCode[];

export const FIRST_APPLICATION = {
  profile: "regional-nko",
  contest: "Второй конкурс СОНКО Синегорской области, 2025 год",
  number: "Р99-25-2-000039",
  direction: "Развитие институтов гражданского общества и общественного самоуправления",
  submittedOn: "2025-08-10",
  decidedOn: "2025-10-01",
  score: 48.9,
  remarks:
    "Не видно, кто ведёт группы между семинарами. Смета не связана с мероприятиями. Нет чисел, по которым можно судить о цели.",
} as const;

export const SECOND_APPLICATION = {
  profile: "governor-grant",
  contest: "Грант губернатора Синегорской области, 2026 год",
  number: "ГГ-2026-0112",
  direction: "Развитие территорий и местных сообществ",
  submittedOn: "2025-11-20",
  decidedOn: "2025-12-25",
  score: 71.4,
} as const;

/** The calendar plan: task by its place, kind, days, what is expected. */
export const PROGRAMME_PLAN = [
  {
    key: "centres",
    task: 0,
    title: "Открыть центры в четырёх округах",
    kind: "work",
    from: "2026-02-02",
    to: "2026-04-30",
    expected: "Четыре центра с комнатой, сотрудником и вывеской",
  },
  {
    key: "opening",
    task: 1,
    title: "Открывающая конференция",
    kind: "conference",
    from: "2026-02-12",
    to: "2026-02-12",
    expected: "Не меньше 40 участников",
  },
  {
    key: "seminars",
    task: 1,
    title: "Выездные семинары",
    kind: "seminar",
    from: "2026-02-16",
    to: "2026-06-30",
    expected: "24 семинара, на каждом не меньше 10 человек",
  },
  {
    key: "advice",
    task: 2,
    title: "Консультации групп",
    kind: "consultations",
    from: "2026-02-02",
    to: "2026-06-30",
    expected: "36 консультаций, не меньше 18 проектов",
  },
  {
    key: "neighbours",
    task: 3,
    title: "Конференция «Соседи, которые делают»",
    kind: "conference",
    from: "2026-04-15",
    to: "2026-04-17",
    expected: "Опыт десяти посёлков",
  },
  {
    key: "closing",
    task: 3,
    title: "Итоговая конференция",
    kind: "conference",
    from: "2026-09-18",
    to: "2026-09-18",
    expected: "Не меньше 60 участников",
  },
] as const;

/** Money in whole roubles: article, activity, what for, how many, price, grant, own, partners. */
export const PROGRAMME_COSTS = [
  ["fees", "seminars", "Ведущие семинаров, дней", 24, 20_000, 480_000, 0, 0],
  ["travel", "seminars", "Поездки в шесть округов", 24, 8_750, 186_000, 24_000, 0],
  ["rent", "seminars", "Залы домов культуры, дней", 24, 6_000, 0, 0, 144_000],
  ["equipment", "centres", "Ноутбук и проектор для центра", 4, 62_000, 248_000, 0, 0],
  ["publishing", "seminars", "Рабочие тетради", 240, 275, 66_000, 0, 0],
  ["salary", "advice", "Консультант групп, месяцев", 4, 23_000, 0, 92_000, 0],
] as const;

const seminarRounds = [
  { title: "От проблемы к проекту", month: "02", first: 16 },
  { title: "Смета без слёз", month: "03", first: 16 },
  { title: "Команда и партнёры", month: "04", first: 20 },
  { title: "Отчёт, который принимают", month: "05", first: 18 },
] as const;

export type Seminar = {
  readonly key: string;
  readonly title: string;
  readonly municipality: MunicipalityCode;
  readonly day: string;
  /** `held` with its list, `unlisted` held but the list is not entered, `coming` announced. */
  readonly state: "held" | "unlisted" | "coming";
  readonly present: number;
};

const random = seededRandom("seminars");

/** The 24 promised; at the fixed now 22 are proven, one waits for its list, one lies ahead. */
export const SEMINARS: readonly Seminar[] = seminarRounds.flatMap((round, index) =>
  PROGRAMME_PLACES.map((municipality, order) => {
    const last = index === seminarRounds.length - 1;
    const state = !last || order < 4 ? "held" : order === 4 ? "unlisted" : "coming";
    const day =
      state === "coming"
        ? "2026-06-11"
        : `2026-${round.month}-${round.first + order + (order > 4 ? 2 : 0)}`;
    return {
      key: `seminar-${index + 1}-${municipality}`,
      title: round.title,
      municipality,
      day,
      state,
      present: random.int(10, 14),
    };
  }),
);

export type Participant = {
  readonly surname: string;
  readonly givenName: string;
  readonly email: string;
  readonly municipality: MunicipalityCode;
  readonly organisation: string;
};

const places = ["Дом культуры", "Школа", "Библиотека", "ТОС", "Совет ветеранов", "Администрация"];

/** Returns participants from a municipality; the same in every run. */
export function participantsOf(municipality: MunicipalityCode, count: number): Participant[] {
  const { pick, chance } = seededRandom(`participants ${municipality}`);
  return Array.from({ length: count }, (_, index) => {
    const woman = chance(0.7);
    const givenName = woman ? pick(WOMEN) : pick(MEN);
    const stem = pick(SURNAMES);
    const surname = woman && !stem.endsWith("х") ? `${stem}а` : stem;
    return {
      surname,
      givenName,
      email: `${transliterate(`${givenName} ${surname}`)}.${index + 1}@${municipality}.example`,
      municipality,
      organisation: pick(places),
    };
  });
}

export const OPENING_CONFERENCE = {
  title: "Школа местных инициатив: начинаем",
  day: "2026-02-12",
  municipality: "sinegorsk",
  present: 47,
} as const satisfies {
  title: string;
  day: string;
  municipality: MunicipalityCode;
  present: number;
};

export const CLOSING_CONFERENCE = {
  title: "Школа местных инициатив: что получилось",
  day: "2026-09-18",
  municipality: "sinegorsk",
} as const satisfies { title: string; day: string; municipality: MunicipalityCode };

/** Three days, plenary and master classes, in the hall and by video from every municipality. */
export const NEIGHBOURS = {
  title: "Соседи, которые делают",
  summary:
    "Как жители десяти посёлков довели свои проекты до конца: что получилось, что нет и сколько это стоило.",
  municipality: "sinegorsk",
  days: ["2026-04-15", "2026-04-16", "2026-04-17"],
  hall: 42,
  remote: MUNICIPALITIES.map(({ code }, index) => ({
    municipality: code,
    people: 2 + ((index * 5) % 7),
  })),
  sessions: [
    {
      day: 0,
      from: "10:00",
      to: "11:30",
      kind: "plenary",
      title: "От жалобы до проекта",
      by: "Роман Лугин",
    },
    {
      day: 0,
      from: "12:00",
      to: "13:30",
      kind: "talk",
      title: "Что показали проверки на месте",
      by: "Марина Веткина",
    },
    {
      day: 1,
      from: "10:00",
      to: "11:30",
      kind: "master-class",
      title: "Смета без слёз",
      by: "Ольга Сажина",
    },
    {
      day: 1,
      from: "12:00",
      to: "13:30",
      kind: "master-class",
      title: "Как договориться с соседями",
      by: "Тамара Елагина",
    },
    {
      day: 2,
      from: "10:00",
      to: "11:30",
      kind: "master-class",
      title: "Комната для детей в посёлке",
      by: "Лидия Дроздова",
    },
    {
      day: 2,
      from: "12:00",
      to: "13:00",
      kind: "plenary",
      title: "Рекомендации советам",
      by: "Роман Лугин",
    },
  ],
} as const;

export type GroupProject = {
  readonly title: string;
  readonly municipality: MunicipalityCode;
  /** How far it has come. */
  readonly stage: "idea" | "concept" | "application";
  readonly goal: string;
};

/** Projects that grew in the programme's groups; an application is what the promise counts. */
export const GROUP_PROJECTS: readonly GroupProject[] = [
  [
    "Лавочки для бабушек",
    "dolgomost",
    "application",
    "Поставить 12 лавочек по дороге от рынка до поликлиники",
  ],
  ["Двор без луж", "dolgomost", "application", "Сделать ливнёвку и дорожку во дворе на Рыночной"],
  [
    "Вечер во дворе",
    "dolgomost",
    "application",
    "Летом каждую пятницу кино и чай во дворе Слободки",
  ],
  [
    "Тёплая остановка",
    "kedrinsky",
    "application",
    "Утеплить остановку, где дети ждут школьный автобус",
  ],
  ["Хор на три голоса", "kedrinsky", "application", "Открыть хор для пожилых в посёлке"],
  ["Сосновый двор", "kedrinsky", "application", "Посадить 40 сосен и поставить забор от машин"],
  ["Родник у моста", "tikhoborsky", "application", "Очистить родник и сделать к нему спуск"],
  ["Мостки вместе", "tikhoborsky", "application", "Починить пешеходный мост силами сорока домов"],
  ["Лодочный сарай", "poroginsky", "application", "Мастерская для подростков в старом сарае"],
  ["Музей сплава на колёсах", "poroginsky", "application", "Показать музей в пяти сёлах"],
  [
    "Комната после уроков в Еловке",
    "mshinetsky",
    "application",
    "Место, где дети делают уроки и ждут родителей",
  ],
  ["Игротека", "mshinetsky", "concept", "Собрать 60 настольных игр и играть по субботам"],
  [
    "Пруд для всех",
    "zarechinsky",
    "application",
    "Вернуть пруд в Заречье: берег, скамейки, спасательный круг",
  ],
  ["Свет у колодца", "zarechinsky", "idea", "Поставить фонарь у общего колодца"],
].map(
  ([title = "", municipality, stage, goal = ""]) =>
    ({ title, municipality, stage, goal }) as GroupProject,
);

/** Consultations given by municipality; six are promised in each. */
export const CONSULTATIONS: Readonly<Record<(typeof PROGRAMME_PLACES)[number], number>> = {
  dolgomost: 6,
  kedrinsky: 6,
  tikhoborsky: 5,
  poroginsky: 4,
  mshinetsky: 4,
  zarechinsky: 2,
};

export type DemoCentre = {
  readonly municipality: MunicipalityCode;
  readonly name: string;
  readonly openedOn: string;
  /** `claimed` is opened in words only: nobody has brought the paper yet. */
  readonly state: "proven" | "claimed";
};

/** Four were promised by 30 April; the last one still looks for a room. */
export const CENTRES: readonly DemoCentre[] = [
  {
    municipality: "tikhoborsky",
    name: "Центр общественных инициатив Тихого Бора",
    openedOn: "2026-03-20",
    state: "proven",
  },
  {
    municipality: "poroginsky",
    name: "Центр общественных инициатив в Порогах",
    openedOn: "2026-04-03",
    state: "proven",
  },
  {
    municipality: "mshinetsky",
    name: "Центр общественных инициатив Мшинца",
    openedOn: "2026-05-12",
    state: "claimed",
  },
];

export type YearPlanItem = {
  readonly title: string;
  readonly kind:
    | "consultations"
    | "open-door-day"
    | "mailing"
    | "seminar"
    | "conference"
    | "study"
    | "collection"
    | "round-table"
    | "discussion";
  /** Months of 2026 it is planned for; several months in a row are one stretch when `stretch`. */
  readonly months: readonly number[];
  readonly stretch?: true;
  /** Months already done, with the day of each. */
  readonly done: Readonly<Record<number, string>>;
};

const allYear = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

/** What the centre does in 2026; at the fixed now the open day of April is overdue. */
export const YEAR_PLAN: readonly YearPlanItem[] = [
  { title: "Консультации НКО", kind: "consultations", months: allYear, stretch: true, done: {} },
  {
    title: "День открытых дверей в НКО",
    kind: "open-door-day",
    months: [1, 3, 4, 6, 9],
    done: { 1: "2026-01-28", 3: "2026-03-25" },
  },
  { title: "Рассылка в муниципалитеты", kind: "mailing", months: allYear, stretch: true, done: {} },
  {
    title: "Семинар-практикум о муниципальных программах поддержки НКО",
    kind: "seminar",
    months: [2],
    done: { 2: "2026-02-19" },
  },
  {
    title: "Семинар о развитии территорий силами НКО и жителей",
    kind: "seminar",
    months: [4],
    done: { 4: "2026-04-16" },
  },
  {
    title: "Семинар для служащих: чем жители могут помочь самоуправлению",
    kind: "seminar",
    months: [6],
    done: {},
  },
  { title: "Межрегиональная конференция", kind: "conference", months: [10], done: {} },
  {
    title: "Разбор сайтов: раздел «Общественные советы»",
    kind: "study",
    months: [1, 2, 3],
    stretch: true,
    done: { 3: "2026-03-30" },
  },
  {
    title: "Экспертиза муниципальных актов",
    kind: "study",
    months: [5, 6, 7, 8],
    stretch: true,
    done: {},
  },
  {
    title: "Исследование гражданского общества",
    kind: "study",
    months: [5, 6, 7, 8],
    stretch: true,
    done: {},
  },
  { title: "Сбор лучших практик", kind: "collection", months: allYear, stretch: true, done: {} },
  {
    title: "Круглый стол: общественные советы в работе администраций",
    kind: "round-table",
    months: [3],
    done: { 3: "2026-03-12" },
  },
  { title: "Дискуссия: НКО как лидер мнений", kind: "discussion", months: [8], done: {} },
  { title: "Дискуссия: член совета, работа или почёт", kind: "discussion", months: [9], done: {} },
];
