/** About 220 troubles: which kind, where exactly, since when and how each one went. */
import type { LonLat, MunicipalityCode } from "../borders.ts";
import { minutes } from "../clock.ts";
import type { Minutes } from "../clock.ts";
import { BEGINS, COURSES } from "./scenario-counts.ts";
import type { Course } from "./scenario-counts.ts";
import type { Kit } from "./template.ts";
import { HOME_KITS } from "./templates.homes.ts";
import { PEOPLE_KITS } from "./templates.people.ts";
import { ROAD_KITS } from "./templates.roads.ts";
import { dice } from "../random.ts";
import type { Dice } from "../random.ts";
import { fill } from "./tone.ts";
import type { Step } from "./steps.ts";
import { STARS } from "./featured.ts";
import type { Star } from "./featured.ts";
import { housesOf, MUNICIPALITIES, municipality } from "../territories.ts";
import type { Landmark, Settlement, Street } from "../territories.ts";

export const KITS: readonly Kit[] = [...ROAD_KITS, ...HOME_KITS, ...PEOPLE_KITS];

export type Spot = {
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

export type Trouble = {
  readonly key: string;
  /** «Не горят фонари на Лесной», without slots. */
  readonly title: string;
  readonly summary: string;
  readonly kit: Kit;
  readonly course: Course;
  readonly spot: Spot;
  readonly start: Minutes;
  readonly star: boolean;
  /** The trouble that this one is (or for a while was) merged into. */
  readonly host: string | null;
  /** The earlier trouble of the same place that this one brings back. */
  readonly returns: string | null;
  readonly script: readonly Step[] | null;
};

/** Title and summary of a kind of trouble, with the words of its place. */
function named(kit: Kit, spot: Spot): Pick<Trouble, "kit" | "spot" | "title" | "summary"> {
  const throws = dice(kit.key);
  return {
    kit,
    spot,
    title: fill(kit.title, spot.words, throws),
    summary: fill(kit.summary, spot.words, throws),
  };
}

function streetSpot(settlement: Settlement, street: Street, house: string): Spot {
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

function landmarkSpot(settlement: Settlement, landmark: Landmark): Spot {
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

/** Every place in the municipality where a trouble of this kind can be. */
function placesFor(kit: Kit, code: MunicipalityCode, throws: Dice): Spot | null {
  const { settlements } = municipality(code);
  if (kit.at !== "house" && kit.at !== "street") {
    const kind = kit.at;
    const spots = settlements.flatMap((each) =>
      each.landmarks.filter((mark) => mark.kind === kind).map((mark) => landmarkSpot(each, mark)),
    );
    return spots.length > 0 ? throws.pick(spots) : null;
  }
  const [town, ...villages] = settlements;
  if (!town) return null;
  const inTown = kit.settlement === "town" || (kit.settlement === "any" && throws.chance(0.6));
  const settlement = inTown ? town : throws.pick(villages);
  const street = throws.pick(settlement.streets);
  return streetSpot(settlement, street, String(throws.int(1, Math.min(30, street.houseCount))));
}

function starSpot(star: Star): Spot {
  const settlement = municipality(star.municipality).settlements.find(
    (each) => each.name === star.settlement,
  );
  if (!settlement) throw new Error(`no settlement ${star.settlement}`);
  const landmark = settlement.landmarks.find((each) => each.name === star.landmark);
  if (landmark) return landmarkSpot(settlement, landmark);
  const street = settlement.streets.find((each) => each.name === star.street);
  if (!street) throw new Error(`no place for ${star.key}`);
  return streetSpot(settlement, street, star.house ?? "1");
}

const PLAIN = { star: false, host: null, returns: null, script: null } as const;

const used = new Map<string, number>();

/** One topic troubles one street only once, unless a story says that it returns. */
function placeMark(kit: Kit, spot: Spot): string {
  return `${kit.topic} ${spot.landmark ?? spot.street}`;
}

const places = new Set(STARS.map((star) => placeMark(star.kit, starSpot(star))));

function draw(code: MunicipalityCode, course: Course, key: string): Trouble {
  const throws = dice(`trouble ${key}`);
  const [from, until] = BEGINS[course].map((day) => minutes(day));
  const start = throws.int((from ?? 0) / 1440, (until ?? 0) / 1440) * 1440 + throws.int(380, 1330);
  const fitting = KITS.filter(
    (kit) => minutes(kit.season[0]) <= start && minutes(kit.season[1]) + 1440 > start,
  );
  const ranked = throws.shuffle(fitting).toSorted((a, b) => weight(a, code) - weight(b, code));
  for (const kit of ranked) {
    const spot = placesFor(kit, code, throws);
    if (!spot) continue;
    const mark = placeMark(kit, spot);
    if (places.has(mark)) continue;
    places.add(mark);
    for (const count of [kit.key, `${kit.key} ${code}`])
      used.set(count, (used.get(count) ?? 0) + 1);
    return { key, course, start, ...named(kit, spot), ...PLAIN };
  }
  throw new Error(`no kind of trouble fits ${key}`);
}

function weight(kit: Kit, code: MunicipalityCode): number {
  return (used.get(`${kit.key} ${code}`) ?? 0) * 4 + (used.get(kit.key) ?? 0);
}

const stars = STARS.map<Trouble>((star) => ({
  key: star.key,
  ...named(star.kit, starSpot(star)),
  course: star.course,
  start: minutes(star.start),
  star: true,
  host: null,
  returns: star.returns ?? null,
  script: star.script ?? null,
}));

const HOSTS: ReadonlySet<Course> = new Set(["verified", "claimed", "interim", "acknowledged-late"]);

/** Gives a merged trouble the kind and place of the one it repeats, a day later. */
function attach(trouble: Trouble, hosts: Trouble[]): Trouble {
  const apart = (host: Trouble) => Math.abs(host.start - trouble.start);
  const host = hosts.toSorted((a, b) => apart(a) - apart(b))[0];
  if (!host) throw new Error(`nothing to merge ${trouble.key} into`);
  hosts.splice(hosts.indexOf(host), 1);
  const start = host.start + 70 + (host.start % 240);
  return { ...trouble, ...named(host.kit, host.spot), start, host: host.key };
}

function troublesOf(code: MunicipalityCode): Trouble[] {
  const own = stars.filter((star) => star.spot.municipality === code);
  const left = { ...COURSES[code] };
  for (const star of own) left[star.course] = (left[star.course] ?? 0) - 1;
  const courses = (Object.entries(left) as [Course, number][]).flatMap(([course, count]) =>
    Array.from({ length: count }, () => course),
  );
  const drawn = courses.map((course, index) =>
    draw(code, course, `${code}-${String(index + 1).padStart(2, "0")}`),
  );
  const hosts = drawn.filter((each) => HOSTS.has(each.course) && each.kit.texts.length > 3);
  const attached = drawn.map((each) =>
    each.course === "merged" || each.course === "unmerged" ? attach(each, hosts) : each,
  );
  return [...own, ...attached];
}

export const TROUBLES: readonly Trouble[] = MUNICIPALITIES.flatMap((each) =>
  troublesOf(each.code),
).toSorted((a, b) => a.start - b.start);
