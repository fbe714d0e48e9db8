import { normalizeWord } from "./normalize-word.ru.ts";
import { repairMojibake } from "./mojibake.ts";
import { forEachWord } from "./word-runs.ts";
import { stem } from "./stem.ru.ts";

/** The suggestion that a span decided. */
export type SpanField = "topic" | "urgency" | "noise" | "place" | "answer" | "personal";

/** A span of the ORIGINAL text, UTF-16 offsets, `end` exclusive, that decided `field`. */
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

/** A tokenised text, shared by all engines. */
export type AnalyzedText = {
  original: string;
  /** True when the text was longer than `MAX_ANALYZED_CHARS` and truncated. */
  cut: boolean;
  tokens: readonly Token[];
  /** stem → indexes into `tokens`, ascending */
  at: ReadonlyMap<string, readonly number[]>;
  /** first three letters → the stems of this text with this prefix */
  prefixes: ReadonlyMap<string, readonly string[]>;
};

/** Only the beginning is analysed; the rest of a long message is quotation and signature. */
export const MAX_ANALYZED_CHARS = 4_000;

// Each pattern runs only where its trigger character occurs; most messages have none.
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

/** Replaces markup, links, addresses and emoji with spaces; offsets stay. */
export function maskOpaqueRuns(text: string): string {
  let out = text;
  for (const { sign, mask } of opaquePatterns)
    if (sign.test(out)) out = out.replace(mask, toSpaces);
  return out;
}

type WordForms = Pick<Token, "word" | "stem" | "number" | "capital">;
// Normalised forms and stems by word.
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

// The usual gap between words, which needs no normalising.
const plainGap = /^[!-~]? ?$/;

/** Punctuation between two tokens with white space collapsed. */
function gapText(source: string, from: number, to: number): string {
  const gap = source.slice(from, to);
  return gap === " " || plainGap.test(gap) ? gap : gap.replace(/\s+/g, " ");
}

/** Tokenises a text. Never throws; anything but words and numbers is skipped. */
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
  // The indexes are built on first use; models do not need them.
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

/** Returns the analysed text, analysing a plain string. */
export function toAnalyzed(text: string | AnalyzedText): AnalyzedText {
  return typeof text === "string" ? analyzeText(text) : text;
}

/** Returns the tokens `first`…`last` (inclusive) as a span of the original. */
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

/** Merges overlapping and adjacent spans, in text order. */
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
