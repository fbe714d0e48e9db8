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
  /** Names of street and house, one spelling for one thing; the street's includes its town's. */
  street?: string | undefined;
  house?: string | undefined;
  author?: string | undefined;
  /** Since when this trouble is said to be settled: what is written later tells of another. */
  until?: number | undefined;
};

/** What a score is made of. `distance` in metres, undefined where a side has none; shares 0…1. */
export type SimilarityParts = {
  /** Share of the surprise in both texts that they have in common. */
  text: number;
  /** How much that tells: 0 where only words are shared that anybody writes. */
  rarity: number;
  /** Almost the same sentence with something else named in it on either side. */
  swapped: number;
  distance: number | undefined;
  house: "same" | "other" | "unknown";
  days: number;
  topic: "same" | "group" | "other" | "unknown";
  author: "same" | "other" | "unknown";
  /** Entrance, floor, flat that the texts name. */
  details: DetailAgreement;
  /** The older one was said to be settled before the newer was written. */
  settled: boolean;
  /** One of the authors writes of this topic from this very place again and again: a list of things. */
  listed: boolean;
};

export type Similarity = {
  score: number;
  parts: SimilarityParts;
  verdict: "same" | "offer" | "different";
};

/**
 * From here on a region may let the machine join by itself. On 47,867 real messages of a city portal
 * eleven pairs reach it and all eleven are one trouble, as read by hand (`bench/triage/duplicates.ts`):
 * rare, and right. Half of what it needs is `isPlain` below.
 */
export const DUPLICATE_THRESHOLD = 0.9;
/** From here on a person is asked «the same?»: on the labelled pairs three of five are found so. */
export const POSSIBLE_DUPLICATE_THRESHOLD = 0.5;

/** Further apart, or longer ago, nothing is the same trouble whatever the words. */
export const MAX_METRES = 200;
export const MAX_DAYS = 120;
const NEAR_METRES = 10;
const EARTH_METRES = 6_371_000;
const toRadians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Metres between two points on the globe (haversine). */
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
 * Surprise in each text and in what they share. `told`: how many messages before said exactly these
 * words, 0 where that is not known or the texts differ.
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

/** Half of full evidence: about three words that name something. */
const RARITY_HALF_POINT = 12;
/** Less than this in common («the state of the entrance is bad») says nothing of what is meant. */
const MIN_OVERLAP = 3.5;
/** A template with one noun changed on either side: a list of different things, not one thing twice. */
const FULL_SWAP = 4;

/** What the words alone prove. */
export function textEvidence(
  shared: TextOverlap,
): Pick<SimilarityParts, "text" | "rarity" | "swapped"> {
  const { left, right, both, repetitions } = shared;
  const all = left + right - both;
  const alike = all > 0 ? Math.min(1, both / all) : 0;
  // A sentence that many have said before names nothing: it weighs less with each telling.
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

/** The signs of a pair, each 0…1, in the order of `likenessSigns`, written into `signs`. */
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

/** 1 within `NEAR_METRES`, 0 from `FAR_METRES` on, even steps for each doubling between. */
function proximity(metres: number): number {
  if (metres <= NEAR_METRES) return 1;
  if (metres >= MAX_METRES) return 0;
  return 1 - Math.log(metres / NEAR_METRES) / Math.log(MAX_METRES / NEAR_METRES);
}

/** Weights in the order of `likenessSigns`. */
export const weightVector = (weights: SimilarityWeights): Float64Array =>
  Float64Array.from(similarityFeatureNames, (sign) => weights[sign]);

export function similarityProbability(signs: Float64Array, weights: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < signs.length; at++) sum += (signs[at] ?? 0) * (weights[at] ?? 0);
  return 1 / (1 + Math.exp(-sum));
}

/** Times which a score falls below `SAME_THRESHOLD` where only a person may join. */
const PERSON_ONLY_FACTOR = 0.89;

/** Less than this is the words that anybody writes: «graffiti on the wall» has many walls. */
const MIN_RARITY = 0.15;

/**
 * May the machine say «the same» at all? Not without a place, where the same words mean a hundred
 * troubles, nor by words that anybody writes; not for one author, who writes a list of things or
 * writes again because nothing was done; not after the older one was settled; not where an entrance
 * or a floor is named by one alone.
 */
function canJoinAutomatically(parts: SimilarityParts): boolean {
  const { distance, house, author, settled, listed, details } = parts;
  if (distance === undefined && house !== "same") return false;
  if (parts.rarity < MIN_RARITY || author === "same" || settled || listed) return false;
  return details !== "differ" && details !== "one-sided";
}

const scratch = new Float64Array(similarityFeatureNames.length);

/** The chance 0…1 that it is one trouble; 0 where place or time forbids. */
export function similarityScore(parts: SimilarityParts, weights: Float64Array): number {
  const { distance, house, days } = parts;
  if (days > MAX_DAYS) return 0;
  if (distance !== undefined && distance >= MAX_METRES && house !== "same") return 0;
  const score = similarityProbability(similarityFeatures(parts, scratch), weights);
  return canJoinAutomatically(parts) ? score : score * PERSON_ONLY_FACTOR;
}

export function similarityVerdict(score: number): Similarity["verdict"] {
  return score >= DUPLICATE_THRESHOLD
    ? "same"
    : score >= POSSIBLE_DUPLICATE_THRESHOLD
      ? "offer"
      : "different";
}

type GeoPoint = { lat: number; lon: number };

/** The point, unless half of it is missing or it lies off the globe. */
export function validPoint({
  lat,
  lon,
}: Pick<ComparableMessage, "lat" | "lon">): GeoPoint | undefined {
  if (lat === undefined || lon === undefined) return undefined;
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lat, lon } : undefined;
}

/** Same house only on a known street: «5» alone is in every street. */
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

/** `snow.roads` belongs to `snow`. */
export const topicGroup = (topic: string): string => topic.split(".", 1)[0] ?? topic;

function compareAuthors(a: ComparableMessage, b: ComparableMessage): SimilarityParts["author"] {
  if (a.author === undefined || b.author === undefined) return "unknown";
  return a.author === b.author ? "same" : "other";
}

/** Was the older one settled before the newer was written? */
export function isSettledBetween(a: Pick<ComparableMessage, "at" | "until">, b: typeof a): boolean {
  const [older, newer] = a.at <= b.at ? [a, b] : [b, a];
  return older.until !== undefined && older.until < newer.at;
}

/** Days apart; a broken date is as far as can be. */
export function daysBetween(a: number, b: number): number {
  const gap = Math.abs(a - b) / 86_400_000;
  return Number.isFinite(gap) ? gap : MAX_DAYS * 10;
}

/** The print of a message, without the words of its address. */
export const messageFingerprint = ({ text, street, house }: ComparableMessage): TextFingerprint =>
  textFingerprint(text, street === undefined ? "" : `${street} ${house ?? ""}`);

/** What two messages have in common, before it is weighed. */
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
 * How likely two messages tell of one trouble, 0…1: rare words in common, place, house, time, topic,
 * author and the entrances or floors they name, weighed together. Common words prove nothing, and
 * identical wording far apart scores 0. `duplicatesOf` finds candidates; here the pair is given.
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
