import { analyzeText } from "../text/analyze.ts";
import { createFeatureCounter } from "./features/feature-counter.ts";
import { writeFeatures, MAX_FEATURES } from "./features/features.ts";
import { createFeatureScaler } from "./features/scaler.ts";
import type { FeatureVocabulary } from "./features/vocabulary.ts";

/** A text labelled by a person; `context` are facts beside it, as in `writeFeatures`. */
export type LabelledText = {
  text: string;
  label: string;
  context?: readonly string[] | undefined;
  /**
   * A training example written by us, such as a catalogue's phrase: it is trained on, but no figure
   * of the model card counts it.
   */
  primer?: boolean | undefined;
};

/** Labelled texts as sparse rows: row i holds places `starts[i]` … `starts[i + 1]` of the lists. */
export type Corpus = {
  size: number;
  classes: readonly string[];
  labels: Uint32Array;
  starts: Uint32Array;
  ids: Uint32Array;
  values: Float32Array;
  longest: number;
};

/** Returns the number of texts per class, in the order of the classes. */
export function classCounts({ classes, labels }: Corpus): number[] {
  const counts = classes.map(() => 0);
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}

/** Yields to the event loop in the middle of long work. */
export type YieldToEventLoop = () => Promise<void>;

type GrowableList = { list: Uint32Array; n: number };

function ensureCapacity(growing: GrowableList, more: number): void {
  if (growing.n + more <= growing.list.length) return;
  const list = new Uint32Array(Math.max(growing.list.length * 2, growing.n + more));
  list.set(growing.list.subarray(0, growing.n));
  growing.list = list;
}

/**
 * Reads every text once; returns the vocabulary of the `maxRows` commonest features and the corpus
 * rows in it.
 */
export async function buildCorpus(
  rows: readonly LabelledText[],
  maxRows: (classes: number) => number,
  yieldToEventLoop: YieldToEventLoop,
): Promise<{ corpus: Corpus; vocabulary: FeatureVocabulary }> {
  const features = new Uint32Array(MAX_FEATURES);
  const all: GrowableList = { list: new Uint32Array(1 << 20), n: 0 };
  const ends = new Uint32Array(rows.length);
  const counter = createFeatureCounter();
  const codes = new Map<string, number>();
  const labels = new Uint32Array(rows.length);
  for (const [at, { text, label, context }] of rows.entries()) {
    const n = writeFeatures(analyzeText(text), context ?? [], features);
    counter.count(features, n);
    ensureCapacity(all, n);
    all.list.set(features.subarray(0, n), all.n);
    all.n += n;
    ends[at] = all.n;
    const code = codes.get(label) ?? codes.size;
    codes.set(label, code);
    labels[at] = code;
    await yieldToEventLoop();
  }
  const vocabulary = counter.topFeatures(maxRows(codes.size));
  const starts = new Uint32Array(rows.length + 1);
  const ids = new Uint32Array(all.n);
  const values = new Float32Array(all.n);
  const scale = createFeatureScaler(vocabulary, MAX_FEATURES);
  let total = 0;
  let longest = 1;
  for (let at = 0; at < rows.length; at++) {
    const from = at === 0 ? 0 : (ends[at - 1] ?? 0);
    const own = all.list.subarray(from, ends[at]);
    const weighed = scale.vectorize(own, own.length);
    ids.set(weighed.ids.subarray(0, weighed.n), total);
    values.set(weighed.values.subarray(0, weighed.n), total);
    total += weighed.n;
    longest = Math.max(longest, weighed.n);
    starts[at + 1] = total;
    await yieldToEventLoop();
  }
  return {
    vocabulary,
    corpus: {
      size: rows.length,
      classes: [...codes.keys()],
      labels,
      starts,
      ids: ids.subarray(0, total),
      values: values.subarray(0, total),
      longest,
    },
  };
}
