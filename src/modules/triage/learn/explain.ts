import { spanOf, type ReadText, type Span, type Token } from "../text/analyze.ts";
import type { Lexicon } from "./features/word-cache.ts";

const MOST_TOLD = 3;
const MOST_WORDS = 300;
/** Shorter words are courtesy of grammar. */
const SHORTEST = 3;

/** How much a row of the vocabulary, with this value in a text, speaks for one label. */
export type RowWorth = (row: number, value: number) => number;

/** Finds the words of a text that speak most for a label. */
export type Teller = (read: ReadText, worthOf: RowWorth) => Span[];

/**
 * Tells words by the sum over their own features, as the whole text weighs them: at most three, in
 * the order of the text. One teller serves one caller at a time; `rows` are those of the vocabulary.
 */
export function makeTeller(lexicon: Lexicon, rows: number): Teller {
  const worth = new Float64Array(rows);

  function worthOfWord(token: Token): number {
    const taken: number[] = [];
    let sum = 0;
    lexicon.each(token, (row) => {
      if (taken.includes(row)) return;
      taken.push(row);
      // What a word alone has and the text has not (such as standing first) is worth nothing here.
      sum += worth[row] ?? 0;
    });
    return sum;
  }

  return (read, worthOf) => {
    const { ids, values, n } = lexicon.weigh(read, []);
    for (let j = 0; j < n; j++) worth[ids[j] ?? 0] = worthOf(ids[j] ?? 0, values[j] ?? 0);
    const told = new Set<string>();
    const words: { at: number; worth: number }[] = [];
    for (const [at, token] of read.tokens.slice(0, MOST_WORDS).entries()) {
      if (token.number || token.word.length < SHORTEST || told.has(token.word)) continue;
      told.add(token.word);
      const sum = worthOfWord(token);
      if (sum > 0) words.push({ at, worth: sum });
    }
    for (let j = 0; j < n; j++) worth[ids[j] ?? 0] = 0;
    return words
      .toSorted((a, b) => b.worth - a.worth)
      .slice(0, MOST_TOLD)
      .toSorted((a, b) => a.at - b.at)
      .map(({ at }) => spanOf(read, at, at, "topic"));
  };
}
