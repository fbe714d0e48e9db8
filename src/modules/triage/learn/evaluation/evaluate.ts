import { analyzeText } from "../../text/analyze.ts";
import type { TopicProbability } from "../../topics/classify.ts";
import type { YieldToEventLoop, LabelledText } from "../corpus.ts";
import { computeMetrics, type ModelMetrics, type EvaluatedPrediction } from "./metrics.ts";
import { openModel } from "../model.ts";
import { trainModel } from "../train.ts";

/**
 * Figures of a model trained on one set and evaluated on another; seconds, texts per second, bytes.
 */
export type ModelEvaluation = ModelMetrics & {
  trainSeconds: number;
  predictPerSecond: number;
  modelBytes: number;
  classes: number;
};

/** The first texts warm the JIT compiler up; they are repeated when the time is measured. */
const WARM_UP_TEXTS = 500;

/** Trains on one set and evaluates on the other. `clock` returns milliseconds. */
export async function evaluateModel(
  sets: { train: readonly LabelledText[]; test: readonly LabelledText[] },
  {
    at,
    yieldToEventLoop,
    clock,
  }: { at: Date; yieldToEventLoop: YieldToEventLoop; clock: () => number },
): Promise<ModelEvaluation & { judged: EvaluatedPrediction[] }> {
  const started = clock();
  const file = await trainModel(sets.train, { name: "evaluation", at, yieldToEventLoop });
  const trained = clock();
  const model = openModel(file);
  const predict = ({ text, context }: LabelledText): TopicProbability =>
    model.predictBest(analyzeText(text), context);
  sets.test.slice(0, WARM_UP_TEXTS).forEach(predict);
  const before = clock();
  const predictions = sets.test.map(predict);
  const seconds = (clock() - before) / 1000;
  const judged = toPredictions(sets.test, predictions);
  return {
    ...computeMetrics(judged),
    trainSeconds: (trained - started) / 1000,
    predictPerSecond: sets.test.length / seconds,
    modelBytes: file.length,
    classes: model.card.classes.length,
    judged,
  };
}

/** Labels as numbers; a label absent from training is a class of its own, always missed. */
function toPredictions(
  rows: readonly LabelledText[],
  predictions: readonly TopicProbability[],
): EvaluatedPrediction[] {
  const codes = new Map<string, number>();
  const codeOf = (label: string): number => {
    const code = codes.get(label) ?? codes.size;
    codes.set(label, code);
    return code;
  };
  return rows.map(({ label }, row) => {
    const { code, probability } = predictions[row] ?? { code: "", probability: 0 };
    return { label: codeOf(label), predicted: codeOf(code), confidence: probability };
  });
}
