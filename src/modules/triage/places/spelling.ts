import { isWithinOneEdit } from "../text/one-edit.ts";
/** Index for finding a word with one typo without a scan. */
export type SpellingIndex = {
  /** Spelling → the normalised word it stands for. */
  words: ReadonlyMap<string, string>;
  list: readonly string[];
  /**
   * Hashes of every spelling and of every spelling without one letter, ascending; with their
   * source.
   */
  hashes: Uint32Array;
  keys: Uint32Array;
};

/** Shorter words have too many neighbours: «мира», «мера», «миру». */
export const MIN_TYPO_LENGTH = 6;

function hashWithout(word: string, left: number): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < word.length; at++) {
    if (at !== left) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
  }
  return hash >>> 0;
}

/** Builds the index from pairs of a spelling and its normalised word; the first meaning wins. */
export function buildSpellingIndex(
  spelt: Iterable<readonly [spelling: string, word: string]>,
): SpellingIndex {
  const words = new Map<string, string>();
  for (const [spelling, word] of spelt) if (!words.has(spelling)) words.set(spelling, word);
  const list = [...words.keys()];
  let size = 0;
  for (const word of list) size += word.length + 1;
  const pairs = new Float64Array(size);
  let at = 0;
  list.forEach((word, index) => {
    for (let left = -1; left < word.length; left++)
      pairs[at++] = hashWithout(word, left) * 0x200000 + index;
  });
  pairs.sort();
  const hashes = Uint32Array.from(pairs, (pair) => Math.floor(pair / 0x200000));
  return { words, list, hashes, keys: Uint32Array.from(pairs, (pair) => pair % 0x200000) };
}

/**
 * Returns the only normalised word with a spelling one edit away; undefined for none or several.
 */
export function findSpelling(spellings: SpellingIndex, word: string): string | undefined {
  let meant: string | undefined;
  for (let left = -1; left < word.length; left++) {
    const hash = hashWithout(word, left);
    for (let at = lowerBound(spellings.hashes, hash); spellings.hashes[at] === hash; at++) {
      const spelling = spellings.list[spellings.keys[at] ?? 0] ?? "";
      const found = spellings.words.get(spelling);
      // Typos in the first letter are rare; «Ванина» is not «Иванино».
      if (found === undefined || found === meant || word[0] !== spelling[0]) continue;
      if (!isWithinOneEdit(word, spelling)) continue;
      if (meant !== undefined) return undefined;
      meant = found;
    }
  }
  return meant;
}

function lowerBound(hashes: Uint32Array, wanted: number): number {
  let [from, to] = [0, hashes.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((hashes[middle] ?? 0) < wanted) from = middle + 1;
    else to = middle;
  }
  return from;
}
