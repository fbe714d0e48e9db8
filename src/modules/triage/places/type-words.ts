import {
  hasNumberEnding,
  wordForm,
  isLongType,
  isSureStreetWord,
  isTypeAdjective,
  isTypeWord,
  DISTRICT_LETTER,
  HIGHWAY_LETTER,
  VILLAGE_LETTER,
} from "./names.ru.ts";
import type { AnalyzedText, Token } from "../text/analyze.ts";

/** Finds the type word adjacent to the run («ул. Мира», «Садовая ул.») or inside it. */
export function typeWordAround(
  read: AnalyzedText,
  first: number,
  last: number,
): { type: string; from: number; to: number } {
  const ahead = typeWordBefore(read, first);
  const owned = ahead !== undefined && !isSureStreetWord(ahead.word) && typeWordAfter(read, last);
  // «в Советском районе Курской области»: the adjective belongs to the following word.
  if (owned && wordForm(read.tokens[last]?.word ?? "") !== "noun")
    return { type: owned.word, from: first, to: owned.at };
  if (ahead) return { type: ahead.word, from: ahead.at, to: last };
  for (let at = first + 1; at < last; at++) {
    const word = read.tokens[at]?.word ?? "";
    const is = isLongType(word) && !hasNumberEnding(read.tokens, at);
    if (is) return { type: word, from: first, to: last };
  }
  const behind = typeWordAfter(read, last);
  return behind
    ? { type: behind.word, from: first, to: behind.at }
    : { type: "", from: first, to: last };
}

function typeWordBefore(
  read: AnalyzedText,
  first: number,
): { word: string; at: number } | undefined {
  const token = read.tokens[first - 1];
  const gap = read.tokens[first]?.before ?? "";
  if (!token || /[,;!?()]/.test(gap)) return undefined;
  const joined = `${read.tokens[first - 2]?.word ?? ""}-${token.word}`;
  if (token.before === "-" && isTypeWord(joined)) return { word: joined, at: first - 2 };
  // «а/д Курск» is a road, «8-го Марта» no городской округ.
  if (token.before === "/" || hasNumberEnding(read.tokens, first - 1)) return undefined;
  // «с Ленина» is a preposition, «с. Вильва» a village.
  if (token.word === VILLAGE_LETTER && !gap.startsWith(".")) return undefined;
  if (!isTypeWord(token.word)) return undefined;
  // «улица Мира. Ленина 5»: a full stop after a long word ends the sentence.
  if (/[.\n]/.test(gap) && token.word.length > 5) return undefined;
  return { word: token.word, at: first - 1 };
}

function typeWordAfter(read: AnalyzedText, last: number): { word: string; at: number } | undefined {
  const token = read.tokens[last + 1];
  if (!token || /[,;!?().\n]/.test(token.before)) return undefined;
  const { word } = token;
  const next = read.tokens[last + 2];
  const joined = `${word}-${next?.word ?? ""}`;
  const tied = next?.before === "-" || (word === DISTRICT_LETTER && next?.before === " ");
  if (tied && isTypeWord(joined)) return { word: joined, at: last + 2 };
  // «Кунгурский городской округ» is a place, «Кунгурская городская больница» is in one.
  if (isTypeAdjective(word)) return typeWordAfter(read, last + 1);
  if (!isTypeWord(word)) return undefined;
  if (word.length === 1 && word !== HIGHWAY_LETTER)
    return isClauseEnd(next) ? { word, at: last + 1 } : undefined;
  // «на Мира ул. Ленина»: the word belongs to the name that follows it.
  const owns = next?.capital === true && next.before.trim() !== "," && !token.capital;
  const before = read.tokens[last];
  const adjective = hasNumberEnding(read.tokens, last) || wordForm(before?.word ?? "") !== "noun";
  return owns && !adjective ? undefined : { word, at: last + 1 };
}

/** Whether a pause or the end precedes this token. */
const isClauseEnd = (next: Token | undefined): boolean =>
  !next || (!next.number && /^\s?[,.!?;(]/.test(next.before));
