import type { Gazetteer } from "./gazetteer.ts";
import { meaningsOf, type Entry, type Sort } from "./gazetteer-names.ts";
import { readHouse } from "./house-number.ru.ts";
import {
  beforeStreets,
  endsNumber,
  formOf,
  institution,
  isAbstract,
  isSureStreetWord,
  isTypeAdjective,
  isTypeWord,
  placeWords,
  streetKind,
  VILLAGE_OR_FROM,
} from "./place-names.ru.ts";
import { meantBy, SHORTEST_TYPO } from "./place-typos.ts";
import type { ReadText, Token } from "./text.ts";

/** A run of tokens that may name places of one sort, with what stands around it. */
export type Mention = {
  sort: Sort;
  entries: readonly Entry[];
  /** tokens of the name */
  first: number;
  last: number;
  /** tokens of the name with its type word */
  from: number;
  to: number;
  house: { label: string; last: number } | undefined;
  type: string;
  stem: string;
  /** words of the name */
  length: number;
  /** nothing but numbers and letters: «1 линия В.О.» */
  bare: boolean;
  typo: boolean;
  /** a number of an institution: «12-я школа» */
  numbered: boolean;
  before: string;
  beforeStem: string;
  abstract: boolean;
  form: ReturnType<typeof formOf>;
  /** how the name is written; «unknown» where the whole text is in one case */
  letters: "capital" | "opening" | "small" | "unknown";
  /** a dash ties it to another name, or it stands in quotes: «Льгов – Ольшанка», „Курск“ */
  joined: boolean;
  /** a comma or another name comes next: «Городец, ул. Школьная», «Городец Школьная 4» */
  followed: boolean;
};

type Word = { word: string; token: number };
type Found = { key: string; first: number; last: number; length: number; typo: boolean };

/** Every run that may name something; see `withoutParts` for those that lie in one another. */
export function mentionsIn(gazetteer: Gazetteer, read: ReadText): Mention[] {
  const words = placeWords(read.tokens);
  const isType = words.map(({ token }) => isLongType(read.tokens[token]?.word ?? ""));
  const bare = words.filter((_, at) => isType[at] !== true);
  const shape = caseOf(read.tokens);
  const out: Mention[] = [];
  const take = (found: Found, keys: string): void => {
    for (const mention of mentioned({ gazetteer, read, shape, found, key: keys }))
      out.push(mention);
  };
  words.forEach((word, at) => {
    for (const found of runsAt(gazetteer, words, at)) take(found, found.key);
    const numbered = numberedThing(gazetteer, words, at);
    if (numbered !== undefined) take(numbered, numbered.key);
    if (isType[at] === true) return;
    const meant = respelt(gazetteer, read, word);
    if (meant === undefined) return;
    const spelt = words.with(at, { ...word, word: meant });
    for (let from = Math.max(0, at - 2); from <= at; from++) {
      for (const found of runsAt(gazetteer, spelt, from))
        if (found.last >= word.token) take({ ...found, typo: true }, found.key);
    }
  });
  // «Среднему пр. В.О.»: the type word stands inside the name.
  if (bare.length < words.length) {
    bare.forEach((_, at) => {
      for (const found of runsAt(gazetteer, bare, at))
        if (found.length > 1 && holdsType(read.tokens, found)) take(found, found.key);
    });
  }
  return out;
}

/** The letters «п», «с» of «Большой пр. П.С.» are no type words. */
const isLongType = (word: string): boolean => word.length > 1 && isTypeWord(word);
const holdsType = (tokens: readonly Token[], { first, last }: Found): boolean =>
  tokens.slice(first + 1, last).some(({ word }) => isLongType(word));

function runsAt(gazetteer: Gazetteer, words: readonly Word[], at: number): Found[] {
  const head = words[at];
  const most = head === undefined ? 0 : (gazetteer.names.begins.get(head.word) ?? 0);
  const found: Found[] = [];
  let key = "";
  for (let length = 1; head !== undefined && length <= most; length++) {
    const next = words[at + length - 1];
    if (!next) break;
    key = length === 1 ? next.word : `${key} ${next.word}`;
    if (!gazetteer.names.at.has(key)) continue;
    found.push({ key, first: head.token, last: next.token, length, typo: false });
  }
  return found;
}

/** The word that a misspelt one stands for; a word that any name holds is not misspelt. */
function respelt({ spellings, names }: Gazetteer, read: ReadText, at: Word): string | undefined {
  const token = read.tokens[at.token];
  if (!token || token.number || token.word.length < SHORTEST_TYPO || token.word.length > 30)
    return undefined;
  if (names.begins.has(at.word) || spellings.words.has(at.word)) return undefined;
  if (spellings.words.has(token.word) || !mayBeName(read, at.token)) return undefined;
  const meant = meantBy(spellings, token.word);
  if (meant !== undefined || token.stem.length < SHORTEST_TYPO - 1) return meant;
  return meantBy(spellings, at.word);
}

