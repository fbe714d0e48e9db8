import type { Corpus } from "./corpus.ts";
import { openRoom, padded, roomFor, type Floats, type Ids, type Room } from "./kernel.ts";

/** Hidden units of one net. Several narrow nets, averaged, beat one wide net of the same cost. */
export const NET_WIDTH = 64;
/** Where texts are few, chance speaks louder in each net: a third one is worth its time. */
export const netsFor = (texts: number): number => (texts < 6_000 ? 3 : 2);

export type Net = { embed: Floats; inBias: Floats; out: Floats; outBias: Floats };

/**
 * Two kinds of learners side by side on the same rows. Nets forgive and generalise; the machines
 * (one-against-rest, as LinearSVC has them) hold on to rare, telling words. See docs/decisions/0017.
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

/** A score of a machine counts so many times in the common softmax. */
export const MACHINE_SHARE = 3;

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
