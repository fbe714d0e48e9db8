import type { Gazetteer } from "./gazetteer.ts";
import { lookupName, type PlaceSort } from "./gazetteer-names.ts";
import { parseHouseNumber } from "./house-number.ru.ts";
import { typeWordAround } from "./type-words.ts";
import {
  textCase,
  isFollowed,
  isJoined,
  isWrittenAsName,
  letterCaseOf,
  isSentenceStart,
  type LetterCase,
} from "./letter-case.ts";
import {
  streetPrepositions,
  hasNumberEnding,
  wordForm,
  institutionKind,
  isAbstractNoun,
  isLongType,
  isSureStreetWord,
  isTypeWord,
  HOUSE_LETTER,
  normalizePlaceWords,
  streetKind,
} from "./names.ru.ts";
import { findSpelling, MIN_TYPO_LENGTH } from "./spelling.ts";
import type { AnalyzedText, Token } from "../text/analyze.ts";

/** A run of tokens that may name places of one sort, with its surroundings. */
export type Mention = {
  sort: PlaceSort;
  /** packed entries of the name; see `entryIndex`, `isFullName` */
  entries: Uint32Array;
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
  /** only numbers and letters: «1 линия В.О.» */
  isBareNumber: boolean;
  typo: boolean;
  /** the number of an institution: «12-я школа» */
  isNumberedThing: boolean;
  before: string;
  beforeStem: string;
  /** the word two before it */
  lead: string;
  abstract: boolean;
  form: ReturnType<typeof wordForm>;
  /** letter case of the name; «unknown» when the whole text is in one case */
  letters: LetterCase;
  /** a dash links it to another name, or it is in quotes: «Льгов – Ольшанка», „Курск“ */
  joined: boolean;
  /** a comma or another name follows: «Городец, ул. Школьная», «Городец Школьная 4» */
  followed: boolean;
};

type IndexedWord = { word: string; token: number };
type NameRun = { key: string; first: number; last: number; length: number; typo: boolean };

/** Finds every run of tokens that may be a name; see `dropContainedMentions` for nested ones. */
export function findMentions(gazetteer: Gazetteer, read: AnalyzedText): Mention[] {
  const words = normalizePlaceWords(read.tokens);
  const isType = words.map(({ token }) => isLongType(read.tokens[token]?.word ?? ""));
  const bare = words.filter((_, at) => isType[at] !== true);
  const shape = textCase(read.tokens);
  const out: Mention[] = [];
  const take = (found: NameRun, keys: string): void => {
    for (const mention of toMention({ gazetteer, read, shape, found, key: keys }))
      out.push(mention);
  };
  words.forEach((word, at) => {
    for (const found of nameRunsAt(gazetteer, words, at)) take(found, found.key);
    const numbered = isNumberedThing(gazetteer, words, at);
    if (numbered !== undefined) take(numbered, numbered.key);
    if (isType[at] === true) return;
    const meant = correctSpelling(gazetteer, read, word);
    if (meant === undefined) return;
    const begin = Math.max(0, at - 2);
    const spelt = words.slice(begin, at + 4);
    spelt[at - begin] = { ...word, word: meant };
    for (let from = 0; from <= at - begin; from++) {
      for (const found of nameRunsAt(gazetteer, spelt, from))
        if (found.last >= word.token) take({ ...found, typo: true }, found.key);
    }
  });
  // «Среднему пр. В.О.»: the type word is inside the name.
  if (bare.length < words.length) {
    bare.forEach((_, at) => {
      for (const found of nameRunsAt(gazetteer, bare, at))
        if (found.length > 1 && hasTypeWord(read.tokens, found)) take(found, found.key);
    });
  }
  return out;
}

const hasTypeWord = (tokens: readonly Token[], { first, last }: NameRun): boolean =>
  tokens.slice(first + 1, last).some(({ word }) => isLongType(word));

