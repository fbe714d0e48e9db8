/** About 220 incidents: which kind, where exactly, since when and how each one went. */
import type { LonLat, MunicipalityCode } from "../borders.ts";
import { parseMinutes } from "../clock.ts";
import type { Minutes } from "../clock.ts";
import { START_RANGES, SCENARIO_COUNTS } from "./scenario-counts.ts";
import type { ScenarioName } from "./scenario-counts.ts";
import type { IncidentTemplate } from "./template.ts";
import { HOME_TEMPLATES } from "./templates.homes.ts";
import { PEOPLE_TEMPLATES } from "./templates.people.ts";
import { ROAD_TEMPLATES } from "./templates.roads.ts";
import { seededRandom } from "../random.ts";
import type { Random } from "../random.ts";
import { fillTemplate } from "./tone.ts";
import type { ScenarioStep } from "./steps.ts";
import { FEATURED_INCIDENTS } from "./featured.ts";
import type { FeaturedIncident } from "./featured.ts";
import { housesOf, MUNICIPALITIES, findMunicipality } from "../territories.ts";
import type { Landmark, DemoSettlement, DemoStreet } from "../territories.ts";

export const TEMPLATES: readonly IncidentTemplate[] = [
  ...ROAD_TEMPLATES,
  ...HOME_TEMPLATES,
  ...PEOPLE_TEMPLATES,
];

export type IncidentLocation = {
  readonly municipality: MunicipalityCode;
  readonly settlement: string;
  readonly street: string;
  readonly house: string | null;
  readonly landmark: string | null;
  readonly point: LonLat;
  /** Words for texts: «на Речной, 8», «на Речной», «Речная, 8», «в Долгомосте». */
  readonly words: {
    readonly где: string;
    readonly улица: string;
    readonly адрес: string;
    readonly дом: string;
    readonly нп: string;
    readonly внутри: string;
  };
};

export type Incident = {
  readonly key: string;
  /** «Не горят фонари на Лесной», without slots. */
  readonly title: string;
  readonly summary: string;
  readonly template: IncidentTemplate;
  readonly scenario: ScenarioName;
  readonly location: IncidentLocation;
  readonly start: Minutes;
  readonly featured: boolean;
  /** The incident that this one is (or for a while was) merged into. */
  readonly mergedInto: string | null;
  /** The earlier incident of the same place that this one brings back. */
  readonly recurrenceOf: string | null;
  readonly script: readonly ScenarioStep[] | null;
};

/** Title and summary of a kind of incident, with the words of its place. */
function describeIncident(
  kit: IncidentTemplate,
  location: IncidentLocation,
): Pick<Incident, "template" | "location" | "title" | "summary"> {
  const random = seededRandom(kit.key);
  return {
    template: kit,
    location,
    title: fillTemplate(kit.title, location.words, random),
    summary: fillTemplate(kit.summary, location.words, random),
  };
}

function streetLocation(
  settlement: DemoSettlement,
  street: DemoStreet,
  house: string,
): IncidentLocation {
  const at = housesOf(street).find((each) => each.number === house)?.at ?? street.line[0];
  const village = !settlement.code.endsWith("-1");
  const onIt = village ? `${settlement.where} ${street.where}` : street.where;
  const address = `${village ? `${settlement.name}, ` : ""}${street.name}, ${house}`;
  const words = {
    где: `${onIt}, ${house}`,
    улица: onIt,
    адрес: address,
    дом: house,
    нп: settlement.where,
    внутри: onIt,
  };
  return {
    municipality: settlement.municipality,
    settlement: settlement.code,
    street: street.key,
    house,
    landmark: null,
    point: at,
    words,
  };
}

/** «у школы № 4» → «в школе № 4»; other places stay as they are. */
function inside(where: string): string {
  const forms = {
    "у школы": "в школе",
    "у больницы": "в больнице",
    "у областной больницы": "в областной больнице",
    "у поликлиники": "в поликлинике",
    "у садика": "в садике",
    "у клуба": "в клубе",
    "у Дома": "в Доме",
  };
  const found = Object.entries(forms).find(([near]) => where.startsWith(near));
  return found ? found[1] + where.slice(found[0].length) : where;
}

function landmarkLocation(settlement: DemoSettlement, landmark: Landmark): IncidentLocation {
  const near = settlement.code.endsWith("-1")
    ? landmark.where
    : `${landmark.where} ${settlement.where}`;
  const words = {
    где: near,
    улица: near,
    адрес: landmark.name,
    дом: "1",
    нп: settlement.where,
    внутри: inside(near),
  };
  return {
    municipality: settlement.municipality,
    settlement: settlement.code,
    street: landmark.street,
    house: null,
    landmark: landmark.key,
    point: landmark.at,
    words,
  };
}

