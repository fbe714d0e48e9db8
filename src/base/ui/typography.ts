import type { Lang } from "./lang.tsx";
import { abbreviations, particles } from "./messages.ru.ts";

const NBSP = "\u00a0";
const JOINER = "\u2060";

// A number before one of these is a count in a phrase, not a number with its unit.
const nonUnitWords = `${particles}|of|to|in|at|on|is|or|by`;

const numberAndUnit = new RegExp(`(?<=\\d) (?=(?!(?:${nonUnitWords})[ ${NBSP}])[\\p{L}%°₽])`, "gu");
const shortWord = new RegExp(
  `(?<=(?:^|[\\s(«„"])(?:\\p{L}{1,2}|(?:${abbreviations})\\.|\\p{L}\\.|№)) `,
  "gu",
);
const thousands = /(?<=\d) (?=\d{3}(?!\d))/g;
const beforeDash = / (?=—)/g;
const rangeDash = /(?<=[^\s\u2060])–(?=[^\s\u2060])/g;

/**
 * Returns the text with no-break spaces where a line must not break: after one- and two-letter words (Russian),
 * between a number and its unit, inside thousands and before “—”; word joiners keep “10:00–17:30” together.
 */
export function typesetText(text: string, lang: Lang = "ru"): string {
  const bound = text
    .replace(thousands, NBSP)
    .replace(numberAndUnit, NBSP)
    .replace(beforeDash, NBSP)
    .replace(rangeDash, `${JOINER}–${JOINER}`);
  return lang === "ru" ? bound.replace(shortWord, NBSP) : bound;
}

/** Returns the text as typed: the inverse of `typesetText`, for comparing and searching. */
export function plainText(text: string): string {
  return text.replaceAll(NBSP, " ").replaceAll(JOINER, "");
}

// What people typed or must copy stays byte for byte.
const verbatim = /^<(textarea|script|style|pre|code|option|title)\b/;

/**
 * Applies `typesetText` to every text node of rendered HTML outside textarea, option, pre, code,
 * script and style.
 */
export function typesetHtml(html: string, lang: Lang): string {
  let closing: string | undefined;
  return html.replace(/<(?:"[^"]*"|[^">])*>|[^<]+/g, (piece) => {
    if (!piece.startsWith("<")) return closing ? piece : typesetText(piece, lang);
    if (closing) {
      if (piece.startsWith(closing)) closing = undefined;
      return piece;
    }
    const opened = verbatim.exec(piece)?.[1];
    if (opened && !piece.endsWith("/>")) closing = `</${opened}`;
    return piece;
  });
}
