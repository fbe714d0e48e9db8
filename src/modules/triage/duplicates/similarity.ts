import {
  agreementOf,
  printOf,
  priorRarity,
  type Agreement,
  type Print,
  type Rarity,
} from "./fingerprint.ts";
import {
  defaultWeights,
  likenessSigns,
  type LikenessSign,
  type LikenessWeights,
} from "./weights.ts";
import type { ReadText } from "../text/analyze.ts";

/** One side of a comparison; `at` and `until` in milliseconds, coordinates in degrees. */
export type Comparable = {
  text: string | ReadText;
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
export type LikenessParts = {
  /** Share of the surprise in both texts that they have in common. */
  text: number;
  /** How much that tells: 0 where only words are shared that anybody writes. */
  rare: number;
  /** Almost the same sentence with something else named in it on either side. */
  swapped: number;
  distance: number | undefined;
  house: "same" | "other" | "unknown";
  days: number;
  topic: "same" | "group" | "other" | "unknown";
  author: "same" | "other" | "unknown";
  /** Entrance, floor, flat that the texts name. */
  details: Agreement;
  /** The older one was said to be settled before the newer was written. */
  settled: boolean;
  /** One of the authors writes of this topic from this very place again and again: a list of things. */
  listed: boolean;
};

export type Likeness = {
  score: number;
  parts: LikenessParts;
  verdict: "same" | "offer" | "different";
};

/**
 * From here on a region may let the machine join by itself. On 47,867 real messages of a city portal
 * eleven pairs reach it and all eleven are one trouble, as read by hand (`bench/triage/duplicates.ts`):
 * rare, and right. Half of what it needs is `isPlain` below.
 */
export const SAME_THRESHOLD = 0.9;
/** From here on a person is asked «the same?»: on the labelled pairs three of five are found so. */
export const OFFER_THRESHOLD = 0.5;

/** Further apart, or longer ago, nothing is the same trouble whatever the words. */
export const FAR_METRES = 200;
export const FAR_DAYS = 120;
const NEAR_METRES = 10;
const EARTH_METRES = 6_371_000;
const rad = (degrees: number): number => (degrees * Math.PI) / 180;

/** Metres between two points on the globe (haversine). */
export function metresBetween(
  a: { lat: number; lon: number },
  b: { lat: number; lon: number },
): number {
  const half =
    Math.sin(rad(b.lat - a.lat) / 2) ** 2 +
    Math.cos(rad(a.lat)) * Math.cos(rad(b.lat)) * Math.sin(rad(b.lon - a.lon) / 2) ** 2;
  return 2 * EARTH_METRES * Math.asin(Math.sqrt(Math.min(1, half)));
}

/**
 * Surprise in each text and in what they share. `told`: how many messages before said exactly these
 * words, 0 where that is not known or the texts differ.
 */
export type Shared = { left: number; right: number; both: number; told: number };

function sharedBy(a: readonly string[], b: readonly string[], rarity: Rarity): Shared {
  const other = new Set(b);
  const shared = { left: 0, right: 0, both: 0, told: 0 };
  for (const word of a) {
    const worth = rarity(word);
    shared.left += worth;
    if (other.has(word)) shared.both += worth;
  }
  for (const word of b) shared.right += rarity(word);
  return shared;
}

/** Half of full evidence: about three words that name something. */
const RARE_HALF = 12;
/** Less than this in common («the state of the entrance is bad») says nothing of what is meant. */
const SAYS_SOMETHING = 3.5;
/** A template with one noun changed on either side: a list of different things, not one thing twice. */
const SWAPPED_FULL = 4;

/** What the words alone prove. */
export function evidenceOf(shared: Shared): Pick<LikenessParts, "text" | "rare" | "swapped"> {
  const { left, right, both, told } = shared;
  const all = left + right - both;
  const alike = all > 0 ? Math.min(1, both / all) : 0;
  // A sentence that many have said before names nothing: it weighs less with each telling.
  const evidence = told > 1 ? both / (1 + Math.log2(told)) : both;
  const ownWords = Math.max(0, Math.min(left, right) - both);
  return {
    text: alike * Math.min(1, both / SAYS_SOMETHING),
    rare: evidence / (evidence + RARE_HALF),
    swapped: Math.max(0, 2 * alike - 1) * Math.min(1, ownWords / SWAPPED_FULL),
  };
}

const place = Object.fromEntries(likenessSigns.map((sign, at) => [sign, at])) as Readonly<
  Record<LikenessSign, number>
>;

/** The signs of a pair, each 0…1, in the order of `likenessSigns`, written into `signs`. */
export function signsOf(parts: LikenessParts, signs: Float64Array): Float64Array {
  const { distance, house, topic, author, details, text, rare } = parts;
  const days = Math.min(1, Math.log2(1 + parts.days) / Math.log2(1 + FAR_DAYS));
  signs[place.base] = 1;
  signs[place.near] = distance === undefined ? (house === "same" ? 1 : 0) : nearness(distance);
  signs[place.placeUnknown] = distance === undefined && house !== "same" ? 1 : 0;
  signs[place.house] = house === "same" ? 1 : 0;
  signs[place.otherHouse] = house === "other" ? 1 : 0;
  signs[place.words] = text;
  signs[place.rare] = rare;
  signs[place.swapped] = parts.swapped;
  signs[place.topic] = topic === "same" ? 1 : topic === "group" ? 0.5 : 0;
  signs[place.topicOther] = topic === "other" ? 1 : 0;
  signs[place.days] = days;
  signs[place.daysCommon] = days * (1 - rare);
  signs[place.settled] = parts.settled ? 1 : 0;
  signs[place.author] = author === "same" ? 1 : 0;
  signs[place.authorSoon] = author === "same" ? 1 - days : 0;
  signs[place.listed] = parts.listed ? 1 : 0;
  signs[place.details] = details === "same" ? 1 : 0;
  signs[place.detailsDiffer] = details === "differ" ? 1 : 0;
  signs[place.detailsOneSided] = details === "one-sided" ? 1 : 0;
  return signs;
}

/** 1 within `NEAR_METRES`, 0 from `FAR_METRES` on, even steps for each doubling between. */
function nearness(metres: number): number {
  if (metres <= NEAR_METRES) return 1;
  if (metres >= FAR_METRES) return 0;
  return 1 - Math.log(metres / NEAR_METRES) / Math.log(FAR_METRES / NEAR_METRES);
}

/** Weights in the order of `likenessSigns`. */
export const vectorOf = (weights: LikenessWeights): Float64Array =>
  Float64Array.from(likenessSigns, (sign) => weights[sign]);

export function chanceOf(signs: Float64Array, weights: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < signs.length; at++) sum += (signs[at] ?? 0) * (weights[at] ?? 0);
  return 1 / (1 + Math.exp(-sum));
}