/** A misspelt word is looked up only where a name is awaited: a capital, a type word, a number. */
function mayBeName(read: ReadText, at: number): boolean {
  const [before, token, after] = [read.tokens[at - 1], read.tokens[at], read.tokens[at + 1]];
  // Abstract nouns stand near many names: «собственности», «Собственный».
  if (!token || isAbstract(token.word)) return false;
  if (token.capital && !opens(read.tokens, at)) return true;
  if (before && isSureStreetWord(before.word)) return true;
  if (after && isSureStreetWord(after.word)) return true;
  const counted = after?.number === true || after?.word === "д";
  return counted && (token.capital || (before !== undefined && beforeStreets.has(before.word)));
}

/** Does the word begin a sentence? A stop after a short word («ул. Мира») only shortens it. */
function opens(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at]?.before ?? "";
  if (at === 0 || /[!?…]/.test(before)) return true;
  return /\.(?:\s|$)/.test(before) && (tokens[at - 1]?.word.length ?? 0) > 4;
}

/** «за 12-й школой», «школа № 12», «садик номер 8»: the number within two words of the institution. */
function numberedThing(
  { names }: Gazetteer,
  words: readonly Word[],
  at: number,
): Found | undefined {
  const here = words[at];
  const sort = here && institution(here.word);
  if (!here || sort === undefined) return undefined;
  for (const offset of [1, -1, 2, -2]) {
    const number = words[at + offset];
    if (!number || !/^\d+$/.test(number.word)) continue;
    const key = `${sort}#${number.word}`;
    if (!names.at.has(key)) continue;
    const [first, last] = [here.token, number.token].toSorted((a, b) => a - b);
    return { key, first: first ?? 0, last: last ?? 0, length: 2, typo: false };
  }
  return undefined;
}

/** A text all in capitals, or all in small letters, tells nothing by the case of its letters. */
function caseOf(tokens: readonly Token[]): "mixed" | "one" {
  let [words, capitals] = [0, 0];
  for (const { number, word, capital } of tokens) {
    if (number || word.length < 4) continue;
    words++;
    if (capital) capitals++;
  }
  return capitals === 0 || (words > 3 && capitals > words * 0.7) ? "one" : "mixed";
}

const sorts: readonly Sort[] = ["street", "territory", "landmark"];

function mentioned(run: {
  gazetteer: Gazetteer;
  read: ReadText;
  shape: "mixed" | "one";
  found: Found;
  key: string;
}): Mention[] {
  const { gazetteer, read, shape, found, key } = run;
  const { first, last } = found;
  if (!isWritten(read, first, first + 1) || (last > first && !isWritten(read, last, last + 1)))
    return [];
  const about = around(read, first, endsNumber(read.tokens, last + 1) ? last + 1 : last);
  const isNumber = first === last && read.tokens[first]?.number === true;
  if (isNumber && streetKind(about.type) === undefined) return [];
  const entries = meaningsOf(gazetteer.names, key);
  const head = read.tokens[first];
  const name = read.tokens.slice(first, last + 1).filter(({ number }) => !number);
  const letters = lettersOf({ read, name, first, shape });
  const house = readHouse(read, about.from, about.to);
  const before = read.tokens[about.from - 1];
  const shared = {
    ...found,
    ...about,
    letters,
    stem: head?.stem ?? "",
    abstract: found.length === 1 && isAbstract(head?.word ?? ""),
    bare: name.every(({ word }) => word.length < 3),
    numbered: key.includes("#"),
    before: before?.word ?? "",
    beforeStem: before?.stem ?? "",
    form: formOf(name.findLast(({ word }) => !isTypeWord(word))?.word ?? head?.word ?? ""),
    joined: isJoined(read.tokens, first, last),
    followed: isFollowed(read.tokens, last + 1),
  };
  return sorts.flatMap((sort) => {
    const meant = entries.filter((entry) => entry.sort === sort);
    if (meant.length === 0) return [];
    return [{ ...shared, sort, entries: meant, house: sort === "street" ? house : undefined }];
  });
}

function lettersOf(of: {
  read: ReadText;
  name: readonly Token[];
  first: number;
  shape: "mixed" | "one";
}): Mention["letters"] {
  const { read, name, first, shape } = of;
  if (shape === "one") return "unknown";
  const last = name.findLast(({ word }) => !isTypeWord(word)) ?? name.at(-1);
  if (last?.capital !== true) return "small";
  return name.length === 1 && opens(read.tokens, first) ? "opening" : "capital";
}

