import { logistic } from "../log-odds.ts";
import { countHouses, findHouse, houseQuery } from "./gazetteer-houses.ts";
import { isWithin, type Gazetteer, type GazetteerTerritoryKind } from "./gazetteer.ts";
import { entryIndex, isFullName, type PlaceSort } from "./gazetteer-names.ts";
import type { Mention } from "./mentions.ts";
import {
  farTownPrepositions,
  nearbyPrepositions,
  streetPrepositions,
  townPrepositions,
  cornerWords,
  isDistrictNoun,
  isDistrictWord,
  isSettlementWord,
  isSureStreetWord,
  isTravelVerb,
  settlementLevel,
  canMeanKind,
  namesakeStems,
  numberedThingStems,
  streetKind,
} from "./names.ru.ts";

/**
 * A mention with its most probable place. `trust` is the probability that the words name a place at
 * all, `share` that of this place among all with the name; `index` is its row in the mention's
 * sort, `territory` the row of its territory.
 */
export type ResolvedMention = {
  mention: Mention;
  index: number;
  territory: number;
  nameProbability: number;
  candidateShare: number;
};

/**
 * Computes the probability that the run is a name, from its surroundings; log-odds set by hand,
 * checked by the bench.
 */
export function nameProbability(gazetteer: Gazetteer, mention: Mention): number {
  if (mention.sort === "street") return logistic(streetLogOdds(gazetteer, mention));
  if (mention.sort === "territory") return logistic(territoryLogOdds(gazetteer, mention));
  if (mention.isNumberedThing) return 0.85;
  return mention.length > 1 || mention.letters === "capital" ? 0.75 : 0.5;
}

const IMPOSSIBLE_LOG_ODDS = -9;

function streetLogOdds({ streets }: Gazetteer, mention: Mention): number {
  const { type, house, letters, length } = mention;
  const kindWritten = streetKind(type);
  const fits = (street: { kind: string | undefined } | undefined): boolean =>
    kindWritten !== undefined && isMatchingKind(type, street?.kind);
  if (kindWritten === undefined && isDistrictWord(type)) return IMPOSSIBLE_LOG_ODDS;
  if (kindWritten === undefined && isSettlementWord(type) && house === undefined)
    return IMPOSSIBLE_LOG_ODDS;
  if (kindWritten === undefined && length === 1 && numberedThingStems.has(mention.stem))
    return IMPOSSIBLE_LOG_ODDS;
  let odds = mention.entries.some(isFullName) ? -1 : -1.9;
  // «1» means «1-я линия» only beside the type word.
  if (mention.isBareNumber && !mention.entries.some((entry) => fits(streets[entryIndex(entry)])))
    return IMPOSSIBLE_LOG_ODDS;
  if (kindWritten !== undefined) {
    const suits = mention.entries.some((entry) => fits(streets[entryIndex(entry)]));
    odds += (isSureStreetWord(type) ? 3 : 1.8) + (suits ? 0.8 : -0.4);
  }
  if (house !== undefined) odds += 2.5;
  if (letters === "capital") odds += 1.7;
  else if (letters === "opening") odds += 0.6;
  else if (letters === "small") odds -= 0.3;
  if (streetPrepositions.has(mention.before)) odds += 0.7;
  if (length > 1) odds += 1.2 * (length - 1);
  if (mention.typo) odds -= 0.9;
  if (mention.abstract && kindWritten === undefined) odds -= 2;
  if (namesakeStems.has(mention.beforeStem) && kindWritten === undefined) odds -= 2.2;
  return odds;
}

