import {
  CLOSED_TOWN_MARK,
  NUMBER_SIGN,
  ORDINAL_ENDINGS,
  SAME_LETTERS,
  PLACE_TYPE_WORDS,
  REGION_SECOND_NAMES,
  REGION_TYPE_WORDS,
  FEDERAL_CITY,
  STREET_SHORT_WORDS,
  STREET_TYPE_WORDS,
} from "./place-types.ru.ts";
import type { TypeClass } from "./place-types.ru.ts";

export type SplitName = {
  /** The name without its type words, as written: «Майкоп». */
  name: string;
  /** The normalised name: «майкоп». */
  key: string;
  /** The outermost type in full: «городской округ». */
  type?: string;
  class?: TypeClass;
};

type TypeWord = { type: string; class?: TypeClass; words: string[] };

const STREET_TAIL = /\s*(?:\p{Lu}\.\s?\p{Lu}\.|\([^()]*\))\s*$/u;

const placeTypes = typeWords(PLACE_TYPE_WORDS);
const regionTypes = typeWords(REGION_TYPE_WORDS);
const federalTypes = typeWords(REGION_TYPE_WORDS.filter(({ type }) => type !== FEDERAL_CITY));
const streetTypes = typeWords(STREET_TYPE_WORDS);

function typeWords(
  vocabulary: readonly { type: string; class?: TypeClass; spellings: readonly string[] }[],
): Map<string, TypeWord[]> {
  const byFirst = new Map<string, TypeWord[]>();
  for (const { type, class: typeClass, spellings } of vocabulary) {
    for (const spelling of spellings) {
      const words = spelling.split(" ");
      const first = words[0] ?? "";
      const known = byFirst.get(first) ?? [];
      known.push({ type, words, ...(typeClass && { class: typeClass }) });
      byFirst.set(
        first,
        known.toSorted((a, b) => b.words.length - a.words.length),
      );
    }
  }
  return byFirst;
}

/**
 * Returns the text in lower case, «ё» as «е», one kind of dash, no quotation marks, «№ 7» and «N7»
 * as «№7».
 */
