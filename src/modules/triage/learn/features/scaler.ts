import { BLOCKS } from "./features.ts";
import { blockOf, knownFeature, rowOf, type Vocabulary } from "./vocabulary.ts";

/** A text as the learner weighs it: distinct rows of the vocabulary and their values. */
export type Weighed = { ids: Uint32Array; values: Float32Array; n: number };

export type Scale = {
  /** Lays one known feature of a text on the scale, as often as the text has it. */
  add(known: number): void;
  /** Weighs what lies on the scale and clears it. */
  done(): Weighed;
  /** Both for a list of hashes; those not in the vocabulary are passed over. */
  weigh(features: Uint32Array, n: number): Weighed;
};

const NOWHERE = -1;

/**
 * Turns features into weights: (1 + ln times) × rarity, each block brought to length 1. One scale
 * serves one caller at a time: the answer, written to `ids`, is overwritten by the next.
 */
export function makeScale(
  vocabulary: Vocabulary,
  longest: number,
  ids: Uint32Array = new Uint32Array(longest),
): Scale {
  const { rarity } = vocabulary;
  // A row's place in the answer and its rarity side by side, so that memory is asked once for both.
  const places = new Int32Array(2 * rarity.length).fill(NOWHERE);
  const rarities = new Float32Array(places.buffer);
  rarity.forEach((value, row) => {
    rarities[2 * row + 1] = value;
  });
  const blocks = new Uint8Array(longest);
  const times = new Uint32Array(longest);
  const values = new Float32Array(longest);
  const lengths = new Float64Array(BLOCKS);
  const out: Weighed = { ids, values, n: 0 };
  let found = 0;

  function add(known: number): void {
    const row = rowOf(known);
    const place = places[2 * row] ?? NOWHERE;
    if (place !== NOWHERE) {
      times[place] = (times[place] ?? 0) + 1;
      return;
    }
    places[2 * row] = found;
    ids[found] = row;
    times[found] = 1;
    blocks[found] = blockOf(known);
    values[found++] = rarities[2 * row + 1] ?? 0;
  }

  function done(): Weighed {
    lengths.fill(0);
    for (let j = 0; j < found; j++) {
      places[2 * (ids[j] ?? 0)] = NOWHERE;
      const often = times[j] ?? 1;
      const value = (often === 1 ? 1 : 1 + Math.log(often)) * (values[j] ?? 0);
      values[j] = value;
      const block = blocks[j] ?? 0;
      lengths[block] = (lengths[block] ?? 0) + value * value;
    }
    for (let b = 0; b < BLOCKS; b++) lengths[b] = 1 / Math.sqrt(lengths[b] || 1);
    for (let j = 0; j < found; j++) values[j] = (values[j] ?? 0) * (lengths[blocks[j] ?? 0] ?? 0);
    out.n = found;
    found = 0;
    return out;
  }

  return {
    add,
    done,
    weigh(features, n) {
      for (let i = 0; i < n; i++) {
        const known = knownFeature(vocabulary, features[i] ?? 0);
        if (known >= 0) add(known);
      }
      return done();
    },
  };
}
