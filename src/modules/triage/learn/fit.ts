import type { Breathe, Corpus } from "./corpus.ts";
import { openRoom, roomFor, type Bytes, type Floats, type Ids, type Room } from "./kernel.ts";

/** Hidden units of one net. Several narrow nets, averaged, beat one wide net of the same cost. */
export const NET_WIDTH = 64;
/** Where texts are few, chance speaks louder in each net: a third one is worth its time. */
export const netsFor = (texts: number): number => (texts < 6_000 ? 3 : 2);
/** Rows of bytes are read eight at a time. */
export const padded = (classes: number): number => Math.ceil(classes / 8) * 8;

type Net = { embed: Floats; inBias: Floats; out: Floats; outBias: Floats };

/**
 * Two kinds of learners side by side on the same rows. Nets forgive and generalise; the machines
 * (one-against-rest, as LinearSVC has them) hold on to rare, telling words. See docs/decisions/0016.
 */
export type Bench = {
  room: Room;
  corpus: Corpus;
  ids: Ids;
  values: Floats;
  nets: readonly Net[];
  machines: Floats;
  machineBias: Floats;
  /** of AdaGrad and of the dual: only training needs them */
  embedHeat: Floats;
  outHeat: Floats;
  alphas: Floats;
  scratch: Floats;
  hidden: Floats;
  scores: Floats;
};

const NET_RATE = 0.05;
const FEATURE_DROP = 0.4;
const HIDDEN_DROP = 0.3;
/** 1 / 2C of the dual, C = 1. */
const SOFTNESS = 0.5;
const MACHINE_ROUNDS = 8;
/** A score of a machine counts so many times in the common softmax. */
export const MACHINE_SHARE = 3;

/** Few texts need more rounds than many. */
const netRounds = (texts: number): number =>
  Math.max(10, Math.min(14, Math.round(60_000 / Math.max(1, texts))));

/** A room with the corpus and every table of the learners. */
export function openBench(corpus: Corpus, features: number): Bench {
  const classes = corpus.classes.length;
  const wide = padded(classes);
  const count = netsFor(corpus.size);
  const net = {
    embed: features * NET_WIDTH,
    inBias: NET_WIDTH,
    out: classes * NET_WIDTH,
    outBias: wide,
  };
  const own = {
    machines: features * wide,
    machineBias: wide,
    embedHeat: features,
    outHeat: classes,
    alphas: corpus.size * wide,
    scratch: 3 * NET_WIDTH + wide + 2 * corpus.longest + 64,
    hidden: NET_WIDTH,
    scores: wide,
  };
  const bytes = (lengths: readonly number[]): number =>
    lengths.reduce((sum, n) => sum + roomFor(n), 0);
  const room = openRoom(
    bytes([corpus.ids.length, corpus.values.length]) +
      count * bytes(Object.values(net)) +
      bytes(Object.values(own)),
  );
  const ids = room.ids(corpus.ids.length);
  const values = room.floats(corpus.values.length);
  ids.view.set(corpus.ids);
  values.view.set(corpus.values);
  return {
    room,
    corpus,
    ids,
    values,
    nets: Array.from({ length: count }, () => ({
      embed: room.floats(net.embed),
      inBias: room.floats(net.inBias),
      out: room.floats(net.out),
      outBias: room.floats(net.outBias),
    })),
    machines: room.floats(own.machines),
    machineBias: room.floats(own.machineBias),
    embedHeat: room.floats(own.embedHeat),
    outHeat: room.floats(own.outHeat),
    alphas: room.floats(own.alphas),
    scratch: room.floats(own.scratch),
    hidden: room.floats(own.hidden),
    scores: room.floats(own.scores),
  };
}

/** Numbers that look random and are the same each time: a training can be repeated to the bit. */
export function dice(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Puts a list in an order by lot. */
export function shuffle(list: Uint32Array, roll: () => number): void {
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(roll() * (i + 1));
    const held = list[i] ?? 0;
    list[i] = list[j] ?? 0;
    list[j] = held;
  }
}

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

/** Raw scores of one row of the corpus by all learners together, a fresh list of one per class. */
export function scoreRow(bench: Bench, row: number): Float64Array {
  const { room, corpus, nets, machines, machineBias, hidden, scores } = bench;
  const { kernel } = room;
  const from = corpus.starts[row] ?? 0;
  const n = (corpus.starts[row + 1] ?? 0) - from;
  const own = [bench.ids.at + from * 4, bench.values.at + from * 4, n];
  const classes = corpus.classes.length;
  scores.view.set(machineBias.view);
  kernel.addRows(scores.at, machines.at, padded(classes), ...own);
  const together = Float64Array.from(
    scores.view.subarray(0, classes),
    (score) => MACHINE_SHARE * score,
  );
  for (const { embed, inBias, out, outBias } of nets) {
    hidden.view.set(inBias.view);
    kernel.addRows(hidden.at, embed.at, NET_WIDTH, ...own);
    for (let i = 0; i < NET_WIDTH; i++) hidden.view[i] = Math.max(0, hidden.view[i] ?? 0);
    scores.view.set(outBias.view);
    kernel.product(scores.at, out.at, classes, NET_WIDTH, hidden.at);
    for (let k = 0; k < classes; k++)
      together[k] = (together[k] ?? 0) + (scores.view[k] ?? 0) / nets.length;
  }
  return together;
}

/** Rows of floats as signed bytes with a scale for each row; the error is ≤ 1/254 of its largest. */
export function toBytes(
  from: Float32Array,
  width: number,
  { into, scales }: { into: Bytes["view"]; scales: Float32Array },
): void {
  for (let row = 0; row * width < from.length; row++) {
    const start = row * width;
    let top = 0;
    for (let i = 0; i < width; i++) top = Math.max(top, Math.abs(from[start + i] ?? 0));
    const scale = top / 127 || 1;
    scales[row] = scale;
    for (let i = 0; i < width; i++) into[start + i] = Math.round((from[start + i] ?? 0) / scale);
  }
}
