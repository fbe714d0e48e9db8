import { catalogue } from "../topics/catalogue.ru.ts";
import {
  courtesyWords,
  detailUnits,
  everydayWords,
  numberEndings,
  ordinals,
} from "./lexicon.ru.ts";
import { normalizeWord } from "../text/normalize-word.ru.ts";
import { stem } from "../text/stem.ru.ts";
import { toAnalyzed, type AnalyzedText, type Token } from "../text/analyze.ts";

/** What is compared of a text: its distinct stems, and the entrances, floors and flats named. */
export type TextFingerprint = {
  words: readonly string[];
  /** `kind × 10,000 + number`, ascending, each once. */
  details: readonly number[];
};

/** Information content of a stem (−ln frequency): how much evidence a shared stem gives. */
export type WordRarity = (word: string) => number;

const detailKinds = { entrance: 1, floor: 2, flat: 3, house: 4 } as const;
const DETAIL_KIND_BASE = 10_000;
/** The first words of a longer text suffice, which bounds the cost of a comparison. */
const MAX_WORDS = 120;

const stems = (words: string): string[] => words.split(" ").map(stem);
const detailUnitKinds = new Map(
  Object.entries(detailUnits).map(([word, kind]) => [stem(word), detailKinds[kind]]),
);
const priorRarities = new Map<string, number>();
// Words of the topic catalogue: rarer than «дом», more frequent than a name.
for (const topic of catalogue.topics) {
  for (const phrase of topic.phrases) {
    for (const word of phrase.match(/\p{L}{3,}/gu) ?? [])
      priorRarities.set(stem(word.toLowerCase()), 3);
  }
}
for (const word of stems(everydayWords)) priorRarities.set(word, 1);
for (const word of stems(courtesyWords)) priorRarities.set(word, 0.3);

/** Returns a word's rarity before any of the region's messages are known. */
export function priorRarity(word: string): number {
  const known = priorRarities.get(word);
  if (known !== undefined) return known;
  return word.charCodeAt(0) < 58 ? 2.5 : 5;
}

/**
 * Computes the fingerprint of a text. Never throws; masks like «XXXX» are skipped. Words of the
 * message's own `address` are left out, since the place is scored separately.
 */
export function textFingerprint(text: string | AnalyzedText, address = ""): TextFingerprint {
  const read = toAnalyzed(text);
  const { details, numbers } = extractDetails(read.tokens);
  const where = new Set(address.match(/\p{L}{3,}|\d+/gu)?.map((word) => stem(normalizeWord(word))));
  const words: string[] = [];
  for (const [word, places] of read.at) {
    if (words.length >= MAX_WORDS) break;
    const tells = (word.length > 2 || isDigit(word)) && !isMaskedWord(word) && !where.has(word);
    if (tells && !places.every((at) => numbers.has(at))) words.push(word);
  }
  return { words, details };
}

const isDigit = (word: string): boolean => word.charCodeAt(0) < 58;
const isMaskedWord = (word: string): boolean => /^(.)\1{2,}$/u.test(word);

function tokenNumber(token: Token): number | undefined {
  if (token.number) return token.word.length < 4 ? Number(token.word) : undefined;
  if (token.word.length < 5) return undefined;
  return ordinals.find(([beginning]) => token.word.startsWith(beginning))?.[1];
}

/**
 * «3-й подъезд, этаж 5»: takes the adjacent number, the one before the noun first. `numbers` are
 * the tokens used.
 */
function extractDetails(tokens: readonly Token[]): { details: number[]; numbers: Set<number> } {
  const found = new Set<number>();
  const numbers = new Set<number>();
  let taken = -1;
  for (let at = 0; at < tokens.length && found.size < 12; at++) {
    const kind = detailUnitKinds.get(tokens[at]?.stem ?? "");
    if (kind === undefined) continue;
    const near = numberBefore(tokens, at, taken) ?? numberAfter(tokens, at);
    if (near === undefined) continue;
    taken = near.at;
    numbers.add(near.at);
    found.add(kind * DETAIL_KIND_BASE + near.value);
  }
  return { details: [...found].sort((a, b) => a - b), numbers };
}

type NumberedDetail = { at: number; value: number };

function numberBefore(
  tokens: readonly Token[],
  noun: number,
  taken: number,
): NumberedDetail | undefined {
  let at = noun - 1;
  if (/[,.;:()!?]/.test(tokens[noun]?.before ?? "")) return undefined;
  if (numberEndings.has(tokens[at]?.word ?? "")) at--;
  const token = tokens[at];
  const value = token && at > taken ? tokenNumber(token) : undefined;
  return value === undefined ? undefined : { at, value };
}

function numberAfter(tokens: readonly Token[], noun: number): NumberedDetail | undefined {
  const token = tokens[noun + 1];
  if (token === undefined || /[,;()!?]/.test(token.before)) return undefined;
  const value = tokenNumber(token);
  return value === undefined ? undefined : { at: noun + 1, value };
}

export type DetailAgreement = "same" | "differ" | "one-sided" | "unknown";

/**
 * Compares the entrances, floors and flats named by two messages. One contradiction outweighs
 * agreements.
 */
export function compareDetails(a: ArrayLike<number>, b: ArrayLike<number>): DetailAgreement {
  if (a.length === 0 && b.length === 0) return "unknown";
  if (a.length === 0 || b.length === 0) return "one-sided";
  let same = false;
  for (let kind = 1; kind <= 4; kind++) {
    const verdict = compareKind(a, b, kind);
    if (verdict === "differ") return "differ";
    // A shared house number is a place match, which is scored separately.
    if (verdict === "same" && kind !== detailKinds.house) same = true;
  }
  return same ? "same" : "one-sided";
}

function compareKind(a: ArrayLike<number>, b: ArrayLike<number>, kind: number): DetailAgreement {
  let met = false;
  for (let i = 0; i < a.length; i++) {
    const left = a[i] ?? 0;
    if (Math.trunc(left / DETAIL_KIND_BASE) !== kind) continue;
    for (let j = 0; j < b.length; j++) {
      const right = b[j] ?? 0;
      if (right === left) return "same";
      if (Math.trunc(right / DETAIL_KIND_BASE) === kind) met = true;
    }
  }
  return met ? "differ" : "unknown";
}
