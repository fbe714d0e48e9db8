import { asRead } from "./text.ts";

/** One side of a comparison; `at` in milliseconds, coordinates in degrees. */
export type Comparable = {
  text: string;
  at: number;
  lat?: number | undefined;
  lon?: number | undefined;
  topic?: string | undefined;
};

/** `distance` in metres, undefined where a side has no coordinates; the rest 0…1 or days. */
export type LikenessParts = {
  text: number;
  distance: number | undefined;
  days: number;
  topic: "same" | "group" | "other" | "unknown";
};

export type Likeness = {
  score: number;
  parts: LikenessParts;
  verdict: "same" | "offer" | "different";
};

export const SAME_THRESHOLD = 0.86;
export const OFFER_THRESHOLD = 0.5;

const NEAR_METRES = 60;
const FAR_METRES = 400;
const FADE_DAYS = 45;
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

function stems(text: string): ReadonlySet<string> {
  return new Set(
    asRead(text)
      .at.keys()
      .filter((stem) => stem.length > 2),
  );
}

/** Share of common stems, Dice; 0 when either side says nothing. */
export function textLikeness(a: string, b: string): number {
  const [left, right] = [stems(a), stems(b)];
  if (left.size === 0 || right.size === 0) return 0;
  return (2 * left.intersection(right).size) / (left.size + right.size);
}

function distanceOf(a: Comparable, b: Comparable): number | undefined {
  if (a.lat === undefined || a.lon === undefined) return undefined;
  if (b.lat === undefined || b.lon === undefined) return undefined;
  const metres = metresBetween({ lat: a.lat, lon: a.lon }, { lat: b.lat, lon: b.lon });
  return Number.isFinite(metres) ? metres : undefined;
}

function topicOf(a: Comparable, b: Comparable): LikenessParts["topic"] {
  if (a.topic === undefined || b.topic === undefined) return "unknown";
  if (a.topic === b.topic) return "same";
  return a.topic.split(".")[0] === b.topic.split(".")[0] ? "group" : "other";
}

/** 1 at the same spot, 0.5 at `NEAR_METRES` doubled, 0 beyond `FAR_METRES`. */
function nearness(metres: number | undefined): number {
  // Without a place the same words may mean a hundred troubles: never enough for «same».
  if (metres === undefined) return 0.45;
  if (metres <= NEAR_METRES / 2) return 1;
  if (metres >= FAR_METRES) return 0;
  return 1 / (1 + (metres / (2 * NEAR_METRES)) ** 2);
}

const topicWorth = { same: 1, group: 0.75, unknown: 0.7, other: 0.3 } as const;

/**
 * How likely two messages tell of one trouble, 0…1: place × (text and topic) × time.
 * Identical wording far apart scores 0; candidates are the caller's affair.
 */
export function likeness(a: Comparable, b: Comparable): Likeness {
  const gap = Math.abs(a.at - b.at) / 86_400_000;
  const parts: LikenessParts = {
    text: textLikeness(a.text, b.text),
    distance: distanceOf(a, b),
    days: Number.isFinite(gap) ? gap : FADE_DAYS * 10,
    topic: topicOf(a, b),
  };
  const matter = topicWorth[parts.topic] * (0.72 + 0.28 * Math.min(1, parts.text * 1.6));
  const score = nearness(parts.distance) * matter * Math.exp(-parts.days / FADE_DAYS / 2);
  const verdict =
    score >= SAME_THRESHOLD ? "same" : score >= OFFER_THRESHOLD ? "offer" : "different";
  return { score, parts, verdict };
}
