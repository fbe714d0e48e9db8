import type { AnalyzedText, Token } from "../../text/analyze.ts";

/**
 * What a text is to the learner: words, stems, pairs of stems, and runs of 2…5 letters within a word
 * (which forgive a typo), each as a 32-bit hash whose two low bits name its block. No word is kept,
 * so a model's file holds nothing that a resident wrote.
 */
export const featureBlocks = { word: 0, pair: 1, letters: 2, context: 3 } as const;
export const BLOCK_COUNT = 4;
const MIN_NGRAM = 2;
const MAX_NGRAM = 5;
const FNV_PRIME = 0x01000193;
const FNV_BASIS = 0x811c9dc5;
const SPACE = 32;

/** Most features of one text: what 4,000 characters of prose can hold with room to spare. */
export const MAX_FEATURES = 24_000;

/** The finaliser of MurmurHash3: every bit of the hash depends on every bit of the sum. */
function mixHash(hash: number, block: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  h ^= h >>> 16;
  const out = ((h & ~3) | block) >>> 0;
  // Zero marks a free place in the tables of hashes.
  return out < BLOCK_COUNT ? out + BLOCK_COUNT : out;
}

function hashText(text: string, from: number): number {
  let h = from;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), FNV_PRIME);
  return h;
}

const numberSizeTokens = ["#", "#1", "#2", "#3", "#4"] as const;

/** Numbers are alike in what they mean for a topic: only how long they are is told. */
const numberSizeToken = (digits: string): string =>
  numberSizeTokens[Math.min(4, digits.length)] ?? "#4";

/** A token as the learner spells it; `key` tells tokens apart that have different features. */
export type WordSpelling = { key: string; root: string; letters: boolean };
const MAX_SPELLED_LENGTH = 60;

export function wordSpelling({ word, stem, number }: Token): WordSpelling {
  if (number) return { key: numberSizeToken(word), root: numberSizeToken(word), letters: false };
  return { key: word, root: stem, letters: word.length <= MAX_SPELLED_LENGTH };
}

/** The two features of a word as a whole; answers the place after them. */
export function writeWordFeatures(
  { key, root }: WordSpelling,
  into: Uint32Array,
  from: number,
): number {
  into[from] = mixHash(hashText(root, FNV_BASIS) + 1, featureBlocks.word);
  into[from + 1] = mixHash(hashText(key, FNV_BASIS) + 2, featureBlocks.word);
  return from + 2;
}

/** The word's feature at its place; `before` is what `asBefore` made of the word before, 0 at first. */
export function pairFeature({ root }: WordSpelling, before: number): number {
  // The first word of a story says more than the same word later.
  if (before === 0) return mixHash(hashText(root, FNV_BASIS) + 3, featureBlocks.word);
  return mixHash(hashText(root, before), featureBlocks.pair);
}

/** What the next word's pair begins with, never 0. */
export const previousWordHash = ({ root }: WordSpelling): number =>
  Math.imul(hashText(root, FNV_BASIS) ^ SPACE, FNV_PRIME) | 1;

/** The runs of letters within a word, its borders among them; answers the place after them. */
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

/** A fact beside the text as a feature. */
export const contextFeature = (fact: string): number =>
  mixHash(hashText(fact, FNV_BASIS), featureBlocks.context);

/** More features than one word can have: where so little room is left, no word is begun. */
export const MAX_WORD_FEATURES = 512;

/**
 * Writes the hashes of a text's features, with repetitions, into `into` (at least `MOST_FEATURES`
 * long) and answers how many. `context` are facts beside the text: «municipality:…», «season:winter».
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
