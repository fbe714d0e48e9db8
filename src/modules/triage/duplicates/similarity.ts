import { logistic } from "../log-odds.ts";
import {
  compareDetails,
  textFingerprint,
  priorRarity,
  type DetailAgreement,
  type TextFingerprint,
  type WordRarity,
} from "./fingerprint.ts";
import {
  defaultSimilarityWeights,
  similarityFeatureNames,
  type SimilarityFeature,
  type SimilarityWeights,
} from "./weights.ts";
import type { AnalyzedText } from "../text/analyze.ts";

/** One side of a comparison; `at` and `until` in milliseconds, coordinates in degrees. */
export type ComparableMessage = {
  text: string | AnalyzedText;
  at: number;
  lat?: number | undefined;
  lon?: number | undefined;
  topic?: string | undefined;
  /** Normalised names of street and house; the street's includes its settlement's. */
  street?: string | undefined;
  house?: string | undefined;
  author?: string | undefined;
  /** When the problem was reported solved: a later message reports another problem. */
  until?: number | undefined;
};

/** Components of a score. `distance` in metres, undefined where a side has none; shares 0…1. */
export type SimilarityParts = {
  /** Shared part of both texts' information content. */
  text: number;
  /** Weight of that evidence: 0 when only frequent words are shared. */
  rarity: number;
  /** Nearly the same sentence with another object named on either side. */
  swapped: number;
  distance: number | undefined;
  house: "same" | "other" | "unknown";
  days: number;
  topic: "same" | "group" | "other" | "unknown";
  author: "same" | "other" | "unknown";
  /** Agreement of the entrances, floors and flats named. */
  details: DetailAgreement;
  /** The older one was closed before the newer was written. */
  settled: boolean;
  /** One of the authors has many messages on this topic at this place. */
  listed: boolean;
};

export type Similarity = {
  score: number;
  parts: SimilarityParts;
  verdict: "same" | "offer" | "different";
};

/**
 * From this score a region may let messages be merged automatically. On 47,867 real messages of a
 * city portal eleven pairs reach it and all eleven are one problem, checked by hand
 * (`bench/triage/duplicates.ts`). Half of its conditions are in `canJoinAutomatically`.
 */
export const DUPLICATE_THRESHOLD = 0.9;
/** From this score a person is asked; finds three of five labelled pairs. */
export const POSSIBLE_DUPLICATE_THRESHOLD = 0.5;

/** Limits beyond which two messages are never the same problem. */
export const MAX_METRES = 200;
export const MAX_DAYS = 120;
const NEAR_METRES = 10;
const EARTH_METRES = 6_371_000;
const toRadians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Returns the distance between two points in metres (haversine). */
export function metresBetween(
  a: { lat: number; lon: number },
  b: { lat: number; lon: number },
): number {
  const half =
    Math.sin(toRadians(b.lat - a.lat) / 2) ** 2 +
    Math.cos(toRadians(a.lat)) *
      Math.cos(toRadians(b.lat)) *
      Math.sin(toRadians(b.lon - a.lon) / 2) ** 2;
  return 2 * EARTH_METRES * Math.asin(Math.sqrt(Math.min(1, half)));
}

/**
 * Information content of each text and of their shared words. `repetitions`: how many earlier
 * messages had exactly this text, 0 when unknown or when the texts differ.
 */
export type TextOverlap = { left: number; right: number; both: number; repetitions: number };

function textOverlap(a: readonly string[], b: readonly string[], rarity: WordRarity): TextOverlap {
  const other = new Set(b);
  const shared = { left: 0, right: 0, both: 0, repetitions: 0 };
  for (const word of a) {
    const worth = rarity(word);
    shared.left += worth;
    if (other.has(word)) shared.both += worth;
  }
  for (const word of b) shared.right += rarity(word);
  return shared;
}

/** Shared information at which the evidence is half: about three content words. */
const RARITY_HALF_POINT = 12;
/** Minimum shared information («плохое состояние подъезда» is not specific). */
const MIN_OVERLAP = 3.5;
/** Difference at which a shared template counts as another object. */
const FULL_SWAP = 4;

