import { catalogue } from "../topics/catalogue.ru.ts";
import {
  courtesyWords,
  detailUnits,
  everydayWords,
  numberEndings,
  ordinals,
} from "./lexicon.ru.ts";
import { normalWord } from "../text/normalize-word.ru.ts";
import { stem } from "../text/stem.ru.ts";
import { asRead, type ReadText, type Token } from "../text/analyze.ts";

/** What a comparison keeps of a text: its different stems, and the entrances, floors and flats named. */
export type Print = {
  words: readonly string[];
  /** `kind × 10,000 + number`, ascending, each once. */
  details: readonly number[];
};

/** Surprise of a stem, natural logarithms: how much evidence it is that two messages share it. */
export type Rarity = (word: string) => number;

const kinds = { entrance: 1, floor: 2, flat: 3, house: 4 } as const;
const KIND = 10_000;
/** A longer text tells its matter among the first words; the cost of a comparison stays bounded. */
const MOST_WORDS = 120;

const stems = (words: string): string[] => words.split(" ").map(stem);
const units = new Map(Object.entries(detailUnits).map(([word, kind]) => [stem(word), kinds[kind]]));
const prior = new Map<string, number>();
// The topics' own words say what the matter is, not which one: rarer than «дом», commoner than a name.
for (const topic of catalogue.topics) {
  for (const phrase of topic.phrases) {
    for (const word of phrase.match(/\p{L}{3,}/gu) ?? []) prior.set(stem(word.toLowerCase()), 3);
  }
}
for (const word of stems(everydayWords)) prior.set(word, 1);
for (const word of stems(courtesyWords)) prior.set(word, 0.3);

/** Rarity of words before anything is known of a region's own messages. */
export function priorRarity(word: string): number {
  const known = prior.get(word);
  if (known !== undefined) return known;
  return word.charCodeAt(0) < 58 ? 2.5 : 5;
}

/**
 * Reads what is compared of a text. Never throws; masks like «XXXX» are no words. Words of the
 * message's own address are left out: they say where, which is weighed apart.
 */
export function printOf(text: string | ReadText, address = ""): Print {
  const read = asRead(text);
  const { details, numbers } = detailsOf(read.tokens);
  const where = new Set(address.match(/\p{L}{3,}|\d+/gu)?.map((word) => stem(normalWord(word))));
  const words: string[] = [];
  for (const [word, places] of read.at) {
    if (words.length >= MOST_WORDS) break;
    const tells = (word.length > 2 || isDigit(word)) && !isMask(word) && !where.has(word);
    if (tells && !places.every((at) => numbers.has(at))) words.push(word);
  }
  return { words, details };
}

const isDigit = (word: string): boolean => word.charCodeAt(0) < 58;
const isMask = (word: string): boolean => /^(.)\1{2,}$/u.test(word);

function numberOf(token: Token): number | undefined {
  if (token.number) return token.word.length < 4 ? Number(token.word) : undefined;
  if (token.word.length < 5) return undefined;
  return ordinals.find(([beginning]) => token.word.startsWith(beginning))?.[1];
}

/**
 * «3-й подъезд, этаж 5»: the number that touches the noun, that before it sooner than that after.
 * `numbers` are the tokens taken so.
 */
function detailsOf(tokens: readonly Token[]): { details: number[]; numbers: Set<number> } {
  const found = new Set<number>();
  const numbers = new Set<number>();
  let taken = -1;
  for (let at = 0; at < tokens.length && found.size < 12; at++) {
    const kind = units.get(tokens[at]?.stem ?? "");
    if (kind === undefined) continue;
    const near = beforeNoun(tokens, at, taken) ?? afterNoun(tokens, at);
    if (near === undefined) continue;
    taken = near.at;
    numbers.add(near.at);
    found.add(kind * KIND + near.value);
  }
  return { details: [...found].sort((a, b) => a - b), numbers };
}

type Numbered = { at: number; value: number };

function beforeNoun(tokens: readonly Token[], noun: number, taken: number): Numbered | undefined {
  let at = noun - 1;
  if (/[,.;:()!?]/.test(tokens[noun]?.before ?? "")) return undefined;
  if (numberEndings.has(tokens[at]?.word ?? "")) at--;
  const token = tokens[at];
  const value = token && at > taken ? numberOf(token) : undefined;
  return value === undefined ? undefined : { at, value };
}

function afterNoun(tokens: readonly Token[], noun: number): Numbered | undefined {
  const token = tokens[noun + 1];
  if (token === undefined || /[,;()!?]/.test(token.before)) return undefined;
  const value = numberOf(token);
  return value === undefined ? undefined : { at: noun + 1, value };
}

export type Agreement = "same" | "differ" | "one-sided" | "unknown";

/** Do two messages name the same entrance, floor, flat? One contradiction outweighs agreements. */
export function agreementOf(a: ArrayLike<number>, b: ArrayLike<number>): Agreement {
  if (a.length === 0 && b.length === 0) return "unknown";
  if (a.length === 0 || b.length === 0) return "one-sided";
  let same = false;
  for (let kind = 1; kind <= 4; kind++) {
    const verdict = ofKind(a, b, kind);
    if (verdict === "differ") return "differ";
    // The same house number is the place again, which is weighed apart.
    if (verdict === "same" && kind !== kinds.house) same = true;
  }
  return same ? "same" : "one-sided";
}

function ofKind(a: ArrayLike<number>, b: ArrayLike<number>, kind: number): Agreement {
  let met = false;
  for (let i = 0; i < a.length; i++) {
    const left = a[i] ?? 0;
    if (Math.trunc(left / KIND) !== kind) continue;
    for (let j = 0; j < b.length; j++) {
      const right = b[j] ?? 0;
      if (right === left) return "same";
      if (Math.trunc(right / KIND) === kind) met = true;
    }
  }
  return met ? "differ" : "unknown";
}