/** Every place in the municipality where an incident of this kind can be. */
function pickLocation(
  kit: IncidentTemplate,
  code: MunicipalityCode,
  random: Random,
): IncidentLocation | null {
  const { settlements } = findMunicipality(code);
  if (kit.at !== "house" && kit.at !== "street") {
    const kind = kit.at;
    const spots = settlements.flatMap((each) =>
      each.landmarks
        .filter((mark) => mark.kind === kind)
        .map((mark) => landmarkLocation(each, mark)),
    );
    return spots.length > 0 ? random.pick(spots) : null;
  }
  const [town, ...villages] = settlements;
  if (!town) return null;
  const inTown = kit.settlement === "town" || (kit.settlement === "any" && random.chance(0.6));
  const settlement = inTown ? town : random.pick(villages);
  const street = random.pick(settlement.streets);
  return streetLocation(settlement, street, String(random.int(1, Math.min(30, street.houseCount))));
}

function featuredLocation(featured: FeaturedIncident): IncidentLocation {
  const settlement = findMunicipality(featured.municipality).settlements.find(
    (each) => each.name === featured.settlement,
  );
  if (!settlement) throw new Error(`no settlement ${featured.settlement}`);
  const landmark = settlement.landmarks.find((each) => each.name === featured.landmark);
  if (landmark) return landmarkLocation(settlement, landmark);
  const street = settlement.streets.find((each) => each.name === featured.street);
  if (!street) throw new Error(`no place for ${featured.key}`);
  return streetLocation(settlement, street, featured.house ?? "1");
}

const PLAIN = { featured: false, mergedInto: null, recurrenceOf: null, script: null } as const;

const used = new Map<string, number>();

/** One topic incidents one street only once, unless a story says that it returns. */
function locationKey(kit: IncidentTemplate, location: IncidentLocation): string {
  return `${kit.topic} ${location.landmark ?? location.street}`;
}

const places = new Set(
  FEATURED_INCIDENTS.map((featured) => locationKey(featured.template, featuredLocation(featured))),
);

function generateIncident(code: MunicipalityCode, course: ScenarioName, key: string): Incident {
  const random = seededRandom(`trouble ${key}`);
  const [from, until] = START_RANGES[course].map((day) => parseMinutes(day));
  const start = random.int((from ?? 0) / 1440, (until ?? 0) / 1440) * 1440 + random.int(380, 1330);
  const fitting = TEMPLATES.filter(
    (template) =>
      parseMinutes(template.season[0]) <= start && parseMinutes(template.season[1]) + 1440 > start,
  );
  const ranked = random
    .shuffle(fitting)
    .toSorted((a, b) => templateWeight(a, code) - templateWeight(b, code));
  for (const template of ranked) {
    const location = pickLocation(template, code, random);
    if (!location) continue;
    const mark = locationKey(template, location);
    if (places.has(mark)) continue;
    places.add(mark);
    for (const count of [template.key, `${template.key} ${code}`])
      used.set(count, (used.get(count) ?? 0) + 1);
    return { key, scenario: course, start, ...describeIncident(template, location), ...PLAIN };
  }
  throw new Error(`no kind of trouble fits ${key}`);
}

function templateWeight(kit: IncidentTemplate, code: MunicipalityCode): number {
  return (used.get(`${kit.key} ${code}`) ?? 0) * 4 + (used.get(kit.key) ?? 0);
}

const featuredIncidents = FEATURED_INCIDENTS.map<Incident>((featured) => ({
  key: featured.key,
  ...describeIncident(featured.template, featuredLocation(featured)),
  scenario: featured.scenario,
  start: parseMinutes(featured.start),
  featured: true,
  mergedInto: null,
  recurrenceOf: featured.recurrenceOf ?? null,
  script: featured.script ?? null,
}));

const MERGE_TARGETS: ReadonlySet<ScenarioName> = new Set([
  "verified",
  "claimed",
  "interim",
  "acknowledged-late",
]);

/** Gives a merged incident the kind and place of the one it repeats, a day later. */
function mergeInto(incident: Incident, hosts: Incident[]): Incident {
  const apart = (host: Incident) => Math.abs(host.start - incident.start);
  const host = hosts.toSorted((a, b) => apart(a) - apart(b))[0];
  if (!host) throw new Error(`nothing to merge ${incident.key} into`);
  hosts.splice(hosts.indexOf(host), 1);
  const start = host.start + 70 + (host.start % 240);
  return {
    ...incident,
    ...describeIncident(host.template, host.location),
    start,
    mergedInto: host.key,
  };
}

function generateIncidents(code: MunicipalityCode): Incident[] {
  const own = featuredIncidents.filter((featured) => featured.location.municipality === code);
  const left = { ...SCENARIO_COUNTS[code] };
  for (const featured of own) left[featured.scenario] = (left[featured.scenario] ?? 0) - 1;
  const courses = (Object.entries(left) as [ScenarioName, number][]).flatMap(([scenario, count]) =>
    Array.from({ length: count }, () => scenario),
  );
  const drawn = courses.map((scenario, index) =>
    generateIncident(code, scenario, `${code}-${String(index + 1).padStart(2, "0")}`),
  );
  const hosts = drawn.filter(
    (each) => MERGE_TARGETS.has(each.scenario) && each.template.texts.length > 3,
  );
  const attached = drawn.map((each) =>
    each.scenario === "merged" || each.scenario === "unmerged" ? mergeInto(each, hosts) : each,
  );
  return [...own, ...attached];
}

export const INCIDENTS: readonly Incident[] = MUNICIPALITIES.flatMap((each) =>
  generateIncidents(each.code),
).toSorted((a, b) => a.start - b.start);
