import { findHouse, houseQuery } from "./gazetteer-houses.ts";
import { isWithin, type Gazetteer } from "./gazetteer.ts";
import { findMentions, dropContainedMentions, type Mention } from "./mentions.ts";
import {
  isCorner,
  isNearby,
  resolveMention,
  nameProbability,
  type ResolvedMention,
} from "./score.ts";
import {
  toAnalyzed,
  mergeSpans,
  tokenSpan,
  type AnalyzedText,
  type TextSpan,
} from "../text/analyze.ts";

/**
 * `territory` is the municipality (or district, region) and `settlement` the place inside it, by
 * id. A house keeps its written `label` when the gazetteer lacks it. `confidence` approximates the
 * share of correct answers: from 0.6 on nine of ten are right.
 */
export type PlaceMatch = {
  territory: string | undefined;
  settlement: string | undefined;
  street: string | undefined;
  house: { label: string; id: string | undefined } | undefined;
  landmark: string | undefined;
  lat: number | undefined;
  lon: number | undefined;
  confidence: number;
  why: readonly TextSpan[];
};

/** Minimum probability that a run of words is a name. */
const MIN_NAME_PROBABILITY = 0.45;
/** Upper bound of mentions per message, for the cost of a text that lists hundreds. */
const MAX_MENTIONS = 12;
/** Minimum probability of a place inside the best one. */
const MIN_INNER_PROBABILITY = 0.55;
/** Minimum share of the best candidate among streets of one name. */
const MIN_UNAMBIGUOUS_SHARE = 0.5;

/**
 * Finds the place a message is about from its words; `home` is the territory of its channel.
 * Returns undefined when nothing names a place. A name shared equally by two streets gives no
 * street.
 */
export function findPlace(
  text: string | AnalyzedText,
  gazetteer: Gazetteer,
  about: { home?: string | undefined } = {},
): PlaceMatch | undefined {
  const read = toAnalyzed(text);
  const home = about.home === undefined ? undefined : gazetteer.territoryIndexById.get(about.home);
  const mentions = plausibleMentions(gazetteer, read);
  if (mentions.length === 0) return undefined;
  const named = mentions.filter(({ sort }) => sort === "territory");
  // Two passes: each name by itself, then in the context of the others.
  const alone = named.map((mention) => resolveMention(gazetteer, mention, { home, places: [] }));
  const sure = alone.filter(
    ({ nameProbability: trust, candidateShare }) => trust * candidateShare > 0.4,
  );
  const meant = mentions.map((mention) =>
    resolveMention(gazetteer, mention, { home, places: sure }),
  );
  const found = {
    territory: innermostTerritory(gazetteer, meant, bestMention(meant, "territory")),
    street: bestMention(meant, "street"),
    landmark: bestMention(meant, "landmark"),
  };
  return buildPlace({ gazetteer, read, meant, ...found });
}

/** The plausible mentions, the most probable ones when there are too many. */
function plausibleMentions(gazetteer: Gazetteer, read: AnalyzedText): Mention[] {
  const trusted = findMentions(gazetteer, read)
    .map((mention) => ({ mention, trust: nameProbability(gazetteer, mention) }))
    .filter(({ trust }) => trust >= MIN_NAME_PROBABILITY);
  if (trusted.length > MAX_MENTIONS) trusted.sort((a, b) => b.trust - a.trust).splice(MAX_MENTIONS);
  return dropContainedMentions(trusted.map(({ mention }) => mention));
}

/** Probability that the message is about this mention, among all that it names. */
const mentionScore = (meant: ResolvedMention): number =>
  meant.nameProbability * meant.candidateShare +
  (meant.mention.house === undefined ? 0 : 0.12) -
  (isNearby(meant.mention) ? 0.25 : 0) +
  (isCorner(meant.mention) ? 0.15 : 0) -
  meant.mention.first * 0.002;

function bestMention(
  meant: readonly ResolvedMention[],
  sort: Mention["sort"],
): ResolvedMention | undefined {
  let top: ResolvedMention | undefined;
  for (const one of meant) {
    if (one.mention.sort !== sort || one.candidateShare <= MIN_UNAMBIGUOUS_SHARE) continue;
    if (top === undefined || mentionScore(one) > mentionScore(top)) top = one;
  }
  return top;
}

/** «Пермский край, Пермь»: of nested places the inner one is meant. */
function innermostTerritory(
  gazetteer: Gazetteer,
  meant: readonly ResolvedMention[],
  top: ResolvedMention | undefined,
): ResolvedMention | undefined {
  let inner = top;
  for (const one of meant) {
    if (
      !inner ||
      one.mention.sort !== "territory" ||
      one.nameProbability * one.candidateShare < MIN_INNER_PROBABILITY
    )
      continue;
    if (one.territory !== inner.territory && isWithin(gazetteer, one.territory, inner.territory))
      inner = one;
  }
  return inner;
}

