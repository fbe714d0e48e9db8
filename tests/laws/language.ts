import { withoutComments, type Source } from "../sources.ts";
import { rootOf, visitNodes, type Node } from "./tree.ts";

/** Places where Russian is the material itself. */
const cyrillicAllowed =
  /(^|\/)(messages\.|migrations\/|testing\/|demo\/|fixtures|data\/)|\.ru\.ts$|\.seed\.ts$|\.test\.tsx?$/;

/** Returns the lines of code, comments aside, that hold Cyrillic letters outside the places for them. */
export function findMisplacedCyrillic(source: Source): string[] {
  if (cyrillicAllowed.test(source.path)) return [];
  return withoutComments(source)
    .split("\n")
    .filter((line) => /[\u0400-\u04ff]/.test(line))
    .map((line) => line.trim().slice(0, 80));
}

/** Clocks that a test must not ask or wait for, by what they are called in the report. */
const clocks = [
  { fault: "measures time", pattern: /\bperformance\.now\b|\bhrtime\b/ },
  { fault: "measures the true time", pattern: /\bDate\.now\(\)\s*[-;]/ },
  {
    fault: "waits for a clock",
    pattern: /\bwaitForTimeout\b|\bsetTimeout\(|from "node:timers\/promises"/,
  },
  { fault: "has a limit below the runner's", pattern: /^\s*\}, \d{1,2}_\d{3}\);$/m },
] as const;

/** Returns what of a test would fail on a busy machine alone; speed is measured by `npm run bench`. */
export function clockFaults({ text }: Pick<Source, "text">): string[] {
  return clocks.flatMap(({ fault, pattern }) => (pattern.test(text) ? [fault] : []));
}

/** Samples of the styleguide and the types written from the migrations show the domain; nothing else does. */
const domainAllowed = /^src\/base\/(ui\/styleguide\/|db\/tables\.ts$)/;

/** Names of modules and kinds that are words of programs as well. */
const technicalWords = new Set([
  "event",
  "events",
  "form",
  "forms",
  "people",
  "administration",
  "network",
  "other",
  "transport",
]);

/** Returns the words of the domain: names of modules, plural and singular, and kinds of one word. */
export function domainWords(modules: readonly string[], kinds: readonly string[]): Set<string> {
  const singular = modules.map((name) => name.replace(/ies$/, "y").replace(/s$/, ""));
  const words = [...modules, ...singular, ...kinds.filter((kind) => !kind.includes("-"))];
  return new Set(words.filter((word) => !technicalWords.has(word)));
}

/** Words of the domain that mean something technical in these files of base. */
const otherMeanings: Record<string, RegExp> = {
  // What is wrong with a row of a table, and the media type of errors (RFC 9457).
  problem: /^src\/base\/(tables\/|http\/site\.tsx$)/,
  // Where a role holds.
  organisation: /^src\/base\/policy\.ts$/,
  territory: /^src\/base\/policy\.ts$/,
};

/**
 * Returns the words of the domain in the names and texts of a file, comments aside. `words` are in small
 * letters; a name such as `problemCount` is split where its letters change.
 */
export function findDomainWords(source: Source, words: ReadonlySet<string>): string[] {
  if (domainAllowed.test(source.path)) return [];
  const found = new Set<string>();
  visitNodes(rootOf(source), (node) => {
    for (const [part] of textOf(node).matchAll(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g)) {
      const word = part.toLowerCase();
      if (words.has(word) && otherMeanings[word]?.test(source.path) !== true) found.add(word);
    }
  });
  return [...found];
}

/** The name or the text that a node writes by itself. */
function textOf({ type, name, value }: Node): string {
  if (type === "Identifier" || type === "JSXIdentifier") return String(name);
  if (type === "Literal" || type === "JSXText") return typeof value === "string" ? value : "";
  if (type !== "TemplateElement" || typeof value !== "object" || value === null) return "";
  return "raw" in value ? String(value.raw) : "";
}
