/** Who answers for what: topic or group × municipality → body, with the reason people will read. */
import type { MunicipalityCode } from "./borders.ts";
import { MUNICIPALITIES } from "./territories.ts";

export type Competence = {
  /** A topic `roads.manhole` or a whole group `roads`. */
  readonly topic: string;
  /** null means the whole region. */
  readonly municipality: MunicipalityCode | null;
  readonly body: string;
  readonly from: string;
  readonly until: string | null;
  readonly reason: string;
};

type Places = readonly MunicipalityCode[] | null;

const NORTH: Places = [
  "losevezhsky",
  "poroginsky",
  "verkhnelipsky",
  "kedrinsky",
  "tikhoborsky",
  "zarechinsky",
];
const SOUTH: Places = [
  "sinegorsk",
  "yasnogrivsky",
  "dolgomost",
  "mshinetsky",
  "staromostsky",
  "dalnebrodsky",
];

/** Municipalities with a service of their own; elsewhere the administration does it itself. */
const SERVICES: Partial<Record<MunicipalityCode, string>> = {
  dolgomost: "mku-dolgomost",
  sinegorsk: "mku-sinegorsk",
  kedrinsky: "mku-kedrinsky",
  tikhoborsky: "mku-tikhoborsky",
  staromostsky: "mku-staromostsky",
  poroginsky: "mku-poroginsky",
  zarechinsky: "mku-zarechinsky",
  mshinetsky: "mup-mshinetsky",
};
const MANAGERS: Partial<Record<MunicipalityCode, string>> = {
  dolgomost: "uk-teply-ugol",
  sinegorsk: "uk-vysoky",
  kedrinsky: "uk-kedr",
  staromostsky: "uk-lad",
  poroginsky: "uk-porog",
};

const SERVICE_REASONS = {
  roads: "Улица и тротуар в собственности муниципалитета, содержит их его служба.",
  "roads.manhole": "Тротуар в собственности города, колодец ливневой.",
  snow: "Снег с муниципальных улиц убирает муниципальная служба.",
  yards: "Общественные территории содержит муниципальная служба благоустройства.",
  lighting: "Уличные светильники на балансе муниципалитета.",
  "waste.dump": "Свалку на земле муниципалитета убирает его собственник.",
  "waste.litter": "Мусор вне контейнерных площадок убирает муниципальная служба.",
  animals: "Отлов животных передан муниципалитетам областным законом.",
  "leisure.parks": "Парки и скверы стоят на балансе муниципальной службы.",
} as const;

const ADMINISTRATION_REASONS = {
  education: "Здания школ и садов содержит учредитель, администрация.",
  building: "Землёй и разрешениями на стройку ведает администрация.",
  trade: "За торговлей и тишиной следит административная комиссия.",
  leisure: "Дома культуры подведомственны администрации.",
  safety: "Вопрос ведёт отдел безопасности администрации.",
  authorities: "О работе служб отвечает администрация, которой они подчинены.",
  community: "Инициативы соседей принимает отдел по работе с ТОС.",
} as const;

function row(
  topic: string,
  municipality: MunicipalityCode | null,
  body: string,
  reason: string,
): Competence {
  return { topic, municipality, body, reason, from: "2025-01-01", until: null };
}

function spreadCompetence(
  topic: string,
  places: Places,
  body: string,
  reason: string,
): Competence[] {
  return (places ?? [null]).map((place) => row(topic, place, body, reason));
}

const local = MUNICIPALITIES.flatMap(({ code }) => {
  const service = SERVICES[code] ?? `adm-${code}`;
  const manager = MANAGERS[code] ?? "uk-okrug";
  const house = "Дом в управлении этой компании, общее имущество содержит она.";
  return [
    ...Object.entries(SERVICE_REASONS).map(([topic, reason]) => row(topic, code, service, reason)),
    ...Object.entries(ADMINISTRATION_REASONS).map(([topic, reason]) =>
      row(topic, code, `adm-${code}`, reason),
    ),
    row("housing", code, manager, house),
    row("snow.icicles", code, manager, "Крышу дома чистит управляющая компания."),
    row("snow.yard", code, manager, "Двор входит в общее имущество дома."),
  ];
});

