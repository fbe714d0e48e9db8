/** The features of a model: each hash has a row, a rarity and a block. */
export type FeatureVocabulary = {
  /** row → hash, the most frequent first */
  readonly hashes: Uint32Array;
  /** row → inverse document frequency: ln((1 + texts) / (1 + texts that hold it)) + 1 */
  readonly rarity: Float32Array;
  /** open addressing by pairs of places: hash, row; a hash of 0 is a free pair */
  readonly slots: Uint32Array;
};

const nextPowerOfTwo = (n: number): number => 2 ** Math.ceil(Math.log2(Math.max(16, n)));

/** Builds the lookup table from the two lists, at training and when a file is opened. */
export function buildVocabulary(hashes: Uint32Array, rarity: Float32Array): FeatureVocabulary {
  const slots = new Uint32Array(2 * nextPowerOfTwo(hashes.length * 2));
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

const BLOCK_MASK = 3;
/** Returns the row of a packed known feature. */
export const featureRow = (known: number): number => known >>> 2;
/** Returns the block of a packed known feature. */
export const featureBlock = (known: number): number => known & BLOCK_MASK;

/** Returns the packed known feature of this hash, or -1 for one outside the vocabulary. */
export function findFeature({ slots }: FeatureVocabulary, hash: number): number {
  const mask = slots.length - 1;
  let at = ((hash >>> 2) << 1) & mask;
  for (;;) {
    const there = slots[at];
    if (there === hash) return ((slots[at + 1] ?? 0) << 2) | (hash & BLOCK_MASK);
    if (there === 0) return -1;
    at = (at + 2) & mask;
  }
}
