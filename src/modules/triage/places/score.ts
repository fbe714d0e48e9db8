import { housesOn, matchHouse, wantedHouse } from "./gazetteer-houses.ts";
import { lies, type Gazetteer, type TerritoryKind } from "./gazetteer.ts";
import { indexIn, isWhole, type Sort } from "./gazetteer-names.ts";
import type { Mention } from "./mentions.ts";
import {
  beforeFarTowns,
  beforeNearby,
  beforeStreets,
  beforeTowns,
  cornerWords,
  isDistrictNoun,
  isDistrictWord,
  isSettlementWord,
  isSureStreetWord,
  isTravel,
  levelOf,
  mayMean,
  namesakes,
  numberedThings,
  streetKind,
} from "./names.ru.ts";

/**
 * A mention with the thing it most likely names. `trust` is the probability that the words name a
 * place at all, `share` that of this thing among all that bear the name; `index` is that among the
 * rows of the mention's sort, `territory` that of its territory.
 */
export type Meant = {
  mention: Mention;
  index: number;
  territory: number;
  trust: number;
  share: number;
};

const probability = (odds: number): number => 1 / (1 + Math.exp(-odds));

/** Log-odds that the run is a name, from what stands around it; hand-set, checked by the bench. */
export function trustOf(gazetteer: Gazetteer, mention: Mention): number {
  if (mention.sort === "street") return probability(streetOdds(gazetteer, mention));
  if (mention.sort === "territory") return probability(territoryOdds(gazetteer, mention));
  if (mention.numbered) return 0.85;
  return mention.length > 1 || mention.letters === "capital" ? 0.75 : 0.5;
}

const NEVER = -9;

function streetOdds({ streets }: Gazetteer, mention: Mention): number {
  const { type, house, letters, length } = mention;
  const said = streetKind(type);
  const fits = (street: { kind: string | undefined } | undefined): boolean =>
    said !== undefined && fitsKind(type, street?.kind);
  if (said === undefined && isDistrictWord(type)) return NEVER;
  if (said === undefined && isSettlementWord(type) && house === undefined) return NEVER;
  if (said === undefined && length === 1 && numberedThings.has(mention.stem)) return NEVER;
  let odds = mention.entries.some(isWhole) ? -1 : -1.9;
  // «1» names «1-я линия» only beside the word.
  if (mention.bare && !mention.entries.some((entry) => fits(streets[indexIn(entry)]))) return NEVER;
  if (said !== undefined) {
    const suits = mention.entries.some((entry) => fits(streets[indexIn(entry)]));
    odds += (isSureStreetWord(type) ? 3 : 1.8) + (suits ? 0.8 : -0.4);
  }
  if (house !== undefined) odds += 2.5;
  if (letters === "capital") odds += 1.7;
  else if (letters === "opening") odds += 0.6;
  else if (letters === "small") odds -= 0.3;
  if (beforeStreets.has(mention.before)) odds += 0.7;
  if (length > 1) odds += 1.2 * (length - 1);
  if (mention.typo) odds -= 0.9;
  if (mention.abstract && said === undefined) odds -= 2;
  if (namesakes.has(mention.beforeStem) && said === undefined) odds -= 2.2;
  return odds;
}

function territoryOdds({ territories }: Gazetteer, mention: Mention): number {
  const { type, letters, length, before } = mention;
  if (streetKind(type) !== undefined || mention.bare) return NEVER;
  const level = levelOf(type);
  const named = (...kinds: TerritoryKind[]): boolean =>
    mention.entries.some((entry) => kinds.includes(territories[indexIn(entry)]?.kind ?? "region"));
  if (level === "region" && !named("region")) return NEVER;
  const whole = mention.entries.some(isWhole);
  // «совета» is not the village of «Советский сельсовет».
  if (!whole && letters === "small") return NEVER;
  let odds = whole ? -1.3 : -2;
  if (isElsewhere(mention)) odds -= 2.5;
  if (level === "region") odds += 3;
  else if (level === "district") odds += named("region", "municipality", "district") ? 3 : 0;
  else if (level !== undefined) odds += named("settlement", "municipality") ? 3 : 0;
  const preposition = beforeTowns.has(before);
  if (letters === "capital") odds += 1.7 + (preposition ? 0.8 : 0);
  else if (letters === "opening")
    odds +=
      1 + (mention.followed && mention.form !== "adjective" ? 0.9 : 0) + (preposition ? 0.8 : 0);
  else if (preposition) odds += letters === "small" ? 1.2 : 1.6;
  if (length > 1) odds += 1.2 * (length - 1);
  if (mention.typo) odds -= 1;
  if (level === undefined && mention.form === "adjective") odds -= 0.8;
  return odds;
}

const fitsKind = (type: string, kind: string | undefined): boolean =>
  (kind ?? "street") === streetKind(type) || mayMean(type, kind ?? "street");

/** What else the message tells of where it is: its channel's home, the places it names beside. */
export type Beside = { home: number | undefined; places: readonly Meant[] };

