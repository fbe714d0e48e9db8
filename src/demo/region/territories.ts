/**
 * The region's places: 12 municipalities with borders, their settlements, streets, houses and
 * landmarks. Names are written by hand, coordinates come from seeded dice.
 */
import { bordersOf, isInside, distanceKm, offsetPoint } from "./borders.ts";
import type { LonLat, MultiPolygon, MunicipalityCode } from "./borders.ts";
import { seededRandom } from "./random.ts";
import { TIME_ZONE } from "./clock.ts";
import { PLACES, TOWN_STREETS, VILLAGE_STREETS } from "./places.ts";
import type { PlaceRow } from "./places.ts";

export const REGION = {
  code: "sinegorsk",
  name: "Синегорская область",
  where: "в Синегорской области",
  oktmo: "99000000",
  timeZone: TIME_ZONE,
  rulePack: "ru-2026",
  centre: [60.2, 59.2] satisfies LonLat,
} as const;

export type DemoSettlementKind = "город" | "посёлок" | "село" | "деревня";
export type DemoLandmarkKind =
  | "school"
  | "kindergarten"
  | "hospital"
  | "market"
  | "bus-stop"
  | "culture"
  | "park"
  | "bridge";

export type DemoStreet = {
  /** Unique in the region: settlement code and number, `dolgomost-1/3`. */
  readonly key: string;
  readonly name: string;
  /** «на Речной», «на улице Мира». */
  readonly where: string;
  readonly line: readonly [LonLat, LonLat];
  readonly houseCount: number;
};
export type DemoHouseNumber = { readonly number: string; readonly at: LonLat };
export type Landmark = {
  readonly key: string;
  readonly name: string;
  /** «у школы № 4». */
  readonly where: string;
  readonly kind: DemoLandmarkKind;
  readonly at: LonLat;
  readonly street: string;
};
export type DemoSettlement = {
  /** `dolgomost-1`; number 1 is the municipality's centre. */
  readonly code: string;
  readonly municipality: MunicipalityCode;
  readonly oktmo: string;
  readonly kind: DemoSettlementKind;
  readonly name: string;
  /** «в Мостках». */
  readonly where: string;
  readonly population: number;
  readonly centre: LonLat;
  readonly streets: readonly DemoStreet[];
  readonly landmarks: readonly Landmark[];
};
export type DemoMunicipality = {
  readonly code: MunicipalityCode;
  readonly name: string;
  readonly short: string;
  /** «в Долгомосте», «в Кедринском округе». */
  readonly where: string;
  readonly oktmo: string;
  readonly population: number;
  readonly borders: MultiPolygon;
  readonly settlements: readonly DemoSettlement[];
};

/**
 * Returns the locative: «Речная» → «на Речной», «Лесорубов» → «на улице Лесорубов», «проспект Мира»
 * → «на проспекте Мира».
 */
export function onStreet(name: string): string {
  if (name.startsWith("проспект ")) return `на проспекте ${name.slice(9)}`;
  if (name.startsWith("микрорайон ")) return `в микрорайоне ${name.slice(11)}`;
  if (name.endsWith("ая")) return `на ${name.slice(0, -2)}ой`;
  if (name.endsWith("яя")) return `на ${name.slice(0, -2)}ей`;
  return `на улице ${name}`;
}

function centroid(borders: MultiPolygon): LonLat {
  const ring = borders.coordinates[0]?.[0] ?? [];
  const sum = ring.reduce<LonLat>(([x, y], [a, b]) => [x + a, y + b], [0, 0]);
  return [sum[0] / ring.length, sum[1] / ring.length];
}

/** True when the whole built-up area (about 2.5 km around) lies inside. */
function isInsideBorders(borders: MultiPolygon, at: LonLat): boolean {
  const around = [
    [2500, 0],
    [-2500, 0],
    [0, 2500],
    [0, -2500],
  ] as const;
  return around.every(([east, north]) => isInside(borders, offsetPoint(at, { east, north })));
}

function placeCentres(row: PlaceRow, borders: MultiPolygon): LonLat[] {
  const { next } = seededRandom(`centres ${row.code}`);
  const found: LonLat[] = [];
  const around = centroid(borders);
  for (let tries = 0; found.length < row.settlements.length && tries < 5000; tries += 1) {
    const reach = found.length === 0 ? 12_000 : 48_000;
    const at = offsetPoint(around, { east: (next() - 0.5) * reach, north: (next() - 0.5) * reach });
    if (isInsideBorders(borders, at) && found.every((other) => distanceKm(at, other) > 5.5))
      found.push(at);
  }
  return found;
}

