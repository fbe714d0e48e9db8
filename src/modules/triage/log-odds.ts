/** What a trained model thinks of a message: calibrated probabilities 0…1 by code. */
export type ModelPrediction = readonly { code: string; probability: number }[];

/** A model that was trained on labels is believed less than fully: it saw the same words as the rules. */
const MODEL_WEIGHT = 0.7;
const MAX_PROBABILITY = 0.995;

export const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/** Log-odds of a probability; what is nearly sure is taken for 0.995, so that no voice is final. */
export function logit(probability: number): number {
  const inside = Math.min(
    MAX_PROBABILITY,
    Math.max(1 - MAX_PROBABILITY, Number.isNaN(probability) ? 0.5 : probability),
  );
  return Math.log(inside / (1 - inside));
}

/** The sum of the probabilities of `codes`. */
export function probabilityOf(opinion: ModelPrediction, codes: readonly string[]): number {
  const sum = opinion.reduce(
    (all, row) => (codes.includes(row.code) ? all + row.probability : all),
    0,
  );
  return Math.min(1, sum);
}

/**
 * Log-odds after a model was heard: those of the rules, moved by how far the model stands from `usual`,
 * the share that is true of messages in general. Without a model the rules' own.
 */
export function combineLogOdds(
  ruleLogOdds: number,
  model: { said: number | undefined; usual: number },
): number {
  if (model.said === undefined) return ruleLogOdds;
  return ruleLogOdds + MODEL_WEIGHT * (logit(model.said) - logit(model.usual));
}