/** The likeliest of all that the mention may name, by size, kind, home, house and company. */
export function resolve(gazetteer: Gazetteer, mention: Mention, beside: Beside): Meant {
  const { entries, sort } = mention;
  const places = beside.places.filter(
    ({ mention: other }) => other.last < mention.first || other.first > mention.last,
  );
  const weigh = weigher(gazetteer, mention, { ...beside, places });
  const weights = Float64Array.from(entries, weigh);
  let best = 0;
  for (let at = 1; at < weights.length; at++)
    if ((weights[at] ?? 0) > (weights[best] ?? 0)) best = at;
  const index = indexIn(entries[best] ?? 0);
  const territory = territoryOf(gazetteer, sort, index);
  let sum = 0;
  for (let at = 0; at < weights.length; at++) {
    // «Льгов» the town lies in «Льгов» the municipality: one does not speak against the other.
    const around = sort === "territory" && at !== best;
    if (around && lies(gazetteer, territory, indexIn(entries[at] ?? 0))) continue;
    sum += weights[at] ?? 0;
  }
  const share = sum > 0 ? (weights[best] ?? 0) / sum : 0;
  return { mention, index, territory, trust: trustOf(gazetteer, mention), share };
}

function territoryOf({ streets, landmarks }: Gazetteer, sort: Sort, index: number): number {
  if (sort === "territory") return index;
  return (sort === "street" ? streets : landmarks)[index]?.territory ?? 0;
}

function weigher(
  gazetteer: Gazetteer,
  mention: Mention,
  { home, places }: Beside,
): (entry: number) => number {
  const { house, sort } = mention;
  const wanted = house && wantedHouse(gazetteer.houses, house.label);
  return (entry) => {
    const index = indexIn(entry);
    const territory = territoryOf(gazetteer, sort, index);
    let weight = isWhole(entry) ? 1 : 0.2;
    if (home !== undefined) {
      if (lies(gazetteer, territory, home)) weight *= 12;
      else if (lies(gazetteer, home, territory)) weight *= 5;
    }
    if (places.length > 0) {
      const inside = places.find((place) => lies(gazetteer, territory, place.territory));
      const around = places.some((place) => lies(gazetteer, place.territory, territory));
      if (inside) weight *= 1 + 30 * inside.trust;
      else weight *= around ? 2 : 0.3;
    }
    if (sort === "territory") return weight * territoryWeight(gazetteer, mention, index);
    if (sort === "landmark") return weight;
    return weight * streetWeight(gazetteer, mention, { street: index, wanted });
  };
}

/** Kinds that are seldom left unsaid; of an avenue people say «на Невском». */
const seldomBare: Readonly<Record<string, number>> = {
  street: 1,
  avenue: 0.7,
  highway: 0.6,
  embankment: 0.5,
};

function streetWeight(
  gazetteer: Gazetteer,
  mention: Mention,
  about: { street: number; wanted: ReturnType<typeof wantedHouse> | undefined },
): number {
  const { street, wanted } = about;
  const kind = gazetteer.streets[street]?.kind ?? "street";
  const count = housesOn(gazetteer.houses, street);
  let weight = (count + 2) ** 0.7;
  const said = streetKind(mention.type);
  if (said === undefined) weight *= seldomBare[kind] ?? 0.3;
  else if (said === kind) weight *= 6;
  else if (mayMean(mention.type, kind)) weight *= 3;
  else weight *= said === "street" ? 0.5 : 0.2;
  if (wanted === undefined || count === 0) return weight;
  const match = matchHouse(gazetteer.houses, street, wanted);
  if (match === undefined) return weight * (count > 3 ? 0.25 : 0.6);
  return weight * (match.how === "exact" ? 4 : 2);
}

function territoryWeight({ territories, size }: Gazetteer, mention: Mention, at: number): number {
  const row = territories[at];
  if (row === undefined) return 0;
  let weight = (Math.min(size[at] ?? 0, 1_000_000) + 3) ** 0.3;
  if (row.kind === "municipality") weight *= 2;
  const level = levelOf(mention.type);
  if (level === "region") return row.kind === "region" ? weight : 0;
  if (row.kind === "region") weight *= 0.1;
  if (level === "district") weight *= row.kind === "settlement" ? 0.1 : 4;
  if (isDistrictNoun(mention.type))
    weight *= (row.town ? 0.2 : 1) * (row.form === "noun" ? 0.2 : 1);
  if (level === "town" || level === "settlement") weight *= row.form === "noun" ? 3 : 0.3;
  if (level === undefined && mention.form !== "either")
    weight *= mention.form === row.form ? 1 : 0.1;
  return weight;
}

/** «трасса на Щигры», «маршрут Льгов – Ольшанка», «знак „Курск“» name a town that is not the place. */
const isElsewhere = (mention: Mention): boolean =>
  (mention.joined && !isSettlementWord(mention.type)) ||
  beforeFarTowns.has(mention.before) ||
  (beforeTowns.has(mention.before) && isTravel(mention.lead));

/** «вход с Жуковского», «напротив Мира 5» name a street for orientation only. */
export const isNearby = ({ before, house }: Mention): boolean =>
  house === undefined && beforeNearby.has(before);

/** «угол Мира и Ленина»: the first of two streets, and not more than that. */
export const isCorner = ({ before }: Mention): boolean => cornerWords.has(before);
