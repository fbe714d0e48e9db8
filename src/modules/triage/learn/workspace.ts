import type { Corpus } from "./corpus.ts";
import {
  createArena,
  padColumns,
  alignedBytes,
  type FloatBlock,
  type IdBlock,
  type Arena,
} from "./kernel.ts";

/**
 * Hidden units of one network. Several narrow networks, averaged, beat one wide network of the same
 * cost.
 */
export const HIDDEN_UNITS = 64;
/**
 * Returns how many networks to average: 3 below 6,000 texts, where random initialisation matters
 * more, else 2.
 */
export const networkCount = (texts: number): number => (texts < 6_000 ? 3 : 2);

export type Network = {
  embed: FloatBlock;
  inBias: FloatBlock;
  out: FloatBlock;
  outBias: FloatBlock;
};

/**
 * Two kinds of learners on the same rows. Networks generalise; the one-vs-rest linear SVMs (as
 * LinearSVC) retain rare, decisive words. See docs/decisions/0017.
 */
export type TrainingWorkspace = {
  arena: Arena;
  corpus: Corpus;
  ids: IdBlock;
  values: FloatBlock;
  networks: readonly Network[];
  svmWeights: FloatBlock;
  svmBias: FloatBlock;
  /** state of AdaGrad and of the SVM dual: used in training only */
  embedAccumulator: FloatBlock;
  outAccumulator: FloatBlock;
  alphas: FloatBlock;
  scratch: FloatBlock;
  hidden: FloatBlock;
  scores: FloatBlock;
};

/** Weight of an SVM's score in the common softmax. */
export const SVM_SCORE_WEIGHT = 3;

/**
 * Creates an arena that holds the corpus and every table of the learners; `features` is the
 * vocabulary's size.
 */
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
    svmWeights: features * wide,
    svmBias: wide,
    embedAccumulator: features,
    outAccumulator: classes,
    alphas: corpus.size * wide,
    scratch: 3 * HIDDEN_UNITS + wide + 2 * corpus.longest + 64,
    hidden: HIDDEN_UNITS,
    scores: wide,
  };
  const bytes = (lengths: readonly number[]): number =>
    lengths.reduce((sum, n) => sum + alignedBytes(n), 0);
  const arena = createArena(
    bytes([corpus.ids.length, corpus.values.length]) +
      count * bytes(Object.values(net)) +
      bytes(Object.values(own)),
  );
  const ids = arena.ids(corpus.ids.length);
  const values = arena.floats(corpus.values.length);
  ids.view.set(corpus.ids);
  values.view.set(corpus.values);
  return {
    arena,
    corpus,
    ids,
    values,
    networks: Array.from({ length: count }, () => ({
      embed: arena.floats(net.embed),
      inBias: arena.floats(net.inBias),
      out: arena.floats(net.out),
      outBias: arena.floats(net.outBias),
    })),
    svmWeights: arena.floats(own.svmWeights),
    svmBias: arena.floats(own.svmBias),
    embedAccumulator: arena.floats(own.embedAccumulator),
    outAccumulator: arena.floats(own.outAccumulator),
    alphas: arena.floats(own.alphas),
    scratch: arena.floats(own.scratch),
    hidden: arena.floats(own.hidden),
    scores: arena.floats(own.scores),
  };
}

/**
 * Computes raw scores of one corpus row by all learners together: a new list, one number per class.
 */
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
