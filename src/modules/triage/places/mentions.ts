import type { Gazetteer } from "./gazetteer.ts";
import { meaningsOf, type Sort } from "./gazetteer-names.ts";
import { readHouse } from "./house-number.ru.ts";
import { around } from "./type-words.ts";
import {
  caseOf,
  isFollowed,
  isJoined,
  isWritten,
  lettersOf,
  opens,
  type Letters,
} from "./letter-case.ts";
import {
  beforeStreets,
  endsNumber,
  formOf,
  institution,
  isAbstract,
  isLongType,
  isSureStreetWord,
  isTypeWord,
  LETTER_OF_HOUSE,
  placeWords,
  streetKind,
} from "./names.ru.ts";
import { meantBy, SHORTEST_TYPO } from "./spelling.ts";
import type { ReadText, Token } from "../text/analyze.ts";

/** A run of tokens that may name places of one sort, with what stands around it. */
export type Mention = {
  sort: Sort;
  /** what bears the name, packed; see `indexIn`, `isWhole` */
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
  /** nothing but numbers and letters: «1 линия В.О.» */
  bare: boolean;
  typo: boolean;
  /** a number of an institution: «12-я школа» */
  numbered: boolean;
  before: string;
  beforeStem: string;
  /** the word two before it */
  lead: string;
  abstract: boolean;
  form: ReturnType<typeof formOf>;
  /** how the name is written; «unknown» where the whole text is in one case */
  letters: Letters;
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
    const begin = Math.max(0, at - 2);
    const spelt = words.slice(begin, at + 4);
    spelt[at - begin] = { ...word, word: meant };
    for (let from = 0; from <= at - begin; from++) {
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
  const counted = after?.number === true || after?.word === LETTER_OF_HOUSE;
  return counted && (token.capital || (before !== undefined && beforeStreets.has(before.word)));
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
    lead: read.tokens[about.from - 2]?.word ?? "",
    form: formOf(name.findLast(({ word }) => !isTypeWord(word))?.word ?? head?.word ?? ""),
    joined: isJoined(read.tokens, first, last),
    followed: isFollowed(read.tokens, last + 1),
  };
  return sorts.flatMap((sort) => {
    if (entries[sort].length === 0) return [];
    const own = { sort, entries: entries[sort], house: sort === "street" ? house : undefined };
    return [{ ...shared, ...own }];
  });
}

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
