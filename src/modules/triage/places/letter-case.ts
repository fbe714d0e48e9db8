import { isTypeWord, streetKind } from "./names.ru.ts";
import type { AnalyzedText, Token } from "../text/analyze.ts";

/** Letter case of a name; «unknown» when the whole text is in one case. */
export type LetterCase = "capital" | "opening" | "small" | "unknown";

/**
 * Checks whether the token begins a sentence; a full stop after a short word («ул. Мира») is an
 * abbreviation.
 */
export function isSentenceStart(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at]?.before ?? "";
  if (at === 0 || /[!?…]/.test(before)) return true;
  return /\.(?:\s|$)/.test(before) && (tokens[at - 1]?.word.length ?? 0) > 4;
}

/** Returns whether the text mixes cases; a text all in one case gives no information. */
export function textCase(tokens: readonly Token[]): "mixed" | "one" {
  let [words, capitals] = [0, 0];
  for (const { number, word, capital } of tokens) {
    if (number || word.length < 4) continue;
    words++;
    if (capital) capitals++;
  }
  return capitals === 0 || (words > 3 && capitals > words * 0.7) ? "one" : "mixed";
}

/** Returns the case of a name's last own word; `name` are its tokens, the first at `first`. */
export function letterCaseOf(of: {
  read: AnalyzedText;
  name: readonly Token[];
  first: number;
  shape: "mixed" | "one";
}): LetterCase {
  const { read, name, first, shape } = of;
  if (shape === "one") return "unknown";
  const last = name.findLast(({ word }) => !isTypeWord(word)) ?? name.at(-1);
  if (last?.capital !== true) return "small";
  return name.length === 1 && isSentenceStart(read.tokens, first) ? "opening" : "capital";
}

/**
 * Checks whether a dash links it to another name or it is in quotes: «Льгов – Ольшанка», „Курск“.
 */
export function isJoined(tokens: readonly Token[], first: number, last: number): boolean {
  const [before, head, next] = [tokens[first - 1], tokens[first], tokens[last + 1]];
  const dash = (joint: Token | undefined, other: Token | undefined): boolean =>
    /^\s?[-–—]\s?$/.test(joint?.before ?? "") && other?.capital === true && other.word.length > 3;
  return dash(next, next) || dash(head, before) || /[«"“„]$/.test(head?.before ?? "");
}

/**
 * Checks whether a pause or another name follows: «Городец, ул. Школьная», «Городец Школьная 4».
 */
export function isFollowed(tokens: readonly Token[], next: number): boolean {
  const token = tokens[next];
  if (!token || /^\s?[,.!?;(]/.test(token.before)) return true;
  return (token.before === " " && token.capital) || streetKind(token.word) !== undefined;
}

/**
 * Checks that an initial is written as a name: with a dot or a capital within a sentence («в
 * Садовом» is no «В. Садовая»).
 */
export function isWrittenAsName(read: AnalyzedText, at: number, next: number): boolean {
  const token = read.tokens[at];
  if (!token || token.number || token.word.length > 1) return true;
  return (
    (read.tokens[next]?.before.startsWith(".") ?? false) ||
    (token.capital && !isSentenceStart(read.tokens, at))
  );
}
