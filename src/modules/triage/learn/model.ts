import { asRead, type ReadText, type Span } from "../text/analyze.ts";
import type { TopicModel, TopicProbability } from "../topics/classify.ts";
import { MACHINE_SHARE } from "./workspace.ts";
import { toProbabilities } from "./calibrate.ts";
import { makeTeller } from "./explain.ts";
import { MOST_FEATURES } from "./features/features.ts";
import { openRoom, padded, roomFor } from "./kernel.ts";
import { makeLexicon } from "./features/word-cache.ts";
import { readModel, type Card } from "./model-file.ts";
import { makeScale } from "./features/scaler.ts";
import { makeVocabulary } from "./features/vocabulary.ts";

/** A trained model, ready for tens of thousands of texts a second on one core. */
export type LearnedModel = TopicModel & {
  readonly card: Card;
  readonly bytes: number;
  /** The likeliest label and its calibrated confidence 0…1; the cheapest question. */
  best(text: string | ReadText, context?: readonly string[]): TopicProbability;
  /** At most three words of the text that speak for a label, none for an unknown one. */
  explain(read: ReadText, label: string): readonly Span[];
};

/** Labels less likely than this are not told. */
const TOLD = 0.002;

/** Opens a model's file; throws `NotAModel` for a damaged or foreign one. */
export function openModel(file: Uint8Array): LearnedModel {
  const { tables, parts } = readModel(file);
  const labels = parts.card.classes.map(({ label }) => label);
  const classes = labels.length;
  const wide = padded(classes);
  const width = tables.inBias.length;
  const priors = Float64Array.from(parts.priors);
  const vocabulary = makeVocabulary(tables.hashes, tables.rarity);
  const lengths = [tables.embed.length, tables.machines.length].map((n) => roomFor(n, 1));
  const floats = [
    tables.embedScales,
    tables.machineScales,
    tables.inBias,
    tables.out,
    tables.outBias,
    tables.machineBias,
  ].map(({ length }) => roomFor(length));
  const work = [MOST_FEATURES + 1, MOST_FEATURES, width, wide].map((n) => roomFor(n));
  const room = openRoom([...lengths, ...floats, ...work].reduce((a, b) => a + b, 0));
  const laid = (list: Float32Array) => {
    const run = room.floats(list.length);
    run.view.set(list);
    return run;
  };
  const embed = room.bytes(tables.embed.length);
  embed.view.set(tables.embed);
  const machines = room.bytes(tables.machines.length);
  machines.view.set(tables.machines);
  const embedScales = laid(tables.embedScales);
  const machineScales = laid(tables.machineScales);
  const inBias = laid(tables.inBias);
  const out = laid(tables.out);
  const outBias = laid(tables.outBias);
  const machineBias = laid(tables.machineBias);
  // One place more: the kernel reads rows in pairs.
  const ids = room.ids(MOST_FEATURES + 1);
  const values = room.floats(MOST_FEATURES);
  const hidden = room.floats(width);
  const scores = room.floats(wide);
  const scale = makeScale(vocabulary, MOST_FEATURES, ids.view);
  const lexicon = makeLexicon(vocabulary, scale);
  const tell = makeTeller(lexicon, tables.hashes.length);
  const probabilities = new Float64Array(classes);
  const { kernel } = room;

  /** Fills `probabilities` and answers the best class. */
  function weigh(text: string | ReadText, context: readonly string[]): number {
    const { n, values: worth } = lexicon.weigh(asRead(text), context);
    values.view.set(worth.subarray(0, n));
    hidden.view.set(inBias.view);
    kernel.addByteRows(hidden.at, embed.at, embedScales.at, width, ids.at, values.at, n);
    for (let i = 0; i < width; i++) if ((hidden.view[i] ?? 0) < 0) hidden.view[i] = 0;
    // Both learners' scores meet in one list: machines first, raised to their share, then the net.
    scores.view.set(machineBias.view);
    // The first table spent the values.
    values.view.set(worth.subarray(0, n));
    kernel.addByteRows(scores.at, machines.at, machineScales.at, wide, ids.at, values.at, n);
    for (let k = 0; k < wide; k++)
      scores.view[k] = MACHINE_SHARE * (scores.view[k] ?? 0) + (outBias.view[k] ?? 0);
    kernel.product(scores.at, out.at, classes, width, hidden.at);
    for (let k = 0; k < classes; k++) probabilities[k] = scores.view[k] ?? 0;
    return toProbabilities(probabilities, priors, parts.calibration);
  }

  return {
    version: `model ${parts.card.trainedAt}`,
    card: parts.card,
    bytes: file.length,
    best(text, context = []) {
      const best = weigh(text, context);
      return { code: labels[best] ?? "", probability: probabilities[best] ?? 0 };
    },
    predict(read, context = []) {
      const best = weigh(read, context);
      const told: TopicProbability[] = [];
      for (let k = 0; k < classes; k++) {
        const probability = probabilities[k] ?? 0;
        if (k === best || probability >= TOLD) told.push({ code: labels[k] ?? "", probability });
      }
      // Of equal ones the best comes first.
      const first = labels[best];
      return told.sort((a, b) => b.probability - a.probability || (a.code === first ? -1 : 1));
    },
    explain(read, label) {
      const k = labels.indexOf(label);
      if (k < 0) return [];
      const worthOf = (row: number, value: number): number =>
        value * (machineScales.view[row] ?? 0) * (machines.view[row * wide + k] ?? 0);
      return tell(read, worthOf);
    },
  };
}
