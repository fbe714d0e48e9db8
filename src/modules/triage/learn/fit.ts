import { HIDDEN_UNITS, type TrainingWorkspace, type Network } from "./workspace.ts";
import type { YieldToEventLoop } from "./corpus.ts";
import { seededRandom, shuffle } from "./random.ts";
import { padColumns } from "./kernel.ts";

const LEARNING_RATE = 0.05;
const FEATURE_DROPOUT = 0.4;
const HIDDEN_DROPOUT = 0.3;
/** 1 / 2C of the dual, C = 1. */
const SVM_REGULARIZATION = 0.5;
const SVM_EPOCHS = 8;

/** Passes over the data: small sets need more. */
const networkEpochs = (texts: number): number =>
  Math.max(10, Math.min(14, Math.round(60_000 / Math.max(1, texts))));

/**
 * Trains every learner from scratch on the given `rows` of the workspace's corpus; the same seed
 * gives the same weights.
 */
export async function fitLearners(
  workspace: TrainingWorkspace,
  rows: Uint32Array,
  { seed, yieldToEventLoop }: { seed: number; yieldToEventLoop: YieldToEventLoop },
): Promise<void> {
  const random = seededRandom(seed);
  const order = Uint32Array.from(rows);
  workspace.arena.kernel.seed(seed);
  for (const net of workspace.networks)
    await fitNetwork(workspace, order, { net, random, yieldToEventLoop });
  await fitSvms(workspace, order, { random, yieldToEventLoop });
}

function initWeights({ embed, inBias, out, outBias }: Network, random: () => number): void {
  for (let i = 0; i < embed.view.length; i++) embed.view[i] = (random() - 0.5) * 0.17;
  const reach = 3.4 / Math.sqrt(HIDDEN_UNITS);
  for (let i = 0; i < out.view.length; i++) out.view[i] = (random() - 0.5) * reach;
  inBias.view.fill(0);
  outBias.view.fill(0);
}

async function fitNetwork(
  workspace: TrainingWorkspace,
  order: Uint32Array,
  {
    net,
    random,
    yieldToEventLoop,
  }: { net: Network; random: () => number; yieldToEventLoop: YieldToEventLoop },
): Promise<void> {
  const { arena, corpus, ids, values, embedAccumulator, outAccumulator } = workspace;
  const { starts, labels, classes, longest } = corpus;
  const { embed, inBias, out, outBias } = net;
  initWeights(net, random);
  embedAccumulator.view.fill(1e-4);
  outAccumulator.view.fill(1e-4);
  arena.kernel.initNetwork(
    HIDDEN_UNITS,
    classes.length,
    embed.at,
    embedAccumulator.at,
    inBias.at,
    out.at,
    outAccumulator.at,
    outBias.at,
    workspace.scratch.at,
  );
  const epochs = networkEpochs(order.length);
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random);
    const rate = LEARNING_RATE * (1 - epoch / epochs);
    for (const row of order) {
      const from = starts[row] ?? 0;
      const n = (starts[row + 1] ?? 0) - from;
      arena.kernel.networkStep(
        ids.at + from * 4,
        values.at + from * 4,
        n,
        labels[row] ?? 0,
        rate,
        FEATURE_DROPOUT,
        HIDDEN_DROPOUT,
        longest,
      );
      await yieldToEventLoop();
    }
  }
}

async function fitSvms(
  workspace: TrainingWorkspace,
  order: Uint32Array,
  { random, yieldToEventLoop }: { random: () => number; yieldToEventLoop: YieldToEventLoop },
): Promise<void> {
  const { arena, corpus, ids, values, svmWeights, svmBias, alphas, scratch } = workspace;
  const { starts, labels, classes } = corpus;
  const wide = padColumns(classes.length);
  for (const { view } of [svmWeights, svmBias, alphas]) view.fill(0);
  const squares = new Float32Array(corpus.size);
  for (const row of order) {
    let square = 1;
    for (let j = starts[row] ?? 0; j < (starts[row + 1] ?? 0); j++)
      square += (values.view[j] ?? 0) ** 2;
    squares[row] = square;
  }
  for (let epoch = 0; epoch < SVM_EPOCHS; epoch++) {
    shuffle(order, random);
    for (const row of order) {
      const from = starts[row] ?? 0;
      arena.kernel.svmStep(
        svmWeights.at,
        svmBias.at,
        wide,
        ids.at + from * 4,
        values.at + from * 4,
        (starts[row + 1] ?? 0) - from,
        labels[row] ?? 0,
        alphas.at + row * wide * 4,
        squares[row] ?? 1,
        SVM_REGULARIZATION,
        scratch.at,
      );
      await yieldToEventLoop();
    }
  }
}