function nameRunsAt(gazetteer: Gazetteer, words: readonly IndexedWord[], at: number): NameRun[] {
  const head = words[at];
  const most = head === undefined ? 0 : (gazetteer.names.firstWords.get(head.word) ?? 0);
  const found: NameRun[] = [];
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

/** Corrects a misspelt word; a word of any name is never corrected. */
function correctSpelling(
  { spellings, names }: Gazetteer,
  read: AnalyzedText,
  at: IndexedWord,
): string | undefined {
  const token = read.tokens[at.token];
  if (!token || token.number || token.word.length < MIN_TYPO_LENGTH || token.word.length > 30)
    return undefined;
  if (names.firstWords.has(at.word) || spellings.words.has(at.word)) return undefined;
  if (spellings.words.has(token.word) || !canBeName(read, at.token)) return undefined;
  const meant = findSpelling(spellings, token.word);
  if (meant !== undefined || token.stem.length < MIN_TYPO_LENGTH - 1) return meant;
  return findSpelling(spellings, at.word);
}

/** Typos are corrected only where a name is expected: a capital, a type word, a number. */
function canBeName(read: AnalyzedText, at: number): boolean {
  const [before, token, after] = [read.tokens[at - 1], read.tokens[at], read.tokens[at + 1]];
  // Abstract nouns resemble many names: «собственности», «Собственный».
  if (!token || isAbstractNoun(token.word)) return false;
  if (token.capital && !isSentenceStart(read.tokens, at)) return true;
  if (before && isSureStreetWord(before.word)) return true;
  if (after && isSureStreetWord(after.word)) return true;
  const counted = after?.number === true || after?.word === HOUSE_LETTER;
  return (
    counted && (token.capital || (before !== undefined && streetPrepositions.has(before.word)))
  );
}

/** «за 12-й школой», «школа № 12», «садик номер 8»: a number within two words of an institution. */
function isNumberedThing(
  { names }: Gazetteer,
  words: readonly IndexedWord[],
  at: number,
): NameRun | undefined {
  const here = words[at];
  const sort = here && institutionKind(here.word);
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

const sortOrder: readonly PlaceSort[] = ["street", "territory", "landmark"];

function toMention(run: {
  gazetteer: Gazetteer;
  read: AnalyzedText;
  shape: "mixed" | "one";
  found: NameRun;
  key: string;
}): Mention[] {
  const { gazetteer, read, shape, found, key } = run;
  const { first, last } = found;
  if (
    !isWrittenAsName(read, first, first + 1) ||
    (last > first && !isWrittenAsName(read, last, last + 1))
  )
    return [];
  const about = typeWordAround(
    read,
    first,
    hasNumberEnding(read.tokens, last + 1) ? last + 1 : last,
  );
  const isNumber = first === last && read.tokens[first]?.number === true;
  if (isNumber && streetKind(about.type) === undefined) return [];
  const entries = lookupName(gazetteer.names, key);
  const head = read.tokens[first];
  const name = read.tokens.slice(first, last + 1).filter(({ number }) => !number);
  const letters = letterCaseOf({ read, name, first, shape });
  const house = parseHouseNumber(read, about.from, about.to);
  const before = read.tokens[about.from - 1];
  const shared = {
    ...found,
    ...about,
    letters,
    stem: head?.stem ?? "",
    abstract: found.length === 1 && isAbstractNoun(head?.word ?? ""),
    isBareNumber: name.every(({ word }) => word.length < 3),
    isNumberedThing: key.includes("#"),
    before: before?.word ?? "",
    beforeStem: before?.stem ?? "",
    lead: read.tokens[about.from - 2]?.word ?? "",
    form: wordForm(name.findLast(({ word }) => !isTypeWord(word))?.word ?? head?.word ?? ""),
    joined: isJoined(read.tokens, first, last),
    followed: isFollowed(read.tokens, last + 1),
  };
  return sortOrder.flatMap((sort) => {
    if (entries[sort].length === 0) return [];
    const own = { sort, entries: entries[sort], house: sort === "street" ? house : undefined };
    return [{ ...shared, ...own }];
  });
}

/** Drops mentions inside a longer one of the same sort: «Новая Садовая» is not «Садовая». */
export function dropContainedMentions(mentions: readonly Mention[]): Mention[] {
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