/** «в Пушкино» is the town, not a street named after Пушкин, when the same words fit it better. */
function isOverriddenBy(
  found: ResolvedMention | undefined,
  by: ResolvedMention | undefined,
): boolean {
  if (!found || !by || !isOverlapping(found, by)) return false;
  return by.nameProbability * by.candidateShare > found.nameProbability * found.candidateShare;
}

const isOverlapping = ({ mention: a }: ResolvedMention, { mention: b }: ResolvedMention): boolean =>
  a.first <= b.last && a.last >= b.first;

type PlaceParts = {
  gazetteer: Gazetteer;
  read: AnalyzedText;
  meant: readonly ResolvedMention[];
  territory: ResolvedMention | undefined;
  street: ResolvedMention | undefined;
  landmark: ResolvedMention | undefined;
};

function buildPlace(parts: PlaceParts): PlaceMatch | undefined {
  const { gazetteer, read, meant, territory } = parts;
  const street = isOverriddenBy(parts.street, territory) ? undefined : parts.street;
  const landmark = isOverriddenBy(parts.landmark, territory) ? undefined : parts.landmark;
  const main = street ?? landmark ?? territory;
  if (!main) return undefined;
  const house = resolveHouse(gazetteer, street);
  const mark = landmark && gazetteer.landmarks[landmark.index];
  const point = house?.at === undefined ? undefined : housePoint(gazetteer, house.at);
  return {
    ...territoryIds(gazetteer, containingTerritory(gazetteer, main, territory)),
    street: street && gazetteer.streets[street.index]?.id,
    house: house && { label: house.label, id: house.id },
    landmark: mark?.id,
    lat: finiteOrUndefined(point?.lat) ?? finiteOrUndefined(mark?.lat),
    lon: finiteOrUndefined(point?.lon) ?? finiteOrUndefined(mark?.lon),
    confidence: placeConfidence(main, meant),
    why: mergeSpans(read.original, placeSpans(read, [street, landmark, territory])),
  };
}

function placeConfidence(main: ResolvedMention, meant: readonly ResolvedMention[]): number {
  let confidence = main.nameProbability * main.candidateShare;
  if (isNearby(main.mention)) confidence *= 0.6;
  if (isCorner(main.mention)) confidence *= 0.75;
  const rivals = meant.filter(
    ({ index, mention, nameProbability: trust, candidateShare }) =>
      mention.sort === main.mention.sort &&
      index !== main.index &&
      !isOverlapping(main, { ...main, mention }) &&
      trust * candidateShare > confidence * 0.8,
  );
  if (rivals.length > 0) confidence *= 0.75;
  return Math.max(0, Math.min(0.97, confidence));
}

/** A street registered for the whole municipality belongs to the village named beside it. */
function containingTerritory(
  gazetteer: Gazetteer,
  main: ResolvedMention,
  territory: ResolvedMention | undefined,
): number {
  if (!territory || isOverlapping(main, territory)) return main.territory;
  if (territory.nameProbability * territory.candidateShare < MIN_INNER_PROBABILITY)
    return main.territory;
  return isWithin(gazetteer, territory.territory, main.territory)
    ? territory.territory
    : main.territory;
}

function territoryIds(
  { territories, parent }: Gazetteer,
  at: number,
): Pick<PlaceMatch, "territory" | "settlement"> {
  const row = territories[at];
  if (row?.kind !== "settlement") return { territory: row?.id, settlement: undefined };
  return { territory: territories[parent[at] ?? -1]?.id, settlement: row.id };
}

type ResolvedHouse = { label: string; id: string | undefined; at: number | undefined };

function resolveHouse(
  { houses }: Gazetteer,
  street: ResolvedMention | undefined,
): ResolvedHouse | undefined {
  const house = street?.mention.house;
  if (!street || !house) return undefined;
  const match = findHouse(houses, street.index, houseQuery(houses, house.label));
  if (match?.precision !== "exact") return { label: house.label, id: undefined, at: undefined };
  return { label: house.label, id: houses.ids[match.index], at: match.index };
}

const housePoint = ({ houses }: Gazetteer, at: number) => ({
  lat: houses.lat[at],
  lon: houses.lon[at],
});

const finiteOrUndefined = (value: number | undefined): number | undefined =>
  value === undefined || Number.isNaN(value) ? undefined : value;

function placeSpans(
  read: AnalyzedText,
  found: readonly (ResolvedMention | undefined)[],
): TextSpan[] {
  return found.flatMap((one) => {
    if (!one) return [];
    const { first, last, house } = one.mention;
    const end = house === undefined ? last : Math.max(last, house.last);
    return [tokenSpan(read, first, end, "place")];
  });
}
