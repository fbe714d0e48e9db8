/** A trained model's prediction: calibrated probabilities 0…1 by code. */
export type ModelPrediction = readonly { code: string; probability: number }[];

/** The model counts less than fully, since it sees the same words as the rules. */
const MODEL_WEIGHT = 0.7;
const MAX_PROBABILITY = 0.995;

/** Returns the probability of log-odds. */
export const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/**
 * Returns the log-odds of a probability, clamped to 0.005…0.995, so that no single source decides.
 */
export function logit(probability: number): number {
  const inside = Math.min(
    MAX_PROBABILITY,
    Math.max(1 - MAX_PROBABILITY, Number.isNaN(probability) ? 0.5 : probability),
  );
  return Math.log(inside / (1 - inside));
}

/** Returns the sum of the probabilities of `codes`, at most 1. */
export function probabilityOf(opinion: ModelPrediction, codes: readonly string[]): number {
  const sum = opinion.reduce(
    (all, row) => (codes.includes(row.code) ? all + row.probability : all),
    0,
  );
  return Math.min(1, sum);
}

/**
 * Combines the rules' log-odds with a model: shifts them by the model's log-odds relative to the
 * base rate `usual`. Returns the rules' own without a model.
 */
export function combineLogOdds(
  ruleLogOdds: number,
  model: { predicted: number | undefined; usual: number },
): number {
  if (model.predicted === undefined) return ruleLogOdds;
  return ruleLogOdds + MODEL_WEIGHT * (logit(model.predicted) - logit(model.usual));
}
