import { normalizeWord } from "./normalize-word.ru.ts";
import { repairMojibake } from "./mojibake.ts";
import { forEachWord } from "./word-runs.ts";
import { stem } from "./stem.ru.ts";

/** Which suggestion a run of words decided. */
export type SpanField = "topic" | "urgency" | "noise" | "place" | "answer" | "personal";

/** A run of the ORIGINAL text, UTF-16 offsets, `end` exclusive, that decided `field`. */
export type TextSpan = { start: number; end: number; text: string; field: SpanField };

/** One word or number of a text; `before` is the punctuation since the previous token. */
export type Token = {
  start: number;
  end: number;
  word: string;
  stem: string;
  number: boolean;
  capital: boolean;
  before: string;
};

/** A text ready for every engine of triage: read once, used by all. */
export type AnalyzedText = {
  original: string;
  /** True when the text was longer than `ANALYSED_CHARS` and only its beginning was read. */
  cut: boolean;
  tokens: readonly Token[];
  /** stem → indexes into `tokens`, ascending */
  at: ReadonlyMap<string, readonly number[]>;
  /** the first three letters of a stem → the stems of this text that begin so */
  prefixes: ReadonlyMap<string, readonly string[]>;
};

/** A complaint says its matter at once; what follows 4,000 characters is quotation and signature. */
export const MAX_ANALYZED_CHARS = 4_000;

// Each kind is looked for only where its own letter is: most messages hold none of them.
const opaquePatterns: readonly { sign: RegExp; mask: RegExp }[] = [
  { sign: /</, mask: /<(?:style|script)\b[^>]{0,400}>[^<]{0,2000}<\/(?:style|script)>/gi },
  { sign: /</, mask: /<\/?[a-z!][^<>]{0,500}>/gi },
  { sign: /&/, mask: /&(?:[a-z]{2,8}|#\d{1,6}|#x[\da-f]{1,6});/gi },
  { sign: /:\/\/|www\./i, mask: /\b(?:https?:\/\/|www\.)[^\s<>"']{1,500}/gi },
  {
    sign: /@/,
    mask: /[\p{L}\d._%+-]{1,64}@[\p{L}\d-]{1,64}(?:\.[\p{L}\d-]{1,63}){1,4}/gu,
  },
  { sign: /\[/, mask: /\[(?:id|club|public)\d+\|[^\]]{0,100}\]/g },
  {
    sign: /[78]/,
    mask: /(?<!\d)(?:\+7|8|7)[\s(-]{0,3}\d{3}[\s)-]{0,3}\d{3}[\s-]?\d{2}[\s-]?\d{2}(?!\d)/g,
  },
  {
    sign: /[\u00a9\u00ae\u200d-\u{10ffff}]/u,
    mask: /[\p{Extended_Pictographic}\u{fe0f}\u{200d}]/gu,
  },
];
const toSpaces = (run: string): string => " ".repeat(run.length);

/** The same text with markup, links, addresses and emoji blanked; every offset stays where it was. */
export function maskOpaqueRuns(text: string): string {
  let out = text;
  for (const { sign, mask } of opaquePatterns)
    if (sign.test(out)) out = out.replace(mask, toSpaces);
  return out;
}

type WordForms = Pick<Token, "word" | "stem" | "number" | "capital">;
// The same words come again and again; each is folded and stemmed once.
const formsCache = new Map<string, WordForms>();
const MAX_CACHED_WORDS = 50_000;
const MAX_CACHED_WORD_LENGTH = 30;

function wordForms(raw: string): WordForms {
  const before = formsCache.get(raw);
  if (before) return before;
  const number = /^\d/.test(raw);
  const word = number ? raw : normalizeWord(raw);
  const first = raw.charAt(0);
  const capital = !number && first !== first.toLowerCase();
  const forms = { word, stem: number ? word : stem(word), number, capital };
  if (raw.length > MAX_CACHED_WORD_LENGTH) return forms;
  if (formsCache.size >= MAX_CACHED_WORDS) formsCache.clear();
  formsCache.set(raw, forms);
  return forms;
}

// What stands between nearly all words; nothing of it needs replacing.
const plainGap = /^[!-~]? ?$/;

/** Punctuation between two tokens with every run of white space made one space. */
function gapText(source: string, from: number, to: number): string {
  const gap = source.slice(from, to);
  return gap === " " || plainGap.test(gap) ? gap : gap.replace(/\s+/g, " ");
}

/** Reads a text for analysis. Never throws; anything that is not a word is passed over. */
export function analyzeText(original: string): AnalyzedText {
  const cut = original.length > MAX_ANALYZED_CHARS;
  const beginning = cut ? original.slice(0, MAX_ANALYZED_CHARS) : original;
  const meant = repairMojibake(beginning);
  const source = maskOpaqueRuns(meant?.text ?? beginning);
  const place = (index: number): number => meant?.at[index] ?? index;
  const tokens: Token[] = [];
  let from = 0;
  forEachWord(source, (start, end) => {
    const { word, stem, number, capital } = wordForms(source.slice(start, end));
    const before = gapText(source, from, start);
    tokens.push({ start: place(start), end: place(end), word, stem, number, capital, before });
    from = end;
  });
  // A model never asks for the indexes, so nobody pays for them before they are asked for.
  let indexes: Pick<AnalyzedText, "at" | "prefixes"> | undefined;
  return {
    original,
    cut,
    tokens,
    get at() {
      return (indexes ??= indexTokens(tokens)).at;
    },
    get prefixes() {
      return (indexes ??= indexTokens(tokens)).prefixes;
    },
  };
}

function indexTokens(tokens: readonly Token[]): Pick<AnalyzedText, "at" | "prefixes"> {
  const at = new Map<string, number[]>();
  const prefixes = new Map<string, string[]>();
  tokens.forEach((token, index) => {
    const known = at.get(token.stem);
    if (known) return void known.push(index);
    at.set(token.stem, [index]);
    const key = token.stem.slice(0, 3);
    const alike = prefixes.get(key);
    if (alike) alike.push(token.stem);
    else prefixes.set(key, [token.stem]);
  });
  return { at, prefixes };
}

/** Accepts what a caller has: a text, or one that was read already. */
export function toAnalyzed(text: string | AnalyzedText): AnalyzedText {
  return typeof text === "string" ? analyzeText(text) : text;
}

/** Tokens `first`…`last` (both included) as a span of the original. */
export function tokenSpan(
  read: AnalyzedText,
  first: number,
  last: number,
  field: SpanField,
): TextSpan {
  const start = read.tokens[first]?.start ?? 0;
  const end = read.tokens[last]?.end ?? start;
  return { start, end, text: read.original.slice(start, end), field };
}

/** Spans in order of the text, overlapping and touching ones made one. */
export function mergeSpans(text: string, spans: readonly TextSpan[]): TextSpan[] {
  const sorted = spans.toSorted((a, b) => a.start - b.start || b.end - a.end);
  const merged: TextSpan[] = [];
  for (const span of sorted) {
    const last = merged.at(-1);
    if (last && last.field === span.field && span.start <= last.end + 1) {
      last.end = Math.max(last.end, span.end);
      last.text = text.slice(last.start, last.end);
    } else merged.push({ ...span });
  }
  return merged;
}
