import type { Entry, Gazetteer } from "./gazetteer.ts";
import { readHouse } from "./house-number.ru.ts";
import {
  beforeStreets,
  beforeTowns,
  institution,
  isDistrictWord,
  isSettlementWord,
  numberedThings,
  placeWords,
  streetKind,
  VILLAGE_OR_FROM,
} from "./place-names.ru.ts";
import type { ReadText } from "./text.ts";

/** One way to read a run of tokens; `trust` 0…1 says how sure it is a name at all. */
export type Reading = {
  entry: Entry;
  territory: number;
  first: number;
  last: number;
  trust: number;
  house: { label: string; last: number } | undefined;
};

const ACCEPT = 0.45;

type Around = {
  before: string;
  type: string;
  capital: boolean;
  opens: boolean;
  many: boolean;
  comma: boolean;
  /** one word that names a numbered thing of a house as well */
  thing: boolean;
};

/** Words that stand around the run, and the type word nearest to it, if it touches. */
function around(read: ReadText, first: number, last: number): Around {
  const word = (at: number): string => read.tokens[at]?.word ?? "";
  const ahead = typeWord(read, first - 1, first);
  const behind = ahead ? undefined : typeWord(read, last + 1, last + 1);
  const before = ahead ? ahead.first - 1 : first - 1;
  const type = ahead?.word ?? behind?.word ?? "";
  const head = read.tokens[first];
  const opens = first === 0 || /[.!?\n]/.test(head?.before ?? "");
  const words = read.tokens.slice(first, last + 1).filter((token) => !token.number);
  const capital = words.at(-1)?.capital ?? false;
  const comma = read.tokens[last + 1]?.before.startsWith(",") ?? false;
  const thing = first === last && numberedThings.has(head?.stem ?? "");
  return { before: word(before), type, capital, opens, many: last > first, comma, thing };
}

const isType = (word: string): boolean =>
  streetKind(word) !== undefined || isSettlementWord(word) || isDistrictWord(word);

/** The type word at `at` («ул», «пр-т»), unless a comma at `joint` parts it from the name. */
function typeWord(
  read: ReadText,
  at: number,
  joint: number,
): { word: string; first: number } | undefined {
  const token = read.tokens[at];
  const gap = read.tokens[joint]?.before ?? "";
  if (!token || /[,;!?]/.test(gap)) return undefined;
  const shortened = `${read.tokens[at - 1]?.word ?? ""}-${token.word}`;
  if (token.before === "-" && isType(shortened)) return { word: shortened, first: at - 1 };
  // «с Ленина» is a preposition, «с. Вильва» a village.
  if (token.word === VILLAGE_OR_FROM && !gap.startsWith(".")) return undefined;
  return isType(token.word) ? { word: token.word, first: at } : undefined;
}

function trustStreet(gazetteer: Gazetteer, entry: Entry, about: Around, house: boolean): number {
  const said = streetKind(about.type);
  const kind = gazetteer.streets[entry.index]?.kind ?? "street";
  if (isSettlementWord(about.type) && said === undefined && !house) return 0;
  if (said === undefined && about.thing) return 0;
  let trust = entry.whole ? 0.12 : 0.02;
  if (said !== undefined) trust += said === kind ? 0.55 : 0.3;
  else if (kind !== "street") trust -= 0.05;
  if (house) trust += 0.35;
  if (about.capital) trust += about.opens ? 0.12 : 0.25;
  if (beforeStreets.has(about.before)) trust += 0.12;
  return about.many ? trust + 0.15 : trust;
}

function trustTerritory(gazetteer: Gazetteer, entry: Entry, about: Around): number {
  if (streetKind(about.type) !== undefined) return 0;
  const kind = gazetteer.territories[entry.index]?.kind;
  let trust = 0.2;
  if (kind === "settlement" && isSettlementWord(about.type)) trust += 0.45;
  else if (kind !== "settlement" && isDistrictWord(about.type)) trust += 0.5;
  else if (kind === "settlement" && isDistrictWord(about.type)) trust -= 0.1;
  if (about.capital) trust += about.opens && !about.comma ? 0.2 : 0.3;
  if (beforeTowns.has(about.before)) trust += about.capital ? 0.15 : 0.27;
  return about.many ? trust + 0.15 : trust;
}

/** Every run of the text that may name a place, with each thing it may name. */
export function readingsOf(gazetteer: Gazetteer, read: ReadText): Reading[] {
  const words = placeWords(read.tokens);
  const out: Reading[] = [];
  words.forEach(({ word, token: first }, at) => {
    const most = gazetteer.begins.get(word) ?? 0;
    let key = "";
    for (let length = 1; length <= most; length++) {
      const next = words[at + length - 1];
      if (!next) break;
      key = length === 1 ? next.word : `${key} ${next.word}`;
      const entries = gazetteer.names.get(key);
      if (entries) out.push(...named({ gazetteer, read, entries, first, last: next.token }));
    }
    const numbered = numberedLandmark(gazetteer, words, at);
    if (numbered) out.push(...numbered);
  });
  return out.filter((reading) => reading.trust >= ACCEPT);
}

function named(run: {
  gazetteer: Gazetteer;
  read: ReadText;
  entries: readonly Entry[];
  first: number;
  last: number;
}): Reading[] {
  const { gazetteer, read, entries, first, last } = run;
  const about = around(read, first, last);
  const house = readHouse(read, first, last);
  return entries.map((entry): Reading => {
    if (entry.sort === "street") {
      const trust = trustStreet(gazetteer, entry, about, house !== undefined);
      const territory = gazetteer.streets[entry.index]?.territory ?? 0;
      return { entry, territory, first, last, trust, house };
    }
    if (entry.sort === "territory") {
      const trust = trustTerritory(gazetteer, entry, about);
      return { entry, territory: entry.index, first, last, trust, house: undefined };
    }
    const trust = last > first || about.capital ? 0.75 : 0.5;
    const territory = gazetteer.landmarks[entry.index]?.territory ?? 0;
    return { entry, territory, first, last, trust, house: undefined };
  });
}

/** «за 12-й школой», «школа № 12», «садик номер 8»: the number within two words of the institution. */
function numberedLandmark(
  gazetteer: Gazetteer,
  words: readonly { word: string; token: number }[],
  at: number,
): Reading[] | undefined {
  const here = words[at];
  const sort = here && institution(here.word);
  if (!here || sort === undefined) return undefined;
  for (const offset of [1, -1, 2, -2]) {
    const number = words[at + offset];
    if (!number || !/^\d+$/.test(number.word)) continue;
    const entries = gazetteer.names.get(`${sort}#${number.word}`);
    if (!entries) continue;
    return entries.map((entry) => ({
      entry,
      territory: gazetteer.landmarks[entry.index]?.territory ?? 0,
      first: Math.min(here.token, number.token),
      last: Math.max(here.token, number.token),
      trust: 0.85,
      house: undefined,
    }));
  }
  return undefined;
}