/** Times which a score falls below `SAME_THRESHOLD` where only a person may join. */
const HELD_BACK = 0.89;

/** Less than this is the words that anybody writes: «graffiti on the wall» has many walls. */
const NAMES_SOMETHING = 0.15;

/**
 * May the machine say «the same» at all? Not without a place, where the same words mean a hundred
 * troubles, nor by words that anybody writes; not for one author, who writes a list of things or
 * writes again because nothing was done; not after the older one was settled; not where an entrance
 * or a floor is named by one alone.
 */
function isPlain(parts: LikenessParts): boolean {
  const { distance, house, author, settled, listed, details } = parts;
  if (distance === undefined && house !== "same") return false;
  if (parts.rare < NAMES_SOMETHING || author === "same" || settled || listed) return false;
  return details !== "differ" && details !== "one-sided";
}

const scratch = new Float64Array(likenessSigns.length);

/** The chance 0…1 that it is one trouble; 0 where place or time forbids. */
export function scoreOf(parts: LikenessParts, weights: Float64Array): number {
  const { distance, house, days } = parts;
  if (days > FAR_DAYS) return 0;
  if (distance !== undefined && distance >= FAR_METRES && house !== "same") return 0;
  const score = chanceOf(signsOf(parts, scratch), weights);
  return isPlain(parts) ? score : score * HELD_BACK;
}