function isJoined(tokens: readonly Token[], first: number, last: number): boolean {
  const [before, head, next] = [tokens[first - 1], tokens[first], tokens[last + 1]];
  const dash = (joint: Token | undefined, other: Token | undefined): boolean =>
    /^\s?[-–—]\s?$/.test(joint?.before ?? "") && other?.capital === true && other.word.length > 3;
  return dash(next, next) || dash(head, before) || /[«"“„]$/.test(head?.before ?? "");
}

function isFollowed(tokens: readonly Token[], next: number): boolean {
  const token = tokens[next];
  if (!token || /^\s?[,.!?;(]/.test(token.before)) return true;
  return (token.before === " " && token.capital) || streetKind(token.word) !== undefined;
}

/** «в Садовом» is no «В. Садовая»: a letter of a name has its dot or is a capital within a sentence. */
function isWritten(read: ReadText, at: number, next: number): boolean {
  const token = read.tokens[at];
  if (!token || token.number || token.word.length > 1) return true;
  return (
    (read.tokens[next]?.before.startsWith(".") ?? false) ||
    (token.capital && !opens(read.tokens, at))
  );
}

/** The type word that touches the run («ул. Мира», «Садовая ул.»), or stands inside it. */
function around(
  read: ReadText,
  first: number,
  last: number,
): { type: string; from: number; to: number } {
  const ahead = typeBefore(read, first);
  const owned = ahead !== undefined && !isSureStreetWord(ahead.word) && typeAfter(read, last);
  // «в Советском районе Курской области»: the adjective goes with the word that follows it.
  if (owned && formOf(read.tokens[last]?.word ?? "") === "adjective")
    return { type: owned.word, from: first, to: owned.at };
  if (ahead) return { type: ahead.word, from: ahead.at, to: last };
  for (let at = first + 1; at < last; at++) {
    const word = read.tokens[at]?.word ?? "";
    const is = isLongType(word) && !endsNumber(read.tokens, at);
    if (is) return { type: word, from: first, to: last };
  }
  const behind = typeAfter(read, last);
  return behind
    ? { type: behind.word, from: first, to: behind.at }
    : { type: "", from: first, to: last };
}

function typeBefore(read: ReadText, first: number): { word: string; at: number } | undefined {
  const token = read.tokens[first - 1];
  const gap = read.tokens[first]?.before ?? "";
  if (!token || /[,;!?()]/.test(gap)) return undefined;
  const joined = `${read.tokens[first - 2]?.word ?? ""}-${token.word}`;
  if (token.before === "-" && isTypeWord(joined)) return { word: joined, at: first - 2 };
  // «а/д Курск» is a road, «8-го Марта» no городской округ.
  if (token.before === "/" || endsNumber(read.tokens, first - 1)) return undefined;
  // «с Ленина» is a preposition, «с. Вильва» a village.
  if (token.word === VILLAGE_OR_FROM && !gap.startsWith(".")) return undefined;
  if (!isTypeWord(token.word)) return undefined;
  // «улица Мира. Ленина 5»: a stop after a full word ends the sentence.
  if (/[.\n]/.test(gap) && token.word.length > 5) return undefined;
  return { word: token.word, at: first - 1 };
}

function typeAfter(read: ReadText, last: number): { word: string; at: number } | undefined {
  const token = read.tokens[last + 1];
  if (!token || /[,;!?().\n]/.test(token.before)) return undefined;
  const { word } = token;
  const next = read.tokens[last + 2];
  const joined = `${word}-${next?.word ?? ""}`;
  const tied = next?.before === "-" || (word === "р" && next?.before === " ");
  if (tied && isTypeWord(joined)) return { word: joined, at: last + 2 };
  // «Кунгурский городской округ» is a place, «Кунгурская городская больница» is in one.
  if (isTypeAdjective(word)) return typeAfter(read, last + 1);
  if (!isTypeWord(word)) return undefined;
  if (word.length === 1 && word !== "ш") return closes(next) ? { word, at: last + 1 } : undefined;
  // «на Мира ул. Ленина»: the word belongs to the name that follows it.
  const owns = next?.capital === true && next.before.trim() !== "," && !token.capital;
  const before = read.tokens[last];
  const adjective = endsNumber(read.tokens, last) || formOf(before?.word ?? "") === "adjective";
  return owns && !adjective ? undefined : { word, at: last + 1 };
}

/** Does a pause or the end come before this token? */
const closes = (next: Token | undefined): boolean =>
  !next || (!next.number && /^\s?[,.!?;(]/.test(next.before));

/** «Новая Садовая» is not «Садовая»: a run inside a longer one of its sort says nothing. */
export function withoutParts(mentions: readonly Mention[]): Mention[] {
  return mentions.filter(
    (one) =>
      !mentions.some(
        (other) =>
          other.sort === one.sort &&
          other.first <= one.first &&
          other.last >= one.last &&
          (other.length > one.length || (other.length === one.length && one.typo && !other.typo)),
      ),
  );
}
