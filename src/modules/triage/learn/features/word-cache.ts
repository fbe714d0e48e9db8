import type { ReadText, Token } from "../../text/analyze.ts";
import {
  asBefore,
  factFeature,
  fillLetters,
  fillWord,
  MOST_FEATURES,
  MOST_OF_A_WORD,
  placed,
  spelled,
  type Spelled,
} from "./features.ts";
import type { Scale, Weighed } from "./scaler.ts";
import { knownFeature, rowOf, type Vocabulary } from "./vocabulary.ts";

/**
 * Weighs texts as `fillFeatures` with `Scale.weigh` does, to the bit, and remembers what it found of
 * each word: the same few thousand words make up most texts, and only pairs are looked up anew.
 */
export type Lexicon = {
  weigh(read: ReadText, context: readonly string[]): Weighed;
  /** Calls `visit` with the vocabulary's rows of a word as if it stood alone, with repetitions. */
  each(token: Token, visit: (row: number) => void): void;
};

const FIRST_ROOM = 1 << 14;
const MOST_ROOM = 1 << 20;
const MOST_WORDS = 50_000;
const LONGEST_KEPT = 30;
/** An entry begins with: features of the word, known ones as a whole, known ones altogether. */
const HEAD = 3;

export function makeLexicon(vocabulary: Vocabulary, scale: Scale): Lexicon {
  const entries = new Map<string, number>();
  const features = new Uint32Array(MOST_OF_A_WORD);
  let pool = new Uint32Array(FIRST_ROOM);
  let used = 0;

  function makeRoom(): void {
    const full = used + HEAD + MOST_OF_A_WORD > pool.length;
    if (full && pool.length < MOST_ROOM) {
      const larger = new Uint32Array(pool.length * 2);
      larger.set(pool);
      pool = larger;
    } else if (full || entries.size >= MOST_WORDS) {
      entries.clear();
      used = 0;
    }
  }

  /** Looks a word up feature by feature and answers where its entry begins. */
  function learn(word: Spelled): number {
    makeRoom();
    const whole = fillWord(word, features, 0);
    const all = fillLetters(word, features, whole);
    let n = used + HEAD;
    for (let i = 0; i < all; i++) {
      if (i === whole) pool[used + 1] = n;
      const known = knownFeature(vocabulary, features[i] ?? 0);
      if (known >= 0) pool[n++] = known;
    }
    if (all === whole) pool[used + 1] = n;
    pool[used] = all;
    pool[used + 2] = n;
    const entry = used;
    if (word.key.length > LONGEST_KEPT) return entry;
    entries.set(word.key, entry);
    used = n;
    return entry;
  }

  function add(from: number, to: number): void {
    for (let at = from; at < to; at++) scale.add(pool[at] ?? 0);
  }

  function look(hash: number): void {
    const known = knownFeature(vocabulary, hash);
    if (known >= 0) scale.add(known);
  }

  return {
    weigh({ tokens }, context) {
      let n = 0;
      let before = 0;
      for (const token of tokens) {
        if (n > MOST_FEATURES - MOST_OF_A_WORD) break;
        const word = spelled(token);
        const entry = entries.get(word.key) ?? learn(word);
        const letters = pool[entry + 1] ?? 0;
        add(entry + HEAD, letters);
        look(placed(word, before));
        add(letters, pool[entry + 2] ?? 0);
        before = asBefore(word);
        n += 1 + (pool[entry] ?? 0);
      }
      for (const fact of context) if (n++ < MOST_FEATURES) look(factFeature(fact));
      return scale.done();
    },
    each(token, visit) {
      const word = spelled(token);
      const entry = entries.get(word.key) ?? learn(word);
      const letters = pool[entry + 1] ?? 0;
      const end = pool[entry + 2] ?? 0;
      for (let at = entry + HEAD; at < letters; at++) visit(rowOf(pool[at] ?? 0));
      const first = knownFeature(vocabulary, placed(word, 0));
      if (first >= 0) visit(rowOf(first));
      for (let at = letters; at < end; at++) visit(rowOf(pool[at] ?? 0));
    },
  };
}
