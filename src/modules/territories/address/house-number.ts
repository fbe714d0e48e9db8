import {
  DUPLICATE_MARK,
  HOUSE_LABELS,
  HOUSE_PART_WORDS,
  LATIN_LOOKALIKES,
  MAIN_LETTER,
  NO_NUMBER_WORDS,
} from "./place-types.ru.ts";

export type HouseParts = {
  /** «13/15», «14а», «5-7»; letters of a number are small. */
  house?: string;
  /** Корпус: «2», «1б», or a letter where a register writes one. */
  building?: string;
  /** Строение. */
  structure?: string;
  /** Литера, capitals: «А», «А,Б,В». */
  letter?: string;
};

type HousePart = keyof HouseParts | "flat";

const spellings = HOUSE_PART_WORDS.flatMap(({ part, spellings: words }) =>
  words.map((word) => ({ part, word })),
).toSorted((a, b) => b.word.length - a.word.length);

const NUMBER = String.raw`\d+(?:\s?\p{L}(?![\p{L}.]|\s*\d))?`;
const VALUES: Record<keyof HouseParts, RegExp> = {
  house: new RegExp(
    String.raw`^${NUMBER}(?:\s*[/\\-]\s*(?:${NUMBER}|\p{L}(?!\p{L})))*|^\p{L}(?!\p{L})`,
    "u",
  ),
  building: new RegExp(String.raw`^(?:${NUMBER}(?:[/-]\d+)*|\p{L}(?![\p{L}])\d*)`, "u"),
  structure: new RegExp(String.raw`^(?:${NUMBER}(?:[/-]\d+)*|\p{L}{1,2}(?![\p{L}])\d*)`, "u"),
  letter: /^\p{L}{1,2}(?!\p{L})\d*(?:[-\s]+\p{L}(?!\p{L}))*/u,
};

/** Returns whether a segment starts like a house number: «дом 5», «13/15», «д. б/н». */
export function startsHouseNumber(segment: string): boolean {
  const { word, rest } = matchLeadingWord(segment);
  const isNumber = /^\d|^\p{L}$/u.test(rest) || startsWithNoNumber(rest);
  if (word === undefined)
    return /^\d+\p{L}?(?:[\s/\\(,;-]|$|\p{L}[\d.\s])/u.test(segment) || startsWithNoNumber(segment);
  return word === "house" ? isNumber || matchLeadingWord(rest).word !== undefined : true;
}

/**
 * Adds the parts of one comma-separated segment to `parts`; `last` is the part that an unnamed
 * value continues («лит. А, Б»). Returns the last part and the unrecognised rest.
 */
export function parseHouseSegment(
  segment: string,
  { parts, last }: { parts: HouseParts; last: HousePart | undefined },
): { last: HousePart | undefined; rest: string } {
  let rest = segment
    .replace(DUPLICATE_MARK, "")
    .replace(/["«»]|[.\s]+$/g, "")
    .trim();
  let part = last;
  while (rest !== "") {
    const taken = matchLeadingWord(rest);
    rest = taken.rest;
    const named = innermostWord(taken.word, rest);
    rest = named.rest;
    const continues = named.word === undefined && parts.house !== undefined;
    part = named.word ?? (parts.house === undefined ? "house" : part);
    if (part === undefined || part === "flat") return { last: part, rest: "" };
    const value = matchValue(rest, part);
    if (value === undefined) return { last: part, rest: rest.replace(/^[-.]+$/, "") };
    const before = parts[part];
    if (continues && before !== undefined && value.end < rest.length) return { last: part, rest };
    parts[part] = before === undefined || !continues ? value.text : `${before},${value.text}`;
    rest = rest.slice(value.end).replace(/^[\s.,;/\\]+/, "");
  }
  return { last: part, rest: "" };
}

/** «д. дом 9», «стр. лит. А»: the innermost word determines the part. */
function innermostWord(
  word: HousePart | undefined,
  text: string,
): { word: HousePart | undefined; rest: string } {
  const inner = word === undefined ? undefined : matchLeadingWord(text);
  return inner?.word === undefined ? { word, rest: text } : innermostWord(inner.word, inner.rest);
}

function matchLeadingWord(text: string): { word: HousePart | undefined; rest: string } {
  const folded = text.toLowerCase();
  for (const { part, word } of spellings) {
    if (!folded.startsWith(word)) continue;
    const after = text.slice(word.length);
    if (/^[\p{L}-]/u.test(after)) continue;
    // «к» or «д» alone at the end is a letter of the number, not a word.
    if (word.length === 1 && !/^(?:\.|\s*\d|\s+\p{L})/u.test(after)) continue;
    return { word: part, rest: after.replace(/^[\s.:№]+/, "") };
  }
  return { word: undefined, rest: text };
}

function startsWithNoNumber(text: string): boolean {
  return NO_NUMBER_WORDS.some((word) => text.toLowerCase().startsWith(word));
}

function matchValue(
  text: string,
  part: keyof HouseParts,
): { text: string; end: number } | undefined {
  const noNumber = NO_NUMBER_WORDS.find((word) => text.toLowerCase().startsWith(word));
  if (part === "house" && noNumber) return { text: HOUSE_LABELS.noNumber, end: noNumber.length };
  const found = VALUES[part].exec(text)?.[0];
  if (found === undefined) return undefined;
  return { text: normalizeValue(found), end: found.length };
}

function normalizeValue(text: string): string {
  const tight = text
    .replace(/\s*([/\\-])\s*/g, "$1")
    .replaceAll("\\", "/")
    .replace(/(\d)\s/g, "$1");
  const russian = tight
    .toUpperCase()
    .replace(/[A-Z]/g, (letter) => LATIN_LOOKALIKES[letter] ?? letter);
  return /\d/.test(russian) ? russian.toLowerCase() : russian.replace(/[-\s]+/g, ",");
}

/**
 * Returns a key that registers' numbers of one house share: number, building, structure, letter.
 * Registers write a letter as литера, корпус or строение, and add «литера А» or «строение 1» to the
 * main building inconsistently, so these two are left out.
 */
export function houseKey(parts: HouseParts): string {
  const isLetter = (value: string | undefined) => value !== undefined && !/\d/.test(value);
  const letters = [parts.building, parts.structure, parts.letter].filter(isLetter).join(",");
  const firstLetter = letters.split(",")[0] ?? "";
  return [
    (parts.house ?? "").toLowerCase(),
    isLetter(parts.building) ? "" : (parts.building ?? ""),
    isLetter(parts.structure) || parts.structure === "1" ? "" : (parts.structure ?? ""),
    firstLetter === MAIN_LETTER ? "" : firstLetter,
  ].join("|");
}

/** Returns the number for display: «47 к2 стр. 1 лит. А». */
export function formatHouseNumber(parts: HouseParts): string {
  return [
    parts.house ?? "",
    parts.building && `${HOUSE_LABELS.building}${parts.building}`,
    parts.structure && `${HOUSE_LABELS.structure}${parts.structure}`,
    parts.letter && `${HOUSE_LABELS.letter}${parts.letter}`,
  ]
    .filter(Boolean)
    .join(" ");
}
