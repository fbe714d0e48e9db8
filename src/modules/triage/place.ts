import { houseAt, type Entry, type Gazetteer } from "./gazetteer.ts";
import { readHouse } from "./house-number.ru.ts";
import {
  beforeStreets,
  beforeTowns,
  institution,
  isDistrictWord,
  isSettlementWord,
  placeWords,
  streetKind,
  VILLAGE_OR_FROM,
} from "./place-names.ru.ts";
import { asRead, mergeSpans, spanOf, type ReadText, type Span } from "./text.ts";

/**
 * `territory` is the municipality (or district, region) and `settlement` the place inside it, by id.
 * A house keeps its written `label` also where the gazetteer does not know it.
 */
export type Place = {
  territory: string | undefined;
  settlement: string | undefined;
  street: string | undefined;
  house: { label: string; id: string | undefined } | undefined;
  landmark: string | undefined;
  lat: number | undefined;
  lon: number | undefined;
  confidence: number;
  why: readonly Span[];
};

/** One way to read a run of tokens; `trust` 0…1 says how sure it is a name at all. */
type Reading = {
  entry: Entry;
  territory: number;
  first: number;
  last: number;
  trust: number;
  house: { label: string; last: number } | undefined;
};

const ACCEPT = 0.45;
/** Does `inner` lie in `outer` (or is it the same)? */
function within(gazetteer: Gazetteer, inner: number, outer: number): boolean {
  let at: number | undefined = inner;
  for (let depth = 0; at !== undefined && depth < 10; depth++) {
    if (at === outer) return true;
    const parent: string | null | undefined = gazetteer.territories[at]?.parentId;
    at = typeof parent === "string" ? gazetteer.territoryAt.get(parent) : undefined;
  }
  return false;
}

type Around = {
  before: string;
  type: string;
  capital: boolean;
  opens: boolean;
  many: boolean;
  comma: boolean;
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
  return { before: word(before), type, capital, opens, many: last > first, comma };
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

function readingsOf(gazetteer: Gazetteer, read: ReadText): Reading[] {
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

type Weighed = { reading: Reading; weight: number };

/** Trust of a reading with what the rest of the text and the channel's home say of it. */
function weigh(
  gazetteer: Gazetteer,
  readings: readonly Reading[],
  home: number | undefined,
): Weighed[] {
  const said = readings.filter((reading) => reading.entry.sort === "territory");
  return readings.map((reading) => {
    const { territory } = reading;
    const others = said.filter((other) => other.last < reading.first || other.first > reading.last);
    const agreed = others.some(
      (other) =>
        within(gazetteer, territory, other.territory) ||
        within(gazetteer, other.territory, territory),
    );
    const elsewhere = others.length > 0 && !agreed;
    const atHome = home !== undefined && within(gazetteer, territory, home);
    const knownHouse =
      reading.house && houseAt(gazetteer, reading.entry.index, reading.house.label) ? 0.12 : 0;
    const length = (reading.last - reading.first) * 0.08;
    const weight =
      reading.trust + (agreed ? 0.35 : 0) - (elsewhere ? 0.25 : 0) + (atHome ? 0.25 : 0);
    return { reading, weight: weight + knownHouse + length };
  });
}

/** The best reading of a sort, with how far it leads those that are as good but elsewhere. */
function choose(
  weighed: readonly Weighed[],
  sort: Entry["sort"],
): { best: Weighed; share: number } | undefined {
  const rows = weighed
    .filter(({ reading }) => reading.entry.sort === sort)
    .sort((a, b) => b.weight - a.weight || a.reading.first - b.reading.first);
  const [best] = rows;
  if (!best) return undefined;
  const rivals = rows.filter(
    (row) =>
      row.reading.entry.index !== best.reading.entry.index &&
      row.reading.first <= best.reading.last &&
      row.reading.last >= best.reading.first &&
      best.weight - row.weight < 0.1,
  );
  return { best, share: 1 / (1 + rivals.length) };
}

function territoriesOf(gazetteer: Gazetteer, at: number): Pick<Place, "territory" | "settlement"> {
  const row = gazetteer.territories[at];
  if (row?.kind !== "settlement") return { territory: row?.id, settlement: undefined };
  return { territory: row.parentId ?? undefined, settlement: row.id };
}

const real = (value: number | undefined): number | undefined =>
  value === undefined || Number.isNaN(value) ? undefined : value;

/**
 * Where a message is about, from its words alone; `home` is the territory its channel speaks for.
 * Undefined when nothing names a place. A name that two streets bear equally gives no street.
 */
export function findPlace(
  text: string | ReadText,
  gazetteer: Gazetteer,
  about: { home?: string | undefined } = {},
): Place | undefined {
  const read = asRead(text);
  const home = about.home === undefined ? undefined : gazetteer.territoryAt.get(about.home);
  const weighed = weigh(gazetteer, readingsOf(gazetteer, read), home);
  const territory = choose(weighed, "territory");
  const street = choose(weighed, "street");
  const landmark = choose(weighed, "landmark");
  const certain = (found: typeof street): typeof street =>
    found && found.share > 0.5 && !hidden(found, territory) ? found : undefined;
  const onStreet = certain(street);
  const atLandmark = certain(landmark);
  const main =
    onStreet ?? atLandmark ?? (territory && territory.share > 0.5 ? territory : undefined);
  if (!main) return undefined;
  return assemble({ gazetteer, read, main, street: onStreet, landmark: atLandmark, territory });
}

type Found = { best: Weighed; share: number };

/** «в Пушкино» is the town, not Пушкин's street, when the same words name it better. */
function hidden(found: Found, territory: Found | undefined): boolean {
  if (!territory || territory.share <= 0.5) return false;
  const [a, b] = [found.best.reading, territory.best.reading];
  return a.first <= b.last && a.last >= b.first && territory.best.weight > found.best.weight;
}

function assemble(parts: {
  gazetteer: Gazetteer;
  read: ReadText;
  main: Found;
  street: Found | undefined;
  landmark: Found | undefined;
  territory: Found | undefined;
}): Place {
  const { gazetteer, read, main, street, landmark, territory } = parts;
  const onStreet = street?.best.reading;
  const house = onStreet?.house;
  const known = onStreet && house && houseAt(gazetteer, onStreet.entry.index, house.label);
  const mark = landmark && gazetteer.landmarks[landmark.best.reading.entry.index];
  const spans = [street, landmark, territory].flatMap((found) => {
    if (!found) return [];
    const { first, last, house: number } = found.best.reading;
    const spanned = [spanOf(read, first, last, "place")];
    if (number && number.last > last) spanned.push(spanOf(read, first, number.last, "place"));
    return spanned;
  });
  return {
    ...territoriesOf(gazetteer, main.best.reading.territory),
    street: onStreet && gazetteer.streets[onStreet.entry.index]?.id,
    house: house && { label: house.label, id: known?.id },
    landmark: mark?.id,
    lat: real(known?.lat) ?? real(mark?.lat),
    lon: real(known?.lon) ?? real(mark?.lon),
    confidence: Math.max(0, Math.min(0.97, main.best.weight * 0.85 * main.share)),
    why: mergeSpans(read.original, spans),
  };
}
