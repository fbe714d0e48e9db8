import {
  similarityProbability,
  similarityFeatures,
  weightVector,
  type SimilarityParts,
} from "./similarity.ts";
import {
  defaultSimilarityWeights,
  similarityFeatureNames,
  weightSigns,
  type SimilarityFeature,
  type SimilarityWeights,
} from "./weights.ts";

/** One decision of the desk: a person merged the two, or was offered them and did not. */
export type SimilarityPair = { parts: SimilarityParts; same: boolean };

/** Strength of the prior, in decisions. */
const REGULARIZATION = 4;
const MAX_STEPS = 400;

/**
 * Fits the weights to a region's decisions: logistic regression regularised towards `start`. A
 * weight never changes its sign. The order of the pairs does not matter.
 */
export function trainSimilarityWeights(
  pairs: readonly SimilarityPair[],
  start: SimilarityWeights = defaultSimilarityWeights,
): SimilarityWeights {
  const rows = pairs.map(({ parts, same }) => ({
    signs: similarityFeatures(parts, new Float64Array(similarityFeatureNames.length)),
    same: same ? 1 : 0,
  }));
  const from = weightVector(start);
  const weights = from.slice();
  // Upper bound of the loss's curvature: a step of its reciprocal never overshoots.
  const bend = rows.reduce((sum, { signs }) => sum + dot(signs, signs) / 4, REGULARIZATION);
  let ahead = weights.slice();
  for (let step = 1; step <= MAX_STEPS; step++) {
    const before = weights.slice();
    const slope = lossGradient(ahead, from, rows);
    similarityFeatureNames.forEach((sign, at) => {
      weights[at] = clampWeight(sign, (ahead[at] ?? 0) - (slope[at] ?? 0) / bend);
    });
    const push = step / (step + 3);
    ahead = weights.map((weight, at) => weight + push * (weight - (before[at] ?? 0)));
  }
  return Object.fromEntries(
    similarityFeatureNames.map((sign, at) => [sign, weights[at] ?? 0]),
  ) as SimilarityWeights;
}

/** Returns the mean log loss of weights on decisions; 0 without decisions. */
export function similarityLoss(
  pairs: readonly SimilarityPair[],
  weights: SimilarityWeights,
): number {
  const vector = weightVector(weights);
  const signs = new Float64Array(similarityFeatureNames.length);
  const losses = pairs.map(({ parts, same }) => {
    const chance = similarityProbability(similarityFeatures(parts, signs), vector);
    return -Math.log(Math.max(1e-9, same ? chance : 1 - chance));
  });
  return losses.length === 0 ? 0 : losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

type TrainingRow = { signs: Float64Array; same: number };

function lossGradient(
  weights: Float64Array,
  from: Float64Array,
  rows: readonly TrainingRow[],
): Float64Array {
  const slope = weights.map((weight, at) => REGULARIZATION * (weight - (from[at] ?? 0)));
  for (const { signs, same } of rows) {
    const error = similarityProbability(signs, weights) - same;
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

function clampWeight(sign: SimilarityFeature, weight: number): number {
  const way = weightSigns[sign];
  if (way === 0) return weight;
  return way > 0 ? Math.max(0, weight) : Math.min(0, weight);
}
