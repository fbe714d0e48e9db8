import { BLOCK_COUNT } from "./features.ts";
import { featureBlock, findFeature, featureRow, type FeatureVocabulary } from "./vocabulary.ts";

/** A text as a sparse vector: distinct vocabulary rows and their values. */
export type FeatureVector = { ids: Uint32Array; values: Float32Array; n: number };

export type FeatureScaler = {
  /** Adds one occurrence of a known feature. */
  add(known: number): void;
  /** Returns the vector of what was added and resets. */
  finish(): FeatureVector;
  /** Does both for a list of hashes; hashes outside the vocabulary are skipped. */
  vectorize(features: Uint32Array, n: number): FeatureVector;
};

const NOT_PRESENT = -1;

/**
 * Creates a TF-IDF scaler: (1 + ln count) × rarity, each block normalised to length 1. Not
 * reentrant: the result, written to `ids`, is overwritten by the next call.
 */
export function createFeatureScaler(
  vocabulary: FeatureVocabulary,
  longest: number,
  ids: Uint32Array = new Uint32Array(longest),
): FeatureScaler {
  const { rarity } = vocabulary;
  // A row's index in the result and its rarity side by side, for one memory access.
  const places = new Int32Array(2 * rarity.length).fill(NOT_PRESENT);
  const rarities = new Float32Array(places.buffer);
  rarity.forEach((value, row) => {
    rarities[2 * row + 1] = value;
  });
  const blocks = new Uint8Array(longest);
  const times = new Uint32Array(longest);
  const values = new Float32Array(longest);
  const lengths = new Float64Array(BLOCK_COUNT);
  const out: FeatureVector = { ids, values, n: 0 };
  let found = 0;

  function add(known: number): void {
    const row = featureRow(known);
    const place = places[2 * row] ?? NOT_PRESENT;
    if (place !== NOT_PRESENT) {
      times[place] = (times[place] ?? 0) + 1;
      return;
    }
    places[2 * row] = found;
    ids[found] = row;
    times[found] = 1;
    blocks[found] = featureBlock(known);
    values[found++] = rarities[2 * row + 1] ?? 0;
  }

  function done(): FeatureVector {
    lengths.fill(0);
    for (let j = 0; j < found; j++) {
      places[2 * (ids[j] ?? 0)] = NOT_PRESENT;
      const often = times[j] ?? 1;
      const value = (often === 1 ? 1 : 1 + Math.log(often)) * (values[j] ?? 0);
      values[j] = value;
      const block = blocks[j] ?? 0;
      lengths[block] = (lengths[block] ?? 0) + value * value;
    }
    for (let b = 0; b < BLOCK_COUNT; b++) lengths[b] = 1 / Math.sqrt(lengths[b] || 1);
    for (let j = 0; j < found; j++) values[j] = (values[j] ?? 0) * (lengths[blocks[j] ?? 0] ?? 0);
    out.n = found;
    found = 0;
    return out;
  }

  return {
    add,
    finish: done,
    vectorize(features, n) {
      for (let i = 0; i < n; i++) {
        const known = findFeature(vocabulary, features[i] ?? 0);
        if (known >= 0) add(known);
      }
      return done();
    },
  };
}
