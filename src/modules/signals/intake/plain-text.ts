import { longestText, type Warning } from "../signal.ts";

const entities: Readonly<Record<string, string>> = {
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

const hidden = /<(script|style|head|title)\b[^>]{0,2000}>[\s\S]*?<\/\1\s*>/gi;
const comment = /<!--[\s\S]*?-->/g;
const lineEnd = /<(?:br|\/p|\/div|\/li|\/tr|\/h[1-6]|\/blockquote)\b[^<>]{0,2000}>/gi;
const tag = /<\/?[a-z!?][^<>]{0,4000}>/gi;
const entity = /&(?:([a-z]{2,8})|#(\d{1,7})|#x([\da-f]{1,6}));/gi;
// Null bytes and other unseen control characters: PostgreSQL refuses the first, readers the rest.
const unseen = /(?![\n\t])\p{Cc}|[\ufeff\u200b\u2028\u2029]/gu;

/** Text without characters that no reader sees and no database takes; line ends become «\n». */
export function withoutUnseen(text: string): string {
  return text.toWellFormed().replace(/\r\n?/g, "\n").replace(unseen, "");
}

/**
 * What the author wrote, whatever carried it: markup taken off, entities read, blank lines closed up,
 * cut at `longestText`. Markup is text before and after: nothing here is ever run.
 */
export function plainText(given: string): { text: string; warnings: Warning[] } {
  const found: Warning[] = [];
  let text = withoutUnseen(given);
  if (/<\/?[a-z!][^<>]*>/i.test(text)) {
    text = text.replace(comment, " ").replace(hidden, " ").replace(lineEnd, "\n").replace(tag, "");
    found.push("markup-removed");
  }
  text = withoutUnseen(text.replace(entity, decoded));
  text = text
    .replace(/[ \t\u00a0]+\n/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
  if (text.length <= longestText) return { text, warnings: found };
  return {
    text: text.slice(0, longestText).toWellFormed().trimEnd(),
    warnings: [...found, "text-cut"],
  };
}

function decoded(whole: string, name: string | undefined, decimal?: string, hex?: string): string {
  if (name !== undefined) return entities[name.toLowerCase()] ?? whole;
  const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "";
}
