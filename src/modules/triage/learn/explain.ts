import { tokenSpan, type AnalyzedText, type TextSpan, type Token } from "../text/analyze.ts";
import type { WordCache } from "./features/word-cache.ts";

const MAX_WORDS_SHOWN = 3;
const MAX_WORDS_READ = 300;
/** Shorter words are courtesy of grammar. */
const MIN_WORD_LENGTH = 3;

/** How much a row of the vocabulary, with this value in a text, speaks for one label. */
export type RowContribution = (row: number, value: number) => number;

/** Finds the words of a text that speak most for a label. */
export type Explainer = (read: AnalyzedText, worthOf: RowContribution) => TextSpan[];

/**
 * Tells words by the sum over their own features, as the whole text weighs them: at most three, in
 * the order of the text. One teller serves one caller at a time; `rows` are those of the vocabulary.
 */
export function createExplainer(lexicon: WordCache, rows: number): Explainer {
  const worth = new Float64Array(rows);

  function worthOfWord(token: Token): number {
    const taken: number[] = [];
    let sum = 0;
    lexicon.forEachRow(token, (row) => {
      if (taken.includes(row)) return;
      taken.push(row);
      // What a word alone has and the text has not (such as standing first) is worth nothing here.
      sum += worth[row] ?? 0;
    });
    return sum;
  }

  return (read, worthOf) => {
    const { ids, values, n } = lexicon.vectorize(read, []);
    for (let j = 0; j < n; j++) worth[ids[j] ?? 0] = worthOf(ids[j] ?? 0, values[j] ?? 0);
    const told = new Set<string>();
    const words: { at: number; worth: number }[] = [];
    for (const [at, token] of read.tokens.slice(0, MAX_WORDS_READ).entries()) {
      if (token.number || token.word.length < MIN_WORD_LENGTH || told.has(token.word)) continue;
      told.add(token.word);
      const sum = worthOfWord(token);
      if (sum > 0) words.push({ at, worth: sum });
    }
    for (let j = 0; j < n; j++) worth[ids[j] ?? 0] = 0;
    return words
      .toSorted((a, b) => b.worth - a.worth)
      .slice(0, MAX_WORDS_SHOWN)
      .toSorted((a, b) => a.at - b.at)
      .map(({ at }) => tokenSpan(read, at, at, "topic"));
  };
}
