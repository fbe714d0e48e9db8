import type { AnalyzedText, Token } from "../../text/analyze.ts";

/**
 * Features of a text: words, stems, stem bigrams, and character n-grams of 2…5 letters within a
 * word (which tolerate a typo), each a 32-bit hash whose two low bits name its block. Words
 * themselves are not stored, so a model file holds nothing that a resident wrote.
 */
export const featureBlocks = { word: 0, pair: 1, letters: 2, context: 3 } as const;
export const BLOCK_COUNT = 4;
const MIN_NGRAM = 2;
const MAX_NGRAM = 5;
const FNV_PRIME = 0x01000193;
const FNV_BASIS = 0x811c9dc5;
const SPACE = 32;

/** Upper bound of features of one text: enough for 4,000 characters of prose. */
export const MAX_FEATURES = 24_000;

/** The finaliser of MurmurHash3: every bit of the hash depends on every bit of the sum. */
function mixHash(hash: number, block: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  h ^= h >>> 16;
  const out = ((h & ~3) | block) >>> 0;
  // Zero marks a free slot in the hash tables.
  return out < BLOCK_COUNT ? out + BLOCK_COUNT : out;
}

function hashText(text: string, from: number): number {
  let h = from;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), FNV_PRIME);
  return h;
}

const numberSizeTokens = ["#", "#1", "#2", "#3", "#4"] as const;

/** Only the length of a number matters for a topic. */
const numberSizeToken = (digits: string): string =>
  numberSizeTokens[Math.min(4, digits.length)] ?? "#4";

/** A token's form for hashing; `key` distinguishes tokens with different features. */
export type WordSpelling = { key: string; root: string; letters: boolean };
const MAX_SPELLED_LENGTH = 60;

/** Returns the hashed form of a token: its stem, or a size class for a number. */
export function wordSpelling({ word, stem, number }: Token): WordSpelling {
  if (number) return { key: numberSizeToken(word), root: numberSizeToken(word), letters: false };
  return { key: word, root: stem, letters: word.length <= MAX_SPELLED_LENGTH };
}

/** Writes the two whole-word features and returns the next free index. */
export function writeWordFeatures(
  { key, root }: WordSpelling,
  into: Uint32Array,
  from: number,
): number {
  into[from] = mixHash(hashText(root, FNV_BASIS) + 1, featureBlocks.word);
  into[from + 1] = mixHash(hashText(key, FNV_BASIS) + 2, featureBlocks.word);
  return from + 2;
}

/**
 * Returns the bigram feature; `before` is the previous word's `previousWordHash`, 0 for the first
 * word.
 */
export function pairFeature({ root }: WordSpelling, before: number): number {
  // The first word of a message is more informative than the same word later.
  if (before === 0) return mixHash(hashText(root, FNV_BASIS) + 3, featureBlocks.word);
  return mixHash(hashText(root, before), featureBlocks.pair);
}

/** Returns the hash that the next word's bigram starts from, never 0. */
export const previousWordHash = ({ root }: WordSpelling): number =>
  Math.imul(hashText(root, FNV_BASIS) ^ SPACE, FNV_PRIME) | 1;

/**
 * Writes the character n-grams of a word, its borders included, and returns the next free index.
 */
export function writeLetterFeatures(
  { key, letters }: WordSpelling,
  into: Uint32Array,
  from: number,
): number {
  if (!letters) return from;
  let n = from;
  const length = key.length + 2;
  for (let start = 0; start + MIN_NGRAM <= length; start++) {
    let h = FNV_BASIS;
    const end = Math.min(length, start + MAX_NGRAM);
    for (let at = start; at < end; at++) {
      const code = at === 0 || at === length - 1 ? SPACE : key.charCodeAt(at - 1);
      h = Math.imul(h ^ code, FNV_PRIME);
      const size = at - start + 1;
      if (size >= MIN_NGRAM) into[n++] = mixHash(h + size, featureBlocks.letters);
    }
  }
  return n;
}

/** Returns the feature of a fact beside the text, such as «season:winter». */
export const contextFeature = (fact: string): number =>
  mixHash(hashText(fact, FNV_BASIS), featureBlocks.context);

/** Upper bound of features of one word: with less room left, no further word is written. */
export const MAX_WORD_FEATURES = 512;

/**
 * Writes the hashes of a text's features, with repetitions, into `into` (at least `MAX_FEATURES`
 * long) and returns their number. `context` are facts beside the text: «municipality:…»,
 * «season:winter».
 */
export function writeFeatures(
  { tokens }: Pick<AnalyzedText, "tokens">,
  context: readonly string[],
  into: Uint32Array,
): number {
  let n = 0;
  let before = 0;
  for (const token of tokens) {
    if (n > into.length - MAX_WORD_FEATURES) break;
    const word = wordSpelling(token);
    n = writeWordFeatures(word, into, n);
    into[n++] = pairFeature(word, before);
    n = writeLetterFeatures(word, into, n);
    before = previousWordHash(word);
  }
  for (const fact of context) if (n < into.length) into[n++] = contextFeature(fact);
  return n;
}
