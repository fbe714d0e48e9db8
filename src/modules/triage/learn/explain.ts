import { tokenSpan, type AnalyzedText, type TextSpan, type Token } from "../text/analyze.ts";
import type { WordCache } from "./features/word-cache.ts";

const MAX_WORDS_SHOWN = 3;
const MAX_WORDS_READ = 300;
/** Shorter words are function words. */
const MIN_WORD_LENGTH = 3;

/** Contribution of a vocabulary row, with this value in a text, to one label's score. */
export type RowContribution = (row: number, value: number) => number;

/** Finds the words of a text that contribute most to a label. */
export type Explainer = (read: AnalyzedText, worthOf: RowContribution) => TextSpan[];

/**
 * Creates an explainer that ranks words by the sum over their features, as weighted in the whole
 * text: at most three, in text order. Not reentrant; `rows` is the vocabulary's size.
 */
export function createExplainer(lexicon: WordCache, rows: number): Explainer {
  const worth = new Float64Array(rows);

  function worthOfWord(token: Token): number {
    const taken: number[] = [];
    let sum = 0;
    lexicon.forEachRow(token, (row) => {
      if (taken.includes(row)) return;
      taken.push(row);
      // Features of the lone word that the text lacks (such as the first position) contribute
      // nothing.
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