/** Computes the evidence of the words alone. */
export function textEvidence(
  shared: TextOverlap,
): Pick<SimilarityParts, "text" | "rarity" | "swapped"> {
  const { left, right, both, repetitions } = shared;
  const all = left + right - both;
  const alike = all > 0 ? Math.min(1, both / all) : 0;
  // A frequent sentence is less specific: its evidence falls with repetitions.
  const evidence = repetitions > 1 ? both / (1 + Math.log2(repetitions)) : both;
  const ownWords = Math.max(0, Math.min(left, right) - both);
  return {
    text: alike * Math.min(1, both / MIN_OVERLAP),
    rarity: evidence / (evidence + RARITY_HALF_POINT),
    swapped: Math.max(0, 2 * alike - 1) * Math.min(1, ownWords / FULL_SWAP),
  };
}

const featureIndex = Object.fromEntries(
  similarityFeatureNames.map((sign, at) => [sign, at]),
) as Readonly<Record<SimilarityFeature, number>>;

/**
 * Writes the features of a pair, each 0…1 in the order of `similarityFeatureNames`, into `signs`
 * and returns it.
 */
export function similarityFeatures(parts: SimilarityParts, signs: Float64Array): Float64Array {
  const { distance, house, topic, author, details, text, rarity } = parts;
  const days = Math.min(1, Math.log2(1 + parts.days) / Math.log2(1 + MAX_DAYS));
  signs[featureIndex.base] = 1;
  signs[featureIndex.near] =
    distance === undefined ? (house === "same" ? 1 : 0) : proximity(distance);
  signs[featureIndex.placeUnknown] = distance === undefined && house !== "same" ? 1 : 0;
  signs[featureIndex.house] = house === "same" ? 1 : 0;
  signs[featureIndex.otherHouse] = house === "other" ? 1 : 0;
  signs[featureIndex.words] = text;
  signs[featureIndex.rare] = rarity;
  signs[featureIndex.swapped] = parts.swapped;
  signs[featureIndex.topic] = topic === "same" ? 1 : topic === "group" ? 0.5 : 0;
  signs[featureIndex.topicOther] = topic === "other" ? 1 : 0;
  signs[featureIndex.days] = days;
  signs[featureIndex.daysCommon] = days * (1 - rarity);
  signs[featureIndex.settled] = parts.settled ? 1 : 0;
  signs[featureIndex.author] = author === "same" ? 1 : 0;
  signs[featureIndex.authorSoon] = author === "same" ? 1 - days : 0;
  signs[featureIndex.listed] = parts.listed ? 1 : 0;
  signs[featureIndex.details] = details === "same" ? 1 : 0;
  signs[featureIndex.detailsDiffer] = details === "differ" ? 1 : 0;
  signs[featureIndex.detailsOneSided] = details === "one-sided" ? 1 : 0;
  return signs;
}

/** Returns 1 within `NEAR_METRES`, 0 from `FAR_METRES` on, linear in the logarithm between. */
function proximity(metres: number): number {
  if (metres <= NEAR_METRES) return 1;
  if (metres >= MAX_METRES) return 0;
  return 1 - Math.log(metres / NEAR_METRES) / Math.log(MAX_METRES / NEAR_METRES);
}

/** Returns the weights in the order of `similarityFeatureNames`. */
export const weightVector = (weights: SimilarityWeights): Float64Array =>
  Float64Array.from(similarityFeatureNames, (sign) => weights[sign]);

/** Computes the logistic of the weighted features, the intercept included. */
export function similarityProbability(signs: Float64Array, weights: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < signs.length; at++) sum += (signs[at] ?? 0) * (weights[at] ?? 0);
  return logistic(sum);
}

/** Factor that keeps a score below `DUPLICATE_THRESHOLD` when only a person may merge. */
const PERSON_ONLY_FACTOR = 0.89;

/** Minimum rarity for an automatic merge: «graffiti on the wall» fits many walls. */
const MIN_RARITY = 0.15;

/**
 * Whether an automatic merge is allowed: not without a place, not by frequent words, not for one
 * author's repeated messages, not after the older one was closed, not when only one names an
 * entrance or a floor.
 */
function canJoinAutomatically(parts: SimilarityParts): boolean {
  const { distance, house, author, settled, listed, details } = parts;
  if (distance === undefined && house !== "same") return false;
  if (parts.rarity < MIN_RARITY || author === "same" || settled || listed) return false;
  return details !== "differ" && details !== "one-sided";
}

const scratch = new Float64Array(similarityFeatureNames.length);

/**
 * Computes the probability 0…1 that both report one problem; 0 beyond the limits of place or time.
 */