const shared = [
  ...spreadCompetence(
    "heating",
    NORTH,
    "heat-north",
    "Котельные севера области в аренде у этой компании.",
  ),
  ...spreadCompetence(
    "heating",
    SOUTH,
    "heat-south",
    "Тепловые сети юга области в концессии до 2039 года.",
  ),
  ...spreadCompetence("electricity", NORTH, "grid-north", "Линии 0,4–10 кВ к северу от Липки."),
  ...spreadCompetence("electricity", SOUTH, "grid-south", "Линии 0,4–10 кВ к югу от Липки."),
  ...spreadCompetence("water", null, "water-region", "Единая гарантирующая организация по воде."),
  ...spreadCompetence(
    "water",
    ["zarechinsky"],
    "water-zarechinsky",
    "Скважины и насосы округа переданы в аренду.",
  ),
  ...spreadCompetence(
    "water",
    ["sinegorsk"],
    "mup-sinegorsk-water",
    "Сети города на балансе водоканала.",
  ),
  ...spreadCompetence(
    "water.sewage",
    ["dolgomost"],
    "mup-vodostok",
    "Канализация города на балансе МУП.",
  ),
  ...spreadCompetence("gas", null, "gas-region", "Газораспределительная организация области."),
  ...spreadCompetence(
    "waste",
    null,
    "waste-region",
    "Региональный оператор по обращению с отходами.",
  ),
  ...spreadCompetence(
    "roads.bridge",
    null,
    "road-region",
    "Мосты на областных дорогах содержит дорожная служба.",
  ),
  ...spreadCompetence(
    "transport",
    null,
    "bus-region",
    "Перевозчик выиграл пригородные и городские маршруты.",
  ),
  ...spreadCompetence(
    "transport",
    ["sinegorsk"],
    "bus-sinegorsk",
    "Маршруты города обслуживает муниципальное предприятие.",
  ),
  ...spreadCompetence(
    "transport.stop",
    ["dolgomost"],
    "mku-dolgomost",
    "Павильоны остановок на балансе города.",
  ),
  ...spreadCompetence(
    "health",
    null,
    "min-health",
    "Больницы и медпункты подведомственны министерству.",
  ),
  ...spreadCompetence(
    "education.teaching",
    null,
    "min-education",
    "Содержание обучения контролирует министерство.",
  ),
  ...spreadCompetence("social", null, "min-social", "Выплаты и доступность курирует министерство."),
  ...spreadCompetence(
    "ecology",
    null,
    "min-nature",
    "Надзор за водой, воздухом и лесом у министерства.",
  ),
  ...spreadCompetence(
    "connection",
    null,
    "min-digital",
    "Планы вышек и связи сводит министерство.",
  ),
];

/** A row that has ended, so that the desk can show an older rule: the МУП took over in 2025. */
const expiredCompetence: Competence = {
  ...row("water.sewage", "dolgomost", "water-region", "До передачи сетей городу."),
  from: "2023-01-01",
  until: "2024-12-31",
};

export const COMPETENCES: readonly Competence[] = [expiredCompetence, ...local, ...shared];

/**
 * Returns the row in force on a day: topic before group, a municipality before the whole region.
 */
export function findCompetence(input: {
  topic: string;
  municipality: MunicipalityCode;
  day: string;
}): Competence | null {
  const [group] = input.topic.split(".");
  const live = COMPETENCES.filter(
    (each) => each.from <= input.day && (each.until ?? "9999") >= input.day,
  );
  for (const topic of [input.topic, group]) {
    for (const place of [input.municipality, null]) {
      const found = live.find((each) => each.topic === topic && each.municipality === place);
      if (found) return found;
    }
  }
  return null;
}
