import type { TextSpan } from "../text/analyze.ts";

export type PersonalDataKind =
  | "phone"
  | "email"
  | "passport"
  | "snils"
  | "card"
  | "apartment"
  | "name";
export type PersonalDataSpan = TextSpan & { kind: PersonalDataKind };

const name = "[А-ЯЁ][а-яё]{1,20}(?:-[А-ЯЁ][а-яё]{1,20})?";
const patronymic =
  "[А-ЯЁ][а-яё]{1,20}(?:вич|вича|вичу|вичем|виче|вна|вны|вне|вну|вной|ична|ичны|ичне|ичну|ичной)";
const wordStart = "(?<![\\p{L}\\d])";
const wordEnd = "(?![\\p{L}\\d])";

/** In order of precision: what an earlier pattern matched, a later one does not match again. */
const personalDataPatterns: readonly { kind: PersonalDataKind; shape: RegExp }[] = [
  { kind: "email", shape: /[\p{L}\d._%+-]{1,64}@[\p{L}\d-]{1,63}(?:\.[\p{L}\d-]{1,63}){1,4}/gu },
  { kind: "card", shape: /(?<!\d)(?:\d{4}[ -]?){3}\d{4}(?!\d)/g },
  { kind: "snils", shape: /(?<!\d)\d{3}-\d{3}-\d{3}[ -]\d{2}(?!\d)/g },
  {
    kind: "phone",
    shape: /(?<![\d№])(?:\+7|8|7)[\s(-]{0,3}\d{3}[\s)-]{0,3}\d{3}[\s-]?\d{2}[\s-]?\d{2}(?!\d)/g,
  },
  {
    kind: "phone",
    shape:
      /(?<=(?:тел|телефон\p{L}{0,3}|звон\p{L}{1,6})[.:\s]{1,4}(?:№\s?)?)\d{2,3}[\s-]\d{2}[\s-]\d{2}(?!\d)/giu,
  },
  {
    kind: "passport",
    shape: /паспорт\p{L}{0,3}[^\d\n]{0,20}\d{2}\s?\d{2}[\s№]{0,3}\d{6}(?!\d)/giu,
  },
  {
    kind: "apartment",
    shape: new RegExp(
      `${wordStart}(?:кв|квартир\\p{L}{1,3}|кварт)[.\\s]{0,3}№?\\s?\\d{1,4}(?!\\d)`,
      "giu",
    ),
  },
  {
    kind: "name",
    shape: new RegExp(`${wordStart}${name}\\s+${name}\\s+${patronymic}${wordEnd}`, "gu"),
  },
  {
    kind: "name",
    shape: new RegExp(`${wordStart}${name}\\s+${patronymic}(?:\\s+${name})?${wordEnd}`, "gu"),
  },
  { kind: "name", shape: new RegExp(`${wordStart}${name}\\s+[А-ЯЁ]\\.\\s?[А-ЯЁ]\\.`, "gu") },
  { kind: "name", shape: new RegExp(`${wordStart}[А-ЯЁ]\\.\\s?[А-ЯЁ]\\.\\s?${name}`, "gu") },
];

// «улица Ивана Ивановича Иванова» is an address, not a person.
const street =
  /(?:улиц[аеуы]|ул\.?|пер(?:еулок|\.)?|пр(?:оспект|-т|\.)?|площад[ьи]|пл\.?|им(?:ени|\.)?|памятник\p{L}*|школ\p{L}*)\s*$/iu;

function isLuhnValid(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const worth = Number(digit) * (place % 2 === 1 ? 2 : 1);
    return total + (worth > 9 ? worth - 9 : worth);
  }, 0);
  return sum % 10 === 0;
}

function isPlausible(kind: PersonalDataKind, text: string, before: string): boolean {
  if (kind === "card") return isLuhnValid(text.replace(/\D/g, ""));
  return kind !== "name" || !street.test(before);
}

/**
 * Finds personal data in a whole text of any length; returns spans in ascending order, without
 * overlap.
 */
export function findPersonalData(text: string): PersonalDataSpan[] {
  const found: PersonalDataSpan[] = [];
  for (const { kind, shape } of personalDataPatterns) {
    for (const match of text.matchAll(shape)) {
      const start = match.index;
      const stop = start + match[0].length;
      if (found.some((span) => start < span.end && span.start < stop)) continue;
      if (!isPlausible(kind, match[0], text.slice(Math.max(0, start - 24), start))) continue;
      found.push({ kind, start, end: stop, text: match[0], field: "personal" });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

/** Checks whether a telephone is an office one: a city or 8-800 number, not a mobile one. */
export function isOfficePhone({ kind, text }: PersonalDataSpan): boolean {
  const digits = text.replace(/\D/g, "");
  return kind === "phone" && !/^(7|8)?9\d{9}$/.test(digits);
}

/**
 * Replaces personal data with dots of the same length, so offsets stay; spans accepted by `keep`
 * stay readable.
 */
export function maskPersonalData(
  text: string,
  keep: (span: PersonalDataSpan) => boolean = () => false,
): string {
  let out = "";
  let from = 0;
  for (const span of findPersonalData(text)) {
    const { start, end: stop } = span;
    if (keep(span)) continue;
    out += text.slice(from, start) + "•".repeat(stop - start);
    from = stop;
  }
  return out + text.slice(from);
}
