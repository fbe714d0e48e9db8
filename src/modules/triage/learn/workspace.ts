import type { Corpus } from "./corpus.ts";
import {
  createArena,
  padColumns,
  alignedBytes,
  type FloatBlock,
  type IdBlock,
  type Arena,
} from "./kernel.ts";

/** Hidden units of one net. Several narrow nets, averaged, beat one wide net of the same cost. */
export const HIDDEN_UNITS = 64;
/** Where texts are few, chance speaks louder in each net: a third one is worth its time. */
export const networkCount = (texts: number): number => (texts < 6_000 ? 3 : 2);

export type Network = {
  embed: FloatBlock;
  inBias: FloatBlock;
  out: FloatBlock;
  outBias: FloatBlock;
};

/**
 * Two kinds of learners side by side on the same rows. Nets forgive and generalise; the machines
 * (one-against-rest, as LinearSVC has them) hold on to rare, telling words. See docs/decisions/0017.
 */
export type TrainingWorkspace = {
  arena: Arena;
  corpus: Corpus;
  ids: IdBlock;
  values: FloatBlock;
  networks: readonly Network[];
  svmWeights: FloatBlock;
  svmBias: FloatBlock;
  /** of AdaGrad and of the dual: only training needs them */
  embedAccumulator: FloatBlock;
  outAccumulator: FloatBlock;
  alphas: FloatBlock;
  scratch: FloatBlock;
  hidden: FloatBlock;
  scores: FloatBlock;
};

/** A score of a machine counts so many times in the common softmax. */
export const SVM_SCORE_WEIGHT = 3;

/** A room with the corpus and every table of the learners. */
export function createWorkspace(corpus: Corpus, features: number): TrainingWorkspace {
  const classes = corpus.classes.length;
  const wide = padColumns(classes);
  const count = networkCount(corpus.size);
  const net = {
    embed: features * HIDDEN_UNITS,
    inBias: HIDDEN_UNITS,
    out: classes * HIDDEN_UNITS,
    outBias: wide,
  };
  const own = {
    machines: features * wide,
    machineBias: wide,
    embedHeat: features,
    outHeat: classes,
    alphas: corpus.size * wide,
    scratch: 3 * HIDDEN_UNITS + wide + 2 * corpus.longest + 64,
    hidden: HIDDEN_UNITS,
    scores: wide,
  };
  const bytes = (lengths: readonly number[]): number =>
    lengths.reduce((sum, n) => sum + alignedBytes(n), 0);
  const room = createArena(
    bytes([corpus.ids.length, corpus.values.length]) +
      count * bytes(Object.values(net)) +
      bytes(Object.values(own)),
  );
  const ids = room.ids(corpus.ids.length);
  const values = room.floats(corpus.values.length);
  ids.view.set(corpus.ids);
  values.view.set(corpus.values);
  return {
    arena: room,
    corpus,
    ids,
    values,
    networks: Array.from({ length: count }, () => ({
      embed: room.floats(net.embed),
      inBias: room.floats(net.inBias),
      out: room.floats(net.out),
      outBias: room.floats(net.outBias),
    })),
    svmWeights: room.floats(own.machines),
    svmBias: room.floats(own.machineBias),
    embedAccumulator: room.floats(own.embedHeat),
    outAccumulator: room.floats(own.outHeat),
    alphas: room.floats(own.alphas),
    scratch: room.floats(own.scratch),
    hidden: room.floats(own.hidden),
    scores: room.floats(own.scores),
  };
}

/** Raw scores of one row of the corpus by all learners together, a fresh list of one per class. */
export function scoreRow(bench: TrainingWorkspace, row: number): Float64Array {
  const { arena, corpus, networks, svmWeights, svmBias, hidden, scores } = bench;
  const { kernel } = arena;
  const from = corpus.starts[row] ?? 0;
  const n = (corpus.starts[row + 1] ?? 0) - from;
  const own = [bench.ids.at + from * 4, bench.values.at + from * 4, n];
  const classes = corpus.classes.length;
  scores.view.set(svmBias.view);
  kernel.addRows(scores.at, svmWeights.at, padColumns(classes), ...own);
  const together = Float64Array.from(
    scores.view.subarray(0, classes),
    (score) => SVM_SCORE_WEIGHT * score,
  );
  for (const { embed, inBias, out, outBias } of networks) {
    hidden.view.set(inBias.view);
    kernel.addRows(hidden.at, embed.at, HIDDEN_UNITS, ...own);
    for (let i = 0; i < HIDDEN_UNITS; i++) hidden.view[i] = Math.max(0, hidden.view[i] ?? 0);
    scores.view.set(outBias.view);
    kernel.product(scores.at, out.at, classes, HIDDEN_UNITS, hidden.at);
    for (let k = 0; k < classes; k++)
      together[k] = (together[k] ?? 0) + (scores.view[k] ?? 0) / networks.length;
  }
  return together;
}
