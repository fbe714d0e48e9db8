import { BLOCKS } from "./features.ts";

/** The features a model knows: each hash has a row, a rarity and a block. */
export type Vocabulary = {
  /** row → hash, the most frequent first */
  readonly hashes: Uint32Array;
  /** row → inverse document frequency: ln((1 + texts) / (1 + texts that hold it)) + 1 */
  readonly rarity: Float32Array;
  /** open addressing by pairs of places: hash, row; a hash of 0 is a free pair */
  readonly slots: Uint32Array;
};

const powerAbove = (n: number): number => 2 ** Math.ceil(Math.log2(Math.max(16, n)));

/** Built from its two lists, at training and when a file is opened. */
export function makeVocabulary(hashes: Uint32Array, rarity: Float32Array): Vocabulary {
  const slots = new Uint32Array(2 * powerAbove(hashes.length * 2));
  const mask = slots.length - 1;
  for (let row = 0; row < hashes.length; row++) {
    const hash = hashes[row] ?? 0;
    let at = ((hash >>> 2) << 1) & mask;
    while (slots[at] !== 0) at = (at + 2) & mask;
    slots[at] = hash;
    slots[at + 1] = row;
  }
  return { hashes, rarity, slots };
}

/** In how many texts each feature stands; grows as texts are counted. */
export type Counted = {
  count(features: Uint32Array, n: number): void;
  most(rows: number): Vocabulary;
};

export function countFeatures(): Counted {
  let size = 1 << 20;
  let slots = new Uint32Array(size);
  let texts = new Uint32Array(size);
  let last = new Uint32Array(size);
  let known = 0;
  let text = 0;
  const find = (hash: number): number => {
    let at = (hash >>> 2) & (size - 1);
    while (slots[at] !== 0 && slots[at] !== hash) at = (at + 1) & (size - 1);
    return at;
  };
  const grow = (): void => {
    const [oldSlots, oldTexts, oldLast] = [slots, texts, last];
    size *= 2;
    slots = new Uint32Array(size);
    texts = new Uint32Array(size);
    last = new Uint32Array(size);
    oldSlots.forEach((hash, from) => {
      if (hash === 0) return;
      const at = find(hash);
      slots[at] = hash;
      texts[at] = oldTexts[from] ?? 0;
      last[at] = oldLast[from] ?? 0;
    });
  };
  return {
    count(features, n) {
      text++;
      if ((known + n) * 2 > size) grow();
      for (let i = 0; i < n; i++) {
        const hash = features[i] ?? 0;
        const at = find(hash);
        if (slots[at] === 0) {
          slots[at] = hash;
          known++;
        }
        if (last[at] === text) continue;
        last[at] = text;
        texts[at] = (texts[at] ?? 0) + 1;
      }
    },
    most(rows) {
      const found: number[] = [];
      for (let at = 0; at < size; at++) if (slots[at] !== 0) found.push(at);
      const often = (at: number): number => texts[at] ?? 0;
      const hashAt = (at: number): number => slots[at] ?? 0;
      found.sort((a, b) => often(b) - often(a) || hashAt(a) - hashAt(b));
      const kept = found.slice(0, rows);
      return makeVocabulary(
        Uint32Array.from(kept, hashAt),
        Float32Array.from(kept, (at) => Math.log((1 + text) / (1 + often(at))) + 1),
      );
    },
  };
}

/** A text as the learner weighs it: distinct rows of the vocabulary and their values. */
export type Weighed = { ids: Uint32Array; values: Float32Array; n: number };

export type Scale = {
  weigh(features: Uint32Array, n: number): Weighed;
};

/**
 * Turns features into weights: (1 + ln times) × rarity, each block brought to length 1. One scale
 * serves one caller at a time: the answer is overwritten by the next.
 */
export function makeScale(vocabulary: Vocabulary, longest: number): Scale {
  const { slots, rarity, hashes } = vocabulary;
  const mask = slots.length - 1;
  const seen = new Int32Array(hashes.length).fill(-1);
  const blockOf = new Uint8Array(longest);
  const ids = new Uint32Array(longest);
  const values = new Float32Array(longest);
  const squares = new Float64Array(BLOCKS);
  const out: Weighed = { ids, values, n: 0 };
  return {
    weigh(features, n) {
      let found = 0;
      for (let i = 0; i < n; i++) {
        const hash = features[i] ?? 0;
        let at = ((hash >>> 2) << 1) & mask;
        while (slots[at] !== 0 && slots[at] !== hash) at = (at + 2) & mask;
        if (slots[at] === 0) continue;
        const row = slots[at + 1] ?? 0;
        const before = seen[row] ?? -1;
        if (before >= 0) {
          values[before] = (values[before] ?? 0) + 1;
          continue;
        }
        seen[row] = found;
        ids[found] = row;
        blockOf[found] = hash & 3;
        values[found++] = 1;
      }
      squares.fill(0);
      for (let j = 0; j < found; j++) {
        const row = ids[j] ?? 0;
        seen[row] = -1;
        const times = values[j] ?? 1;
        const value = (times === 1 ? 1 : 1 + Math.log(times)) * (rarity[row] ?? 0);
        values[j] = value;
        const block = blockOf[j] ?? 0;
        squares[block] = (squares[block] ?? 0) + value * value;
      }
      for (let b = 0; b < BLOCKS; b++) squares[b] = 1 / Math.sqrt(squares[b] || 1);
      for (let j = 0; j < found; j++) {
        values[j] = (values[j] ?? 0) * (squares[blockOf[j] ?? 0] ?? 0);
      }
      out.n = found;
      return out;
    },
  };
}
