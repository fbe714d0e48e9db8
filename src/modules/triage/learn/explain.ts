import { spanOf, type ReadText, type Span } from "../text.ts";
import { fillFeatures } from "./features.ts";
import type { Scale } from "./scale.ts";

const MOST_TOLD = 3;
const MOST_WORDS = 300;
/** Shorter words are courtesy of grammar. */
const SHORTEST = 3;

/** How much a row of the vocabulary, with this value in a text, speaks for one label. */
export type RowWorth = (row: number, value: number) => number;

/**
 * The words that speak most for a label by the machines' tables: of each word the sum over its own
 * features, as the whole text weighs them. At most three, in the order of the text.
 */
export function tellingWords(
  read: ReadText,
  { scale, features, worthOf }: { scale: Scale; features: Uint32Array; worthOf: RowWorth },
): Span[] {
  const whole = scale.weigh(features, fillFeatures(read, [], features));
  const worth = new Map<number, number>();
  for (let j = 0; j < whole.n; j++) {
    const row = whole.ids[j] ?? 0;
    worth.set(row, worthOf(row, whole.values[j] ?? 0));
  }
  const told = new Set<string>();
  const words: { at: number; worth: number }[] = [];
  for (const [at, token] of read.tokens.slice(0, MOST_WORDS).entries()) {
    if (token.number || token.word.length < SHORTEST || told.has(token.word)) continue;
    told.add(token.word);
    // What a word alone has and the text has not (such as standing first) is worth nothing here.
    const own = scale.weigh(features, fillFeatures({ ...read, tokens: [token] }, [], features));
    let sum = 0;
    for (let j = 0; j < own.n; j++) sum += worth.get(own.ids[j] ?? 0) ?? 0;
    if (sum > 0) words.push({ at, worth: sum });
  }
  return words
    .toSorted((a, b) => b.worth - a.worth)
    .slice(0, MOST_TOLD)
    .toSorted((a, b) => a.at - b.at)
    .map(({ at }) => spanOf(read, at, at, "topic"));
}