export function foldName(text: string): string {
  return foldLetters(text.normalize("NFC"))
    .replace(/[«»"„“”'`]/g, "")
    .replace(/[‐‑‒–—−]/g, "-")
    .replace(NUMBER_SIGN, "№")
    .replace(/\s*-\s*/g, "-")
    .replace(/\s+/g, " ")
    .trim();
}

/** Returns the key shared by spellings of one place: no type words, hyphens as spaces, no dots. */
export function matchKey(name: string): string {
  return splitPlaceName(name).key;
}

/** Splits «городской округ город Майкоп» into the name «Майкоп» and its type. */
export function splitPlaceName(name: string): SplitName {
  return splitName(name, placeTypes);
}

/**
 * Splits «обл. Ленинградская» into the name and its type; «г. Москва» is a town here, no region.
 */
export function splitRegionName(name: string): SplitName {
  return splitName(name, federalTypes);
}

/** Returns the key of a region's name: «Кировская область», «город Санкт-Петербург», «… — Югра». */
export function regionKey(name: string): string {
  const { key } = splitName(name.replace(/\(.*?\)|\s[-–—]\s.*$/gu, " "), regionTypes);
  const words = key.split(" ").filter((word) => !REGION_SECOND_NAMES.includes(word));
  return words.length > 0 ? words.join(" ") : key;
}

/**
 * Splits «2-я Берёзовая аллея» into «2-я Берёзовая» and «аллея». What follows the type, «10-я линия
 * В.О.» or «Садовая ул. (Дюны)», stays a part of the name.
 */
export function splitStreetName(name: string): SplitName {
  const tail = STREET_TAIL.exec(name)?.[0] ?? "";
  const head = tail === "" ? name : name.slice(0, -tail.length);
  const found = splitName(head, streetTypes);
  const whole = `${found.name} ${tail.trim()}`.trim();
  return { ...found, name: whole, key: streetKeyOf(foldName(whole)) };
}

/** Returns a street's key: type first, ordinals in front, abbreviations expanded. */
export function streetKey(street: { type?: string | undefined; name: string }): string {
  return `${street.type ?? ""} ${streetKeyOf(foldName(street.name))}`.trim();
}

function streetKeyOf(folded: string): string {
  let text = ` ${folded} `;
  for (const [short, full] of STREET_SHORT_WORDS) {
    text = text.replaceAll(` ${short} `, ` ${full} `);
  }
  const words = stripPunctuation(text).split(" ");
  const ordinals = words.filter((word) => /^\d/.test(word)).map((word) => word.replace(/\D+$/, ""));
  // The ending of «2-я» is a word of its own once the hyphen became a space.
  const others = words.filter((word) => !/^\d/.test(word) && !ORDINAL_ENDINGS.includes(word));
  return [...ordinals, ...others].join(" ");
}

function splitName(name: string, vocabulary: Map<string, TypeWord[]>): SplitName {
  let words = name
    .normalize("NFC")
    .replace(/[«»"„“”]/g, "")
    .replace(CLOSED_TOWN_MARK, " ")
    .replace(/(?<=^|[\s,])(\p{L}{1,4})\.(?=\p{Lu}\p{Ll})/gu, "$1. ")
    .replace(/\s+\.$/, "")
    .trim()
    .split(/\s+/);
  const types: TypeWord[] = [];
  for (;;) {
    const found = leadingType(words, vocabulary) ?? trailingType(words, vocabulary);
    if (!found) break;
    types.push(found.type);
    words = found.rest;
  }
  const bare = words.join(" ").replace(/\s+[-–—]\s+/g, "-");
  const outer = types[0];
  return {
    name: bare,
    key: stripPunctuation(foldName(bare)),
    ...(outer && { type: outer.type }),
    ...(outer?.class && { class: nearestClass(types) ?? outer.class }),
  };
}

/** «внутригородская территория … город Пушкин» is an okrug, «округ город Майкоп» a town. */
function nearestClass(types: TypeWord[]): TypeClass | undefined {
  return types.find((type) => type.class && type.class !== "okrug")?.class;
}

function stripPunctuation(folded: string): string {
  return folded
    .replace(/[-.,()/]/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}

function foldLetters(text: string): string {
  return SAME_LETTERS.reduce(
    (folded, [from, to]) => folded.replaceAll(from, to),
    text.toLowerCase(),
  );
}

function normalizeWord(word: string): string {
  return foldLetters(word)
    .replace(/[.,]+$/, "")
    .replace(/\.(?=.)/g, " ");
}

type FoundType = { type: TypeWord; rest: string[] };

function leadingType(words: string[], vocabulary: Map<string, TypeWord[]>): FoundType | undefined {
  const first = words[0];
  if (first === undefined) return undefined;
  for (const type of vocabulary.get(normalizeWord(first).split(" ")[0] ?? "") ?? []) {
    const rest = withoutPrefix(words, type.words);
    if (!rest || rest.length === 0) continue;
    // A single letter is a type only with its dot or before a capital: «г Майкоп», «п. Новый».
    const isLetter = type.words.join("").length === 1;
    if (isLetter && !/^[\p{Lu}\d«(]/u.test(rest[0] ?? "")) continue;
    return { type, rest };
  }
  return undefined;
}

function withoutPrefix(words: string[], prefix: string[]): string[] | undefined {
  const matches = prefix.every((part, index) => normalizeWord(words[index] ?? "") === part);
  return matches ? words.slice(prefix.length) : undefined;
}

/**
 * A type after the name: «Белая дер.», «Агаповский район». Words with a capital belong to the
 * name («Красное Село»), unless the word is a district's («Агаповский Район»).
 */
function trailingType(words: string[], vocabulary: Map<string, TypeWord[]>): FoundType | undefined {
  for (let from = 1; from < words.length; from++) {
    const tail = words.slice(from);
    const first = tail[0] ?? "";
    const candidates = vocabulary.get(normalizeWord(first).split(" ")[0] ?? "") ?? [];
    const type = candidates.find(
      ({ words: parts }) =>
        parts.length === tail.length &&
        parts.every((part, index) => normalizeWord(tail[index] ?? "") === part),
    );
    if (!type) continue;
    const isAbbreviation = /^\p{Lu}{2,}$/u.test(first);
    const isCapital = /^\p{Lu}/u.test(first) && !isAbbreviation;
    const isOfName = isCapital && type.class === "settlement";
    if (!isOfName) return { type, rest: words.slice(0, from) };
  }
  return undefined;
}