function drawStreet(input: {
  key: string;
  name: string;
  centre: LonLat;
  index: number;
  town: boolean;
}): DemoStreet {
  const { int } = seededRandom(`street ${input.key}`);
  const houseCount = input.town ? int(24, 44) : int(10, 22);
  const offset =
    (input.index % 2 === 0 ? 1 : -1) * Math.ceil(input.index / 4) * (input.town ? 170 : 120);
  const half = (houseCount * 14) / 2;
  const slide = int(-120, 120);
  const across = Math.floor(input.index / 2) % 2 === 1;
  const end = (along: number): LonLat =>
    offsetPoint(
      input.centre,
      across ? { east: offset + 45, north: along } : { east: along, north: offset },
    );
  const line: [LonLat, LonLat] = [end(slide - half), end(slide + half)];
  return { key: input.key, name: input.name, where: onStreet(input.name), line, houseCount };
}

/** Returns the houses of a street: odd numbers on one side, even on the other, every 28 metres. */
export function housesOf(street: DemoStreet): DemoHouseNumber[] {
  const [from, to] = street.line;
  const across = Math.abs(to[1] - from[1]) * 2 > Math.abs(to[0] - from[0]);
  return Array.from({ length: street.houseCount }, (_, index) => {
    const share = (Math.floor(index / 2) + 0.5) / Math.ceil(street.houseCount / 2);
    const side = index % 2 === 0 ? 16 : -16;
    const on: LonLat = [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
    const at = offsetPoint(on, across ? { east: side, north: 0 } : { east: 0, north: side });
    return { number: String(index + 1), at };
  });
}

function drawSettlement(input: { row: PlaceRow; index: number; centre: LonLat }): DemoSettlement {
  const { row, index, centre } = input;
  const line = row.settlements[index];
  if (!line) throw new Error(`no settlement ${index} in ${row.code}`);
  const [kind, name, where, population] = line;
  const code = `${row.code}-${index + 1}`;
  const random = seededRandom(`names ${code}`);
  const town = index === 0;
  const known = row.streets[name] ?? [];
  const pool = random
    .shuffle(town ? TOWN_STREETS : VILLAGE_STREETS)
    .filter((s) => !known.includes(s));
  const wanted = town
    ? Math.min(25, 10 + Math.round(population / 6000))
    : 3 + (population > 300 ? 1 : 0) + (population > 1000 ? 2 : 0);
  const names = [...known, ...pool].slice(0, Math.max(wanted, known.length));
  const streets = names.map((street, number) =>
    drawStreet({ key: `${code}/${number + 1}`, name: street, centre, index: number, town }),
  );
  return {
    code,
    municipality: row.code,
    oktmo: `${row.oktmo.slice(0, 5)}${String(index * 5 + 101).padStart(6, "0")}`,
    kind,
    name,
    where,
    population,
    centre,
    streets,
    landmarks: drawLandmarks({ row, settlement: name, code, streets }),
  };
}

function drawLandmarks(input: {
  row: PlaceRow;
  settlement: string;
  code: string;
  streets: DemoStreet[];
}): Landmark[] {
  const lines = input.row.landmarks.filter(([settlement]) => settlement === input.settlement);
  return lines.map(([, kind, name, where, streetName], index) => {
    const street =
      input.streets.find((each) => each.name === streetName) ??
      input.streets[index % input.streets.length];
    if (!street) throw new Error(`no street for ${name}`);
    const houses = housesOf(street);
    const house = houses[Math.floor(((index + 1) * houses.length) / (lines.length + 1))];
    return {
      key: `${input.code}/${kind}-${index + 1}`,
      name,
      where,
      kind,
      at: offsetPoint(house?.at ?? street.line[0], { east: 22, north: 22 }),
      street: street.key,
    };
  });
}

function drawMunicipality(row: PlaceRow): DemoMunicipality {
  const borders = bordersOf(row.code);
  const spots = placeCentres(row, borders);
  const settlements = spots.map((centre, index) => drawSettlement({ row, index, centre }));
  const population = row.settlements.reduce((sum, [, , , people]) => sum + people, 0);
  return {
    code: row.code,
    name: row.name,
    short: row.short,
    where: row.where,
    oktmo: row.oktmo,
    population,
    borders,
    settlements,
  };
}

export const MUNICIPALITIES: readonly DemoMunicipality[] = PLACES.map(drawMunicipality);
export const SETTLEMENTS: readonly DemoSettlement[] = MUNICIPALITIES.flatMap(
  (each) => each.settlements,
);

/** Returns the municipality with this code; throws when there is none. */
export function findMunicipality(code: MunicipalityCode): DemoMunicipality {
  const found = MUNICIPALITIES.find((each) => each.code === code);
  if (!found) throw new Error(`unknown municipality ${code}`);
  return found;
}