export function similarityScore(parts: SimilarityParts, weights: Float64Array): number {
  const { distance, house, days } = parts;
  if (days > MAX_DAYS) return 0;
  if (distance !== undefined && distance >= MAX_METRES && house !== "same") return 0;
  const score = similarityProbability(similarityFeatures(parts, scratch), weights);
  return canJoinAutomatically(parts) ? score : score * PERSON_ONLY_FACTOR;
}

/** Returns the verdict for a score by the two thresholds. */
export function similarityVerdict(score: number): Similarity["verdict"] {
  return score >= DUPLICATE_THRESHOLD
    ? "same"
    : score >= POSSIBLE_DUPLICATE_THRESHOLD
      ? "offer"
      : "different";
}

type GeoPoint = { lat: number; lon: number };

/** Returns the point, or undefined when half of it is missing or it is out of range. */
export function validPoint({
  lat,
  lon,
}: Pick<ComparableMessage, "lat" | "lon">): GeoPoint | undefined {
  if (lat === undefined || lon === undefined) return undefined;
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lat, lon } : undefined;
}

/** A house matches only on a known street: «5» alone is on every street. */
function compareHouses(a: ComparableMessage, b: ComparableMessage): SimilarityParts["house"] {
  if (a.street === undefined || b.street === undefined) return "unknown";
  if (a.street !== b.street) return "other";
  if (a.house === undefined || b.house === undefined) return "unknown";
  return a.house === b.house ? "same" : "other";
}

function compareTopics(a: ComparableMessage, b: ComparableMessage): SimilarityParts["topic"] {
  if (a.topic === undefined || b.topic === undefined) return "unknown";
  if (a.topic === b.topic) return "same";
  return topicGroup(a.topic) === topicGroup(b.topic) ? "group" : "other";
}

/** Returns the group of a topic: `snow.roads` belongs to `snow`. */
export const topicGroup = (topic: string): string => topic.split(".", 1)[0] ?? topic;

function compareAuthors(a: ComparableMessage, b: ComparableMessage): SimilarityParts["author"] {
  if (a.author === undefined || b.author === undefined) return "unknown";
  return a.author === b.author ? "same" : "other";
}

/** Checks whether the older message was closed before the newer was written. */
export function isSettledBetween(a: Pick<ComparableMessage, "at" | "until">, b: typeof a): boolean {
  const [older, newer] = a.at <= b.at ? [a, b] : [b, a];
  return older.until !== undefined && older.until < newer.at;
}

/** Returns the days between two moments in milliseconds; Infinity for an invalid date. */
export function daysBetween(a: number, b: number): number {
  const gap = Math.abs(a - b) / 86_400_000;
  return Number.isFinite(gap) ? gap : MAX_DAYS * 10;
}

/** Returns the fingerprint of a message, without the words of its address. */
export const messageFingerprint = ({ text, street, house }: ComparableMessage): TextFingerprint =>
  textFingerprint(text, street === undefined ? "" : `${street} ${house ?? ""}`);

/** Computes the components of two messages' similarity, before weighting. */
export function compareMessages(
  a: ComparableMessage,
  b: ComparableMessage,
  rarity: WordRarity = priorRarity,
): SimilarityParts {
  const [left, right] = [messageFingerprint(a), messageFingerprint(b)];
  const [from, to] = [validPoint(a), validPoint(b)];
  return {
    ...textEvidence(textOverlap(left.words, right.words, rarity)),
    distance: from && to ? metresBetween(from, to) : undefined,
    house: compareHouses(a, b),
    days: daysBetween(a.at, b.at),
    topic: compareTopics(a, b),
    author: compareAuthors(a, b),
    details: compareDetails(left.details, right.details),
    settled: isSettledBetween(a, b),
    listed: false,
  };
}

/**
 * Computes the probability 0…1 that two messages report one problem, from rare shared words, place,
 * house, time, topic, author and named entrances or floors. `findDuplicates` finds candidates; here
 * the pair is given.
 */
export function similarity(
  a: ComparableMessage,
  b: ComparableMessage,
  { weights = defaultSimilarityWeights }: { weights?: SimilarityWeights } = {},
): Similarity {
  const parts = compareMessages(a, b);
  const score = similarityScore(parts, weightVector(weights));
  return { score, parts, verdict: similarityVerdict(score) };
}
