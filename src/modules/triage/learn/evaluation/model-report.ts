import {
  calibrationBins,
  classMetrics,
  type ClassMetrics,
  type ModelMetrics,
  type EvaluatedPrediction,
} from "./metrics.ts";
import type { ModelCard } from "../model-file.ts";

/** A model card reduced to a list: figures on texts that the model had not seen. */
export type ModelReport = {
  name: string;
  trainedAt: string;
  texts: number;
  /** number of texts evaluated */
  evaluatedTexts: number;
  metrics: ModelMetrics;
  /** most frequent first; `taught` is the number of training texts */
  classes: readonly ({ label: string; taught: number } & ClassMetrics)[];
  bins: readonly { texts: number; sure: number; right: number }[];
  /** texts of `label` that were taken for `said`, the most frequent first */
  confused: readonly { label: string; said: string; texts: number }[];
};

const MAX_CONFUSED_PAIRS = 10;
const emptyClassMetrics: ClassMetrics = { texts: 0, predicted: 0, precision: 0, recall: 0, f1: 0 };

/** Computes the report of a model card. */
export function modelReport(card: ModelCard): ModelReport {
  const rows = card.judged.map(([label, said, sure]) => ({
    label,
    predicted: said,
    confidence: sure / 1000,
  }));
  const figures = classMetrics(rows);
  const classes = card.classes.map(({ label, texts }, code) => ({
    label,
    taught: texts,
    ...(figures.get(code) ?? emptyClassMetrics),
  }));
  return {
    name: card.name,
    trainedAt: card.trainedAt,
    texts: card.texts,
    evaluatedTexts: rows.length,
    metrics: card.figures,
    classes: classes.toSorted((a, b) => b.taught - a.taught),
    bins: calibrationBins(rows),
    confused: confusedPairs(card, rows),
  };
}

function confusedPairs(
  card: ModelCard,
  rows: readonly EvaluatedPrediction[],
): ModelReport["confused"] {
  const wrong = rows.filter(({ label, predicted }) => label !== predicted);
  const pairs = Map.groupBy(wrong, ({ label, predicted }) => `${label} ${predicted}`);
  const name = (code: number | undefined) => card.classes[code ?? -1]?.label ?? "";
  return [...pairs.values()]
    .map((pair) => ({
      label: name(pair[0]?.label),
      said: name(pair[0]?.predicted),
      texts: pair.length,
    }))
    .toSorted((a, b) => b.texts - a.texts)
    .slice(0, MAX_CONFUSED_PAIRS);
}
