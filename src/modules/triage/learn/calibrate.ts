import { logistic } from "../log-odds.ts";
import { computeMetrics, type EvaluatedPrediction } from "./evaluation/metrics.ts";

/**
 * How raw scores become probabilities. `evenness` removes a part of the class prior; `sharpness`
 * scales the softmax; the confidence of the best class is then the logistic of `shift + slope ×
 * logit` (Platt, 1999), fitted on held-out texts.
 */
export type ScoreCalibration = {
  evenness: number;
  sharpness: number;
  shift: number;
  slope: number;
};

/** Raw scores of texts not seen in training; `scores[i]` has one number per class. */
export type HeldOutScores = { scores: readonly Float64Array[]; labels: readonly number[] };

/**
 * Returns the logarithms of the classes' shares; `counts[k]` are the texts of class k in training.
 */
export function logPriors(counts: readonly number[]): Float64Array {
  const texts = Math.max(
    1,
    counts.reduce((a, b) => a + b, 0),
  );
  return Float64Array.from(counts, (count) => Math.log((count + 0.5) / texts));
}

/** Two learners are summed, so the prior counts twice. */
const LEARNER_COUNT = 2;
const evennessCandidates = [0, 0.1, 0.2, 0.3, 0.4] as const;

/** The reciprocal of a smaller number overflows. */
const MIN_REMAINDER = 1e-300;

/**
 * Writes calibrated probabilities (two classes or more) over the raw scores and returns the index
 * of the best class.
 */
export function toProbabilities(
  scores: Float64Array,
  priors: Float64Array,
  { evenness, sharpness, shift, slope }: ScoreCalibration,
): number {
  let best = 0;
  let top = -Infinity;
  for (let k = 0; k < scores.length; k++) {
    const even = (scores[k] ?? 0) - evenness * LEARNER_COUNT * (priors[k] ?? 0);
    scores[k] = even;
    if (even > top) {
      top = even;
      best = k;
    }
  }
  let sum = 0;
  let others = 0;
  let second = 0;
  for (let k = 0; k < scores.length; k++) {
    const e = Math.exp(sharpness * ((scores[k] ?? 0) - top));
    scores[k] = e;
    sum += e;
    if (k === best) continue;
    others += e;
    if (e > second) second = e;
  }
  // When the other classes underflow, they share evenly what the best class leaves.
  const lost = others < MIN_REMAINDER;
  const even = lost ? 1 / (scores.length - 1) : 0;
  const share = lost ? 0 : 1 / others;
  // The best class stays the best, however low its confidence.
  const next = second * share + even;
  const sure = Math.max(next / (1 + next), logistic(shift + slope * logit(1 / sum)));
  for (let k = 0; k < scores.length; k++)
    scores[k] = Math.min(sure, (1 - sure) * ((scores[k] ?? 0) * share + even));
  scores[best] = sure;
  return best;
}

function logit(p: number): number {
  const kept = Math.min(1 - 1e-6, Math.max(1e-6, p));
  return Math.log(kept / (1 - kept));
}

const identityPlatt = { shift: 0, slope: 1 };

function evaluateCalibration(
  unseen: HeldOutScores,
  priors: Float64Array,
  how: ScoreCalibration,
): EvaluatedPrediction[] {
  return unseen.scores.map((row, at) => {
    const probabilities = Float64Array.from(row);
    const best = toProbabilities(probabilities, priors, how);
    return { label: unseen.labels[at] ?? 0, predicted: best, confidence: probabilities[best] ?? 0 };
  });
}

/**
 * Fits the four numbers on held-out texts; returns the identity calibration when there are none.
 */
export function calibrate(unseen: HeldOutScores, priors: Float64Array): ScoreCalibration {
  if (unseen.labels.length === 0) return { evenness: 0, sharpness: 1, ...identityPlatt };
  const evenness = fitEvenness(unseen, priors);
  const sharpness = fitSharpness(unseen, priors, evenness);
  return {
    evenness,
    sharpness,
    ...fitPlatt(evaluateCalibration(unseen, priors, { evenness, sharpness, ...identityPlatt })),
  };
}

function fitEvenness(unseen: HeldOutScores, priors: Float64Array): number {
  let best = { worth: -1, evenness: 0 };
  for (const evenness of evennessCandidates) {
    const { accuracy, macroF1 } = computeMetrics(
      evaluateCalibration(unseen, priors, { evenness, sharpness: 1, ...identityPlatt }),
    );
    const worth = accuracy + macroF1;
    if (worth > best.worth) best = { worth, evenness };
  }
  return best.evenness;
}

/** Sharpness that minimises the log loss, by golden-section search. */
function fitSharpness(unseen: HeldOutScores, priors: Float64Array, evenness: number): number {
  const surprise = (log: number): number => {
    let sum = 0;
    const sharpness = Math.exp(log);
    unseen.scores.forEach((row, at) => {
      const probabilities = Float64Array.from(row);
      toProbabilities(probabilities, priors, { evenness, sharpness, ...identityPlatt });
      sum -= Math.log(Math.max(1e-9, probabilities[unseen.labels[at] ?? 0] ?? 0));
    });
    return sum;
  };
  const part = (Math.sqrt(5) - 1) / 2;
  let low = Math.log(0.05);
  let high = Math.log(5);
  for (let step = 0; step < 12; step++) {
    const a = high - part * (high - low);
    const b = low + part * (high - low);
    if (surprise(a) < surprise(b)) high = b;
    else low = a;
  }
  return Math.exp((low + high) / 2);
}

/**
 * Newton's method for the two-parameter logistic, regularised towards «no change» where texts are
 * few.
 */
function fitPlatt(rows: readonly EvaluatedPrediction[]): { shift: number; slope: number } {
  let shift = 0;
  let slope = 1;
  for (let step = 0; step < 20; step++) {
    let [g0, g1, h00, h01, h11] = [shift, slope - 1, 1, 0, 1];
    for (const { label, predicted, confidence } of rows) {
      const x = logit(confidence);
      const p = logistic(shift + slope * x);
      const miss = p - (label === predicted ? 1 : 0);
      const weight = p * (1 - p);
      g0 += miss;
      g1 += miss * x;
      h00 += weight;
      h01 += weight * x;
      h11 += weight * x * x;
    }
    const determinant = h00 * h11 - h01 * h01;
    if (determinant < 1e-9) break;
    shift -= (h11 * g0 - h01 * g1) / determinant;
    slope -= (h00 * g1 - h01 * g0) / determinant;
  }
  return { shift, slope: Math.max(0.05, slope) };
}
