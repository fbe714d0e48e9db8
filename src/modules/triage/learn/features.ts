import type { ReadText } from "../text.ts";

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

function fillLetters(word: string, into: Uint32Array, from: number): number {
  let n = from;
  const length = word.length + 2;
  for (let start = 0; start + SHORTEST <= length; start++) {
    let h = BASIS;
    const end = Math.min(length, start + LONGEST);
    for (let at = start; at < end; at++) {
      const code = at === 0 || at === length - 1 ? SPACE : word.charCodeAt(at - 1);
      h = Math.imul(h ^ code, PRIME);
      const size = at - start + 1;
      if (size >= SHORTEST) into[n++] = mixed(h + size, blocks.letters);
    }
  }
  return n;
}

/**
 * Writes the hashes of a text's features, with repetitions, into `into` (at least `MOST_FEATURES`
 * long) and answers how many. `context` are facts beside the text: «municipality:…», «season:winter».
 */
export function fillFeatures(
  read: ReadText,
  context: readonly string[],
  into: Uint32Array,
): number {
  let n = 0;
  let before = 0;
  const most = into.length - 512;
  for (const { word: plain, stem, number } of read.tokens) {
    if (n > most) break;
    const word = number ? sized(plain) : plain;
    const root = number ? word : stem;
    const rooted = written(root, BASIS);
    into[n++] = mixed(rooted + 1, blocks.word);
    into[n++] = mixed(written(word, BASIS) + 2, blocks.word);
    // The first word of a story says more than the same word later.
    if (before === 0) into[n++] = mixed(rooted + 3, blocks.word);
    else into[n++] = mixed(written(root, before), blocks.pair);
    before = Math.imul(rooted ^ SPACE, PRIME) | 1;
    if (!number && word.length <= 60) n = fillLetters(word, into, n);
  }
  for (const fact of context) {
    if (n < into.length) into[n++] = mixed(written(fact, BASIS), blocks.context);
  }
  return n;
}
