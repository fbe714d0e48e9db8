import { chanceOf, signsOf, vectorOf, type LikenessParts } from "./similarity.ts";
import {
  defaultWeights,
  likenessSigns,
  signOf,
  type LikenessSign,
  type LikenessWeights,
} from "./weights.ts";

/** One decision of the desk: a person joined the two, or was offered them and did not. */
export type LikenessPair = { parts: LikenessParts; same: boolean };

/** How many decisions it takes to outweigh the weights that one starts from. */
const TRUST = 4;
const STEPS = 400;

/**
 * The weights a region's own decisions ask for: logistic regression drawn towards `start`, so that a
 * few decisions change little and none change nothing. No sign turns round: nearer never counts
 * against. The same pairs in any order give the same weights.
 */
export function learnLikeness(
  pairs: readonly LikenessPair[],
  start: LikenessWeights = defaultWeights,
): LikenessWeights {
  const rows = pairs.map(({ parts, same }) => ({
    signs: signsOf(parts, new Float64Array(likenessSigns.length)),
    same: same ? 1 : 0,
  }));
  const from = vectorOf(start);
  const weights = from.slice();
  // The steepest the loss can bend: a step of one over this never overshoots.
  const bend = rows.reduce((sum, { signs }) => sum + dot(signs, signs) / 4, TRUST);
  let ahead = weights.slice();
  for (let step = 1; step <= STEPS; step++) {
    const before = weights.slice();
    const slope = slopeAt(ahead, from, rows);
    likenessSigns.forEach((sign, at) => {
      weights[at] = allowed(sign, (ahead[at] ?? 0) - (slope[at] ?? 0) / bend);
    });
    const push = step / (step + 3);
    ahead = weights.map((weight, at) => weight + push * (weight - (before[at] ?? 0)));
  }
  return Object.fromEntries(
    likenessSigns.map((sign, at) => [sign, weights[at] ?? 0]),
  ) as LikenessWeights;
}

/** Mean logarithmic loss of weights on decisions, lower is better; 0 where there are none. */
export function likenessLoss(pairs: readonly LikenessPair[], weights: LikenessWeights): number {
  const vector = vectorOf(weights);
  const signs = new Float64Array(likenessSigns.length);
  const losses = pairs.map(({ parts, same }) => {
    const chance = chanceOf(signsOf(parts, signs), vector);
    return -Math.log(Math.max(1e-9, same ? chance : 1 - chance));
  });
  return losses.length === 0 ? 0 : losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

type Row = { signs: Float64Array; same: number };

function slopeAt(weights: Float64Array, from: Float64Array, rows: readonly Row[]): Float64Array {
  const slope = weights.map((weight, at) => TRUST * (weight - (from[at] ?? 0)));
  for (const { signs, same } of rows) {
    const error = chanceOf(signs, weights) - same;
    for (let at = 0; at < signs.length; at++) {
      slope[at] = (slope[at] ?? 0) + error * (signs[at] ?? 0);
    }
  }
  return slope;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
}

function allowed(sign: LikenessSign, weight: number): number {
  const way = signOf[sign];
  if (way === 0) return weight;
  return way > 0 ? Math.max(0, weight) : Math.min(0, weight);
}
