import type { AnalyzedText, Token } from "../../text/analyze.ts";
import {
  previousWordHash,
  contextFeature,
  writeLetterFeatures,
  writeWordFeatures,
  MAX_FEATURES,
  MAX_WORD_FEATURES,
  pairFeature,
  wordSpelling,
  type WordSpelling,
} from "./features.ts";
import type { FeatureScaler, FeatureVector } from "./scaler.ts";
import { findFeature, featureRow, type FeatureVocabulary } from "./vocabulary.ts";

/**
 * Vectorises texts exactly as `writeFeatures` with `FeatureScaler.vectorize` does, to the bit, and
 * caches each word's features: a few thousand words make up most texts, and only bigrams are looked
 * up anew.
 */
export type WordCache = {
  vectorize(read: AnalyzedText, context: readonly string[]): FeatureVector;
  /** Calls `visit` with the vocabulary rows of a word taken alone, with repetitions. */
  forEachRow(token: Token, visit: (row: number) => void): void;
};

const INITIAL_POOL_SIZE = 1 << 14;
const MAX_POOL_SIZE = 1 << 20;
const MAX_CACHED_WORDS = 50_000;
const MAX_CACHED_WORD_LENGTH = 30;
/**
 * Header of an entry: features of the word, known whole-word features, known features altogether.
 */
const ENTRY_HEADER = 3;

/** Creates a cache of word features over a vocabulary; cleared when full. */
export function createWordCache(vocabulary: FeatureVocabulary, scale: FeatureScaler): WordCache {
  const entries = new Map<string, number>();
  const features = new Uint32Array(MAX_WORD_FEATURES);
  let pool = new Uint32Array(INITIAL_POOL_SIZE);
  let used = 0;

  function ensureCapacity(): void {
    const full = used + ENTRY_HEADER + MAX_WORD_FEATURES > pool.length;
    if (full && pool.length < MAX_POOL_SIZE) {
      const larger = new Uint32Array(pool.length * 2);
      larger.set(pool);
      pool = larger;
    } else if (full || entries.size >= MAX_CACHED_WORDS) {
      entries.clear();
      used = 0;
    }
  }

  /** Computes a word's entry and returns its offset. */
  function cacheWord(word: WordSpelling): number {
    ensureCapacity();
    const whole = writeWordFeatures(word, features, 0);
    const all = writeLetterFeatures(word, features, whole);
    let n = used + ENTRY_HEADER;
    for (let i = 0; i < all; i++) {
      if (i === whole) pool[used + 1] = n;
      const known = findFeature(vocabulary, features[i] ?? 0);
      if (known >= 0) pool[n++] = known;
    }
    if (all === whole) pool[used + 1] = n;
    pool[used] = all;
    pool[used + 2] = n;
    const entry = used;
    if (word.key.length > MAX_CACHED_WORD_LENGTH) return entry;
    entries.set(word.key, entry);
    used = n;
    return entry;
  }

  function add(from: number, to: number): void {
    for (let at = from; at < to; at++) scale.add(pool[at] ?? 0);
  }

  function addFeature(hash: number): void {
    const known = findFeature(vocabulary, hash);
    if (known >= 0) scale.add(known);
  }

  return {
    vectorize({ tokens }, context) {
      let n = 0;
      let before = 0;
      for (const token of tokens) {
        if (n > MAX_FEATURES - MAX_WORD_FEATURES) break;
        const word = wordSpelling(token);
        const entry = entries.get(word.key) ?? cacheWord(word);
        const letters = pool[entry + 1] ?? 0;
        add(entry + ENTRY_HEADER, letters);
        addFeature(pairFeature(word, before));
        add(letters, pool[entry + 2] ?? 0);
        before = previousWordHash(word);
        n += 1 + (pool[entry] ?? 0);
      }
      for (const fact of context) if (n++ < MAX_FEATURES) addFeature(contextFeature(fact));
      return scale.finish();
    },
    forEachRow(token, visit) {
      const word = wordSpelling(token);
      const entry = entries.get(word.key) ?? cacheWord(word);
      const letters = pool[entry + 1] ?? 0;
      const end = pool[entry + 2] ?? 0;
      for (let at = entry + ENTRY_HEADER; at < letters; at++) visit(featureRow(pool[at] ?? 0));
      const first = findFeature(vocabulary, pairFeature(word, 0));
      if (first >= 0) visit(featureRow(first));
      for (let at = letters; at < end; at++) visit(featureRow(pool[at] ?? 0));
    },
  };
}
