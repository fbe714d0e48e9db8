import { NET_WIDTH, type Bench, type Net } from "./workspace.ts";
import type { Breathe } from "./corpus.ts";
import { dice, shuffle } from "./random.ts";
import { padded } from "./kernel.ts";

const NET_RATE = 0.05;
const FEATURE_DROP = 0.4;
const HIDDEN_DROP = 0.3;
/** 1 / 2C of the dual, C = 1. */
const SOFTNESS = 0.5;
const MACHINE_ROUNDS = 8;

/** Few texts need more rounds than many. */
const netRounds = (texts: number): number =>
  Math.max(10, Math.min(14, Math.round(60_000 / Math.max(1, texts))));

/** Trains every learner anew on the given rows of the bench's corpus. */
export async function fit(
  bench: Bench,
  rows: Uint32Array,
  { seed, breathe }: { seed: number; breathe: Breathe },
): Promise<void> {
  const roll = dice(seed);
  const order = Uint32Array.from(rows);
  bench.room.kernel.sow(seed);
  for (const net of bench.nets) await fitNet(bench, order, { net, roll, breathe });
  await fitMachines(bench, order, { roll, breathe });
}

function begin({ embed, inBias, out, outBias }: Net, roll: () => number): void {
  for (let i = 0; i < embed.view.length; i++) embed.view[i] = (roll() - 0.5) * 0.17;
  const reach = 3.4 / Math.sqrt(NET_WIDTH);
  for (let i = 0; i < out.view.length; i++) out.view[i] = (roll() - 0.5) * reach;
  inBias.view.fill(0);
  outBias.view.fill(0);
}

async function fitNet(
  bench: Bench,
  order: Uint32Array,
  { net, roll, breathe }: { net: Net; roll: () => number; breathe: Breathe },
): Promise<void> {
  const { room, corpus, ids, values, embedHeat, outHeat } = bench;
  const { starts, labels, classes, longest } = corpus;
  const { embed, inBias, out, outBias } = net;
  begin(net, roll);
  embedHeat.view.fill(1e-4);
  outHeat.view.fill(1e-4);
  room.kernel.layNet(
    NET_WIDTH,
    classes.length,
    embed.at,
    embedHeat.at,
    inBias.at,
    out.at,
    outHeat.at,
    outBias.at,
    bench.scratch.at,
  );
  const rounds = netRounds(order.length);
  for (let round = 0; round < rounds; round++) {
    shuffle(order, roll);
    const rate = NET_RATE * (1 - round / rounds);
    for (const row of order) {
      const from = starts[row] ?? 0;
      const n = (starts[row + 1] ?? 0) - from;
      room.kernel.netStep(
        ids.at + from * 4,
        values.at + from * 4,
        n,
        labels[row] ?? 0,
        rate,
        FEATURE_DROP,
        HIDDEN_DROP,
        longest,
      );
      await breathe();
    }
  }
}

async function fitMachines(
  bench: Bench,
  order: Uint32Array,
  { roll, breathe }: { roll: () => number; breathe: Breathe },
): Promise<void> {
  const { room, corpus, ids, values, machines, machineBias, alphas, scratch } = bench;
  const { starts, labels, classes } = corpus;
  const wide = padded(classes.length);
  for (const { view } of [machines, machineBias, alphas]) view.fill(0);
  const squares = new Float32Array(corpus.size);
  for (const row of order) {
    let square = 1;
    for (let j = starts[row] ?? 0; j < (starts[row + 1] ?? 0); j++)
      square += (values.view[j] ?? 0) ** 2;
    squares[row] = square;
  }
  for (let round = 0; round < MACHINE_ROUNDS; round++) {
    shuffle(order, roll);
    for (const row of order) {
      const from = starts[row] ?? 0;
      room.kernel.machineStep(
        machines.at,
        machineBias.at,
        wide,
        ids.at + from * 4,
        values.at + from * 4,
        (starts[row + 1] ?? 0) - from,
        labels[row] ?? 0,
        alphas.at + row * wide * 4,
        squares[row] ?? 1,
        SOFTNESS,
        scratch.at,
      );
      await breathe();
    }
  }
}
