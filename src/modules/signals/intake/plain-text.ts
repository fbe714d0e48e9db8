import { maxTextLength, type IntakeWarning } from "../signal.ts";

const htmlEntities: Readonly<Record<string, string>> = {
  nbsp: " ",
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  laquo: "«",
  raquo: "»",
  mdash: "—",
  ndash: "–",
  hellip: "…",
  bull: "•",
  copy: "©",
  deg: "°",
  sect: "§",
  shy: "",
  ldquo: "“",
  rdquo: "”",
  numero: "№",
};

const hiddenElements = /<(script|style|head|title)\b[^>]{0,2000}>[\s\S]*?<\/\1\s*>/gi;
const comment = /<!--[\s\S]*?-->/g;
const lineEnd = /<(?:br|\/p|\/div|\/li|\/tr|\/h[1-6]|\/blockquote)\b[^<>]{0,2000}>/gi;
const tag = /<\/?[a-z!?][^<>]{0,4000}>/gi;
const entity = /&(?:([a-z]{2,8})|#(\d{1,7})|#x([\da-f]{1,6}));/gi;
// Null bytes and other unseen control characters: PostgreSQL refuses the first, readers the rest.
const invisibleCharacters = /(?![\n\t])\p{Cc}|[\ufeff\u200b\u2028\u2029]/gu;

/** Removes characters that are invisible or not accepted by the database; line ends become «\n». */
export function stripInvisible(text: string): string {
  return text.toWellFormed().replace(/\r\n?/g, "\n").replace(invisibleCharacters, "");
}

/**
 * Turns what was received into plain text: markup removed, entities decoded, blank lines collapsed,
 * cut at `longestText`. Markup is never executed.
 */
export function toPlainText(given: string): { text: string; warnings: IntakeWarning[] } {
  const found: IntakeWarning[] = [];
  let text = stripInvisible(given);
  if (/<\/?[a-z!][^<>]*>/i.test(text)) {
    text = text
      .replace(comment, " ")
      .replace(hiddenElements, " ")
      .replace(lineEnd, "\n")
      .replace(tag, "");
    found.push("markup-removed");
  }
  text = stripInvisible(text.replace(entity, decodeEntity));
  text = text
    .replace(/[ \t\u00a0]+\n/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
  if (text.length <= maxTextLength) return { text, warnings: found };
  return {
    text: text.slice(0, maxTextLength).toWellFormed().trimEnd(),
    warnings: [...found, "text-cut"],
  };
}

function decodeEntity(
  whole: string,
  name: string | undefined,
  decimal?: string,
  hex?: string,
): string {
  if (name !== undefined) return htmlEntities[name.toLowerCase()] ?? whole;
  const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "";
}