function territoryLogOdds({ territories }: Gazetteer, mention: Mention): number {
  const { type, letters, length, before } = mention;
  if (streetKind(type) !== undefined || mention.isBareNumber) return IMPOSSIBLE_LOG_ODDS;
  const level = settlementLevel(type);
  const named = (...kinds: GazetteerTerritoryKind[]): boolean =>
    mention.entries.some((entry) =>
      kinds.includes(territories[entryIndex(entry)]?.kind ?? "region"),
    );
  if (level === "region" && !named("region")) return IMPOSSIBLE_LOG_ODDS;
  const whole = mention.entries.some(isFullName);
  // «совета» is not the village of «Советский сельсовет».
  if (!whole && letters === "small") return IMPOSSIBLE_LOG_ODDS;
  let odds = whole ? -1.3 : -2;
  if (isMentionedAsElsewhere(mention)) odds -= 2.5;
  if (level === "region") odds += 3;
  else if (level === "district") odds += named("region", "municipality", "district") ? 3 : 0;
  else if (level !== undefined) odds += named("settlement", "municipality") ? 3 : 0;
  const preposition = townPrepositions.has(before);
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

const isMatchingKind = (type: string, kind: string | undefined): boolean =>
  (kind ?? "street") === streetKind(type) || canMeanKind(type, kind ?? "street");

/** Context: the channel's territory and the other places named. */
export type MentionContext = { home: number | undefined; places: readonly ResolvedMention[] };

/**
 * Returns the most probable meaning of a mention, by size, kind, home territory, house and other
 * mentions.
 */
export function resolveMention(
  gazetteer: Gazetteer,
  mention: Mention,
  beside: MentionContext,
): ResolvedMention {
  const { entries, sort } = mention;
  const places = beside.places.filter(
    ({ mention: other }) => other.last < mention.first || other.first > mention.last,
  );
  const weigh = createCandidateScorer(gazetteer, mention, { ...beside, places });
  const weights = Float64Array.from(entries, weigh);
  let best = 0;
  for (let at = 1; at < weights.length; at++)
    if ((weights[at] ?? 0) > (weights[best] ?? 0)) best = at;
  const index = entryIndex(entries[best] ?? 0);
  const territory = territoryIndexOf(gazetteer, sort, index);
  let sum = 0;
  for (let at = 0; at < weights.length; at++) {
    // «Льгов» the town lies in «Льгов» the municipality: they do not contradict.
    const around = sort === "territory" && at !== best;
    if (around && isWithin(gazetteer, territory, entryIndex(entries[at] ?? 0))) continue;
    sum += weights[at] ?? 0;
  }
  const share = sum > 0 ? (weights[best] ?? 0) / sum : 0;
  return {
    mention,
    index,
    territory,
    nameProbability: nameProbability(gazetteer, mention),
    candidateShare: share,
  };
}

function territoryIndexOf(
  { streets, landmarks }: Gazetteer,
  sort: PlaceSort,
  index: number,
): number {
  if (sort === "territory") return index;
  return (sort === "street" ? streets : landmarks)[index]?.territory ?? 0;
}

function createCandidateScorer(
  gazetteer: Gazetteer,
  mention: Mention,
  { home, places }: MentionContext,
): (entry: number) => number {
  const { house, sort } = mention;
  const wanted = house && houseQuery(gazetteer.houses, house.label);
  return (entry) => {
    const index = entryIndex(entry);
    const territory = territoryIndexOf(gazetteer, sort, index);
    let weight = isFullName(entry) ? 1 : 0.2;
    if (home !== undefined) {
      if (isWithin(gazetteer, territory, home)) weight *= 12;
      else if (isWithin(gazetteer, home, territory)) weight *= 5;
    }
    if (places.length > 0) {
      const inside = places.find((place) => isWithin(gazetteer, territory, place.territory));
      const around = places.some((place) => isWithin(gazetteer, place.territory, territory));
      if (inside) weight *= 1 + 30 * inside.nameProbability;
      else weight *= around ? 2 : 0.3;
    }
    if (sort === "territory") return weight * scoreTerritory(gazetteer, mention, index);
    if (sort === "landmark") return weight;
    return weight * scoreStreet(gazetteer, mention, { street: index, wanted });
  };
}

/** Penalty for a street name without its type word; common for an avenue («на Невском»). */
const bareNamePenalty: Readonly<Record<string, number>> = {
  street: 1,
  avenue: 0.7,
  highway: 0.6,
  embankment: 0.5,
};

function scoreStreet(
  gazetteer: Gazetteer,
  mention: Mention,
  about: { street: number; wanted: ReturnType<typeof houseQuery> | undefined },
): number {
  const { street, wanted } = about;
  const kind = gazetteer.streets[street]?.kind ?? "street";
  const count = countHouses(gazetteer.houses, street);
  let weight = (count + 2) ** 0.7;
  const kindWritten = streetKind(mention.type);
  if (kindWritten === undefined) weight *= bareNamePenalty[kind] ?? 0.3;
  else if (kindWritten === kind) weight *= 6;
  else if (canMeanKind(mention.type, kind)) weight *= 3;
  else weight *= kindWritten === "street" ? 0.5 : 0.2;
  if (wanted === undefined || count === 0) return weight;
  const match = findHouse(gazetteer.houses, street, wanted);
  if (match === undefined) return weight * (count > 3 ? 0.25 : 0.6);
  return weight * (match.precision === "exact" ? 4 : 2);
}

function scoreTerritory({ territories, size }: Gazetteer, mention: Mention, at: number): number {
  const row = territories[at];
  if (row === undefined) return 0;
  let weight = (Math.min(size[at] ?? 0, 1_000_000) + 3) ** 0.3;
  if (row.kind === "municipality") weight *= 2;
  const level = settlementLevel(mention.type);
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
const isMentionedAsElsewhere = (mention: Mention): boolean =>
  (mention.joined && !isSettlementWord(mention.type)) ||
  farTownPrepositions.has(mention.before) ||
  (townPrepositions.has(mention.before) && isTravelVerb(mention.lead));

/**
 * Returns whether the street is named only for orientation: «вход с Жуковского», «напротив Мира 5».
 */
export const isNearby = ({ before, house }: Mention): boolean =>
  house === undefined && nearbyPrepositions.has(before);

/** Returns whether the mention is the first street of a corner: «угол Мира и Ленина». */
export const isCorner = ({ before }: Mention): boolean => cornerWords.has(before);
