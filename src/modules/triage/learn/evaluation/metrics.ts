/** One evaluated text: true class, predicted class and the confidence 0…1. */
export type EvaluatedPrediction = { label: number; predicted: number; confidence: number };

export type ClassMetrics = {
  texts: number;
  predicted: number;
  precision: number;
  recall: number;
  f1: number;
};

/**
 * Shares 0…1. `coverageAt90`: the share of texts that can be labelled automatically with 90 % of
 * them right.
 */
export type ModelMetrics = {
  accuracy: number;
  macroF1: number;
  weightedF1: number;
  ece: number;
  coverageAt90: number;
};

export const CALIBRATION_BINS = 15;
const TARGET_ACCURACY = 0.9;

const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

/** Computes precision, recall and F1 of every class that was true or predicted at least once. */
export function classMetrics(rows: readonly EvaluatedPrediction[]): Map<number, ClassMetrics> {
  const counts = new Map<number, { texts: number; predicted: number; right: number }>();
  const of = (label: number) => {
    const known = counts.get(label) ?? { texts: 0, predicted: 0, right: 0 };
    counts.set(label, known);
    return known;
  };
  for (const { label, predicted } of rows) {
    of(label).texts++;
    of(predicted).predicted++;
    if (label === predicted) of(label).right++;
  }
  return new Map(
    [...counts].map(([label, { texts, predicted, right }]) => [
      label,
      {
        texts,
        predicted,
        precision: ratio(right, predicted),
        recall: ratio(right, texts),
        f1: ratio(2 * right, texts + predicted),
      },
    ]),
  );
}

/**
 * Groups texts by confidence into `BINS` bins of equal width, for the reliability plot and the ECE.
 */
export function calibrationBins(
  rows: readonly EvaluatedPrediction[],
): readonly { texts: number; sure: number; right: number }[] {
  const bins = Array.from({ length: CALIBRATION_BINS }, () => ({ texts: 0, sure: 0, right: 0 }));
  for (const { label, predicted, confidence } of rows) {
    const bin = bins[Math.min(CALIBRATION_BINS - 1, Math.floor(confidence * CALIBRATION_BINS))];
    if (bin === undefined) continue;
    bin.texts++;
    bin.sure += confidence;
    if (label === predicted) bin.right++;
  }
  return bins.map(({ texts, sure, right }) => ({
    texts,
    sure: ratio(sure, texts),
    right: ratio(right, texts),
  }));
}

/** Expected calibration error: the mean gap between confidence and accuracy, weighted by texts. */
function calibrationError(rows: readonly EvaluatedPrediction[]): number {
  const off = calibrationBins(rows).reduce(
    (sum, { texts, sure, right }) => sum + texts * Math.abs(sure - right),
    0,
  );
  return ratio(off, rows.length);
}

/** Share of the most confident texts of which 90 % are right. Ties are taken or left together. */
function coverageAtTarget(rows: readonly EvaluatedPrediction[]): number {
  const sorted = rows.toSorted((a, b) => b.confidence - a.confidence);
  let right = 0;
  let most = 0;
  sorted.forEach(({ label, predicted, confidence }, at) => {
    if (label === predicted) right++;
    const tied = sorted[at + 1]?.confidence === confidence;
    if (!tied && right >= TARGET_ACCURACY * (at + 1)) most = at + 1;
  });
  return ratio(most, rows.length);
}

/**
 * Computes the figures over classes that occur among the true or the predicted ones, as
 * scikit-learn does.
 */
export function computeMetrics(rows: readonly EvaluatedPrediction[]): ModelMetrics {
  const classes = [...classMetrics(rows).values()];
  const texts = rows.length;
  return {
    accuracy: ratio(rows.filter(({ label, predicted }) => label === predicted).length, texts),
    macroF1: ratio(
      classes.reduce((sum, { f1 }) => sum + f1, 0),
      classes.length,
    ),
    weightedF1: ratio(
      classes.reduce((sum, row) => sum + row.f1 * row.texts, 0),
      texts,
    ),
    ece: calibrationError(rows),
    coverageAt90: coverageAtTarget(rows),
  };
}
