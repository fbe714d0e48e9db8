import type { ReadText, Token } from "../../text/analyze.ts";

/**
 * What a text is to the learner: words, stems, pairs of stems, and runs of 2…5 letters within a word
 * (which forgive a typo), each as a 32-bit hash whose two low bits name its block. No word is kept,
 * so a model's file holds nothing that a resident wrote.
 */
export const blocks = { word: 0, pair: 1, letters: 2, context: 3 } as const;
export const BLOCKS = 4;
const SHORTEST = 2;
const LONGEST = 5;
const PRIME = 0x01000193;
const BASIS = 0x811c9dc5;
const SPACE = 32;

/** Most features of one text: what 4,000 characters of prose can hold with room to spare. */
export const MOST_FEATURES = 24_000;

/** The finaliser of MurmurHash3: every bit of the hash depends on every bit of the sum. */
function mixed(hash: number, block: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  h ^= h >>> 16;
  const out = ((h & ~3) | block) >>> 0;
  // Zero marks a free place in the tables of hashes.
  return out < BLOCKS ? out + BLOCKS : out;
}

function written(text: string, from: number): number {
  let h = from;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), PRIME);
  return h;
}

const sizes = ["#", "#1", "#2", "#3", "#4"] as const;

/** Numbers are alike in what they mean for a topic: only how long they are is told. */
const sized = (digits: string): string => sizes[Math.min(4, digits.length)] ?? "#4";

/** A token as the learner spells it; `key` tells tokens apart that have different features. */
export type Spelled = { key: string; root: string; letters: boolean };
const LONGEST_SPELLED = 60;

export function spelled({ word, stem, number }: Token): Spelled {
  if (number) return { key: sized(word), root: sized(word), letters: false };
  return { key: word, root: stem, letters: word.length <= LONGEST_SPELLED };
}

/** The two features of a word as a whole; answers the place after them. */
export function fillWord({ key, root }: Spelled, into: Uint32Array, from: number): number {
  into[from] = mixed(written(root, BASIS) + 1, blocks.word);
  into[from + 1] = mixed(written(key, BASIS) + 2, blocks.word);
  return from + 2;
}

/** The word's feature at its place; `before` is what `asBefore` made of the word before, 0 at first. */
export function placed({ root }: Spelled, before: number): number {
  // The first word of a story says more than the same word later.
  if (before === 0) return mixed(written(root, BASIS) + 3, blocks.word);
  return mixed(written(root, before), blocks.pair);
}

/** What the next word's pair begins with, never 0. */
export const asBefore = ({ root }: Spelled): number =>
  Math.imul(written(root, BASIS) ^ SPACE, PRIME) | 1;

/** The runs of letters within a word, its borders among them; answers the place after them. */
export function fillLetters({ key, letters }: Spelled, into: Uint32Array, from: number): number {
  if (!letters) return from;
  let n = from;
  const length = key.length + 2;
  for (let start = 0; start + SHORTEST <= length; start++) {
    let h = BASIS;
    const end = Math.min(length, start + LONGEST);
    for (let at = start; at < end; at++) {
      const code = at === 0 || at === length - 1 ? SPACE : key.charCodeAt(at - 1);
      h = Math.imul(h ^ code, PRIME);
      const size = at - start + 1;
      if (size >= SHORTEST) into[n++] = mixed(h + size, blocks.letters);
    }
  }
  return n;
}

/** A fact beside the text as a feature. */
export const factFeature = (fact: string): number => mixed(written(fact, BASIS), blocks.context);

/** More features than one word can have: where so little room is left, no word is begun. */
export const MOST_OF_A_WORD = 512;

/**
 * Writes the hashes of a text's features, with repetitions, into `into` (at least `MOST_FEATURES`
 * long) and answers how many. `context` are facts beside the text: «municipality:…», «season:winter».
 */
export function fillFeatures(
  { tokens }: Pick<ReadText, "tokens">,
  context: readonly string[],
  into: Uint32Array,
): number {
  let n = 0;
  let before = 0;
  for (const token of tokens) {
    if (n > into.length - MOST_OF_A_WORD) break;
    const word = spelled(token);
    n = fillWord(word, into, n);
    into[n++] = placed(word, before);
    n = fillLetters(word, into, n);
    before = asBefore(word);
  }
  for (const fact of context) if (n < into.length) into[n++] = factFeature(fact);
  return n;
}