export function verdictOf(score: number): Likeness["verdict"] {
  return score >= SAME_THRESHOLD ? "same" : score >= OFFER_THRESHOLD ? "offer" : "different";
}

type Point = { lat: number; lon: number };

/** The point, unless half of it is missing or it lies off the globe. */
export function pointOf({ lat, lon }: Pick<Comparable, "lat" | "lon">): Point | undefined {
  if (lat === undefined || lon === undefined) return undefined;
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lat, lon } : undefined;
}

/** Same house only on a known street: «5» alone is in every street. */
function houseOf(a: Comparable, b: Comparable): LikenessParts["house"] {
  if (a.street === undefined || b.street === undefined) return "unknown";
  if (a.street !== b.street) return "other";
  if (a.house === undefined || b.house === undefined) return "unknown";
  return a.house === b.house ? "same" : "other";
}

function topicOf(a: Comparable, b: Comparable): LikenessParts["topic"] {
  if (a.topic === undefined || b.topic === undefined) return "unknown";
  if (a.topic === b.topic) return "same";
  return groupOf(a.topic) === groupOf(b.topic) ? "group" : "other";
}

/** `snow.roads` belongs to `snow`. */
export const groupOf = (topic: string): string => topic.split(".", 1)[0] ?? topic;

function authorOf(a: Comparable, b: Comparable): LikenessParts["author"] {
  if (a.author === undefined || b.author === undefined) return "unknown";
  return a.author === b.author ? "same" : "other";
}

/** Was the older one settled before the newer was written? */
export function settledBetween(a: Pick<Comparable, "at" | "until">, b: typeof a): boolean {
  const [older, newer] = a.at <= b.at ? [a, b] : [b, a];
  return older.until !== undefined && older.until < newer.at;
}

/** Days apart; a broken date is as far as can be. */
export function daysBetween(a: number, b: number): number {
  const gap = Math.abs(a - b) / 86_400_000;
  return Number.isFinite(gap) ? gap : FAR_DAYS * 10;
}

/** The print of a message, without the words of its address. */
export const readOne = ({ text, street, house }: Comparable): Print =>
  printOf(text, street === undefined ? "" : `${street} ${house ?? ""}`);

/** What two messages have in common, before it is weighed. */
export function partsBetween(
  a: Comparable,
  b: Comparable,
  rarity: Rarity = priorRarity,
): LikenessParts {
  const [left, right] = [readOne(a), readOne(b)];
  const [from, to] = [pointOf(a), pointOf(b)];
  return {
    ...evidenceOf(sharedBy(left.words, right.words, rarity)),
    distance: from && to ? metresBetween(from, to) : undefined,
    house: houseOf(a, b),
    days: daysBetween(a.at, b.at),
    topic: topicOf(a, b),
    author: authorOf(a, b),
    details: agreementOf(left.details, right.details),
    settled: settledBetween(a, b),
    listed: false,
  };
}

/**
 * How likely two messages tell of one trouble, 0…1: rare words in common, place, house, time, topic,
 * author and the entrances or floors they name, weighed together. Common words prove nothing, and
 * identical wording far apart scores 0. `duplicatesOf` finds candidates; here the pair is given.
 */
export function likeness(
  a: Comparable,
  b: Comparable,
  { weights = defaultWeights }: { weights?: LikenessWeights } = {},
): Likeness {
  const parts = partsBetween(a, b);
  const score = scoreOf(parts, vectorOf(weights));
  return { score, parts, verdict: verdictOf(score) };
}
