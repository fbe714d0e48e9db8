import { toAnalyzed, type AnalyzedText, type TextSpan } from "../text/analyze.ts";
import type { TopicModel, TopicProbability } from "../topics/classify.ts";
import { SVM_SCORE_WEIGHT } from "./workspace.ts";
import { toProbabilities } from "./calibrate.ts";
import { createExplainer } from "./explain.ts";
import { MAX_FEATURES } from "./features/features.ts";
import { createArena, padColumns, alignedBytes } from "./kernel.ts";
import { createWordCache } from "./features/word-cache.ts";
import { decodeModel, type ModelCard } from "./model-file.ts";
import { createFeatureScaler } from "./features/scaler.ts";
import { buildVocabulary } from "./features/vocabulary.ts";

/** A trained model; classifies tens of thousands of texts a second on one core. */
export type TrainedModel = TopicModel & {
  readonly card: ModelCard;
  readonly bytes: number;
  /** The likeliest label and its calibrated confidence 0…1; cheaper than `predict`. */
  predictBest(text: string | AnalyzedText, context?: readonly string[]): TopicProbability;
  /** At most three words of the text that contribute most to a label, none for an unknown one. */
  explain(read: AnalyzedText, label: string): readonly TextSpan[];
};

/** Less likely labels are not reported. */
const MIN_REPORTED_PROBABILITY = 0.002;

/** Opens a model file; throws `InvalidModelFile` for a damaged or foreign one. */
export function openModel(file: Uint8Array): TrainedModel {
  const { tables, parts } = decodeModel(file);
  const labels = parts.card.classes.map(({ label }) => label);
  const classes = labels.length;
  const wide = padColumns(classes);
  const width = tables.inBias.length;
  const priors = Float64Array.from(parts.priors);
  const vocabulary = buildVocabulary(tables.hashes, tables.rarity);
  const lengths = [tables.embed.length, tables.machines.length].map((n) => alignedBytes(n, 1));
  const floats = [
    tables.embedScales,
    tables.machineScales,
    tables.inBias,
    tables.out,
    tables.outBias,
    tables.machineBias,
  ].map(({ length }) => alignedBytes(length));
  const work = [MAX_FEATURES + 1, MAX_FEATURES, width, wide].map((n) => alignedBytes(n));
  const room = createArena([...lengths, ...floats, ...work].reduce((a, b) => a + b, 0));
  const copyToArena = (list: Float32Array) => {
    const run = room.floats(list.length);
    run.view.set(list);
    return run;
  };
  const embed = room.bytes(tables.embed.length);
  embed.view.set(tables.embed);
  const machines = room.bytes(tables.machines.length);
  machines.view.set(tables.machines);
  const embedScales = copyToArena(tables.embedScales);
  const machineScales = copyToArena(tables.machineScales);
  const inBias = copyToArena(tables.inBias);
  const out = copyToArena(tables.out);
  const outBias = copyToArena(tables.outBias);
  const machineBias = copyToArena(tables.machineBias);
  // One more element: the kernel reads rows in pairs.
  const ids = room.ids(MAX_FEATURES + 1);
  const values = room.floats(MAX_FEATURES);
  const hidden = room.floats(width);
  const scores = room.floats(wide);
  const scale = createFeatureScaler(vocabulary, MAX_FEATURES, ids.view);
  const lexicon = createWordCache(vocabulary, scale);
  const explainWords = createExplainer(lexicon, tables.hashes.length);
  const probabilities = new Float64Array(classes);
  const { kernel } = room;

  /** Fills `probabilities` and returns the index of the best class. */
  function computeProbabilities(text: string | AnalyzedText, context: readonly string[]): number {
    const { n, values: worth } = lexicon.vectorize(toAnalyzed(text), context);
    values.view.set(worth.subarray(0, n));
    hidden.view.set(inBias.view);
    kernel.addByteRows(hidden.at, embed.at, embedScales.at, width, ids.at, values.at, n);
    for (let i = 0; i < width; i++) if ((hidden.view[i] ?? 0) < 0) hidden.view[i] = 0;
    // Both learners' scores are summed in one list: weighted SVMs first, then the network.
    scores.view.set(machineBias.view);
    // The kernel overwrote the values with the first table.
    values.view.set(worth.subarray(0, n));
    kernel.addByteRows(scores.at, machines.at, machineScales.at, wide, ids.at, values.at, n);
    for (let k = 0; k < wide; k++)
      scores.view[k] = SVM_SCORE_WEIGHT * (scores.view[k] ?? 0) + (outBias.view[k] ?? 0);
    kernel.product(scores.at, out.at, classes, width, hidden.at);
    for (let k = 0; k < classes; k++) probabilities[k] = scores.view[k] ?? 0;
    return toProbabilities(probabilities, priors, parts.calibration);
  }

  return {
    version: `model ${parts.card.trainedAt}`,
    card: parts.card,
    bytes: file.length,
    predictBest(text, context = []) {
      const best = computeProbabilities(text, context);
      return { code: labels[best] ?? "", probability: probabilities[best] ?? 0 };
    },
    predict(read, context = []) {
      const best = computeProbabilities(read, context);
      const predictions: TopicProbability[] = [];
      for (let k = 0; k < classes; k++) {
        const probability = probabilities[k] ?? 0;
        if (k === best || probability >= MIN_REPORTED_PROBABILITY)
          predictions.push({ code: labels[k] ?? "", probability });
      }
      // Among equal probabilities the best class comes first.
      const first = labels[best];
      return predictions.sort(
        (a, b) => b.probability - a.probability || (a.code === first ? -1 : 1),
      );
    },
    explain(read, label) {
      const k = labels.indexOf(label);
      if (k < 0) return [];
      const worthOf = (row: number, value: number): number =>
        value * (machineScales.view[row] ?? 0) * (machines.view[row * wide + k] ?? 0);
      return explainWords(read, worthOf);
    },
  };
}
