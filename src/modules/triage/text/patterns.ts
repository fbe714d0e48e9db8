import { analyzeText, type AnalyzedText } from "./analyze.ts";
import { isWithinOneEdit } from "./one-edit.ts";

/**
 * A pattern is words in any form, in any order, within a few tokens of each other.
 * `a|b` are alternatives, `провал*` is any word that begins so, `=скоро` is this form alone.
 * «не» and «нет» are plain words. A line that begins with `…` may spread over a dozen words more.
 */
type PatternSlot = {
  stems: readonly string[];
  /** the written words of these stems */
  words: readonly string[];
  beginnings: readonly string[];
  forms: readonly string[];
};
type Pattern = { slots: readonly number[]; reach: number };

/**
 * Compiled patterns behind one index. Equal slots of different patterns share a number, and the
 * slots of each word are cached: the cost of a search is linear in the text's words.
 */
export type PatternSet = {
  readonly patterns: readonly Pattern[];
  /** slot → the patterns anchored at it */
  readonly patternsByAnchor: readonly (readonly number[])[];
  readonly vocabulary: PatternVocabulary;
  readonly cache: Map<string, SlotMatch>;
};

type PrefixEntry = { beginning: string; slot: number };
/** What a long misspelt word is compared with: a stem, a prefix, or a whole word. */
type TypoCandidate = {
  letters: string;
  part: "stem" | "beginning" | "word";
  slots: readonly number[];
};
type PatternVocabulary = {
  byStem: ReadonlyMap<string, readonly number[]>;
  byForm: ReadonlyMap<string, readonly number[]>;
  byBeginning: ReadonlyMap<string, readonly PrefixEntry[]>;
  /** first letter → long stems and prefixes for typos; undefined when typos are not tolerated */
  typoCandidates: ReadonlyMap<string, readonly TypoCandidate[]> | undefined;
  properWords: ReadonlySet<string>;
};

/** The slots that a word matches; `typo` when only after a correction. */
type SlotMatch = { slots: readonly number[]; typo: boolean };

/** Pattern number and its tokens, ascending. */
export type PatternMatch = { pattern: number; tokens: readonly number[] };

const MAX_CACHED_WORDS = 30_000;
const MIN_TYPO_LENGTH = 6;
const MIN_LONE_TYPO_LENGTH = 8;
const MIN_PREFIX_LENGTH = 3;
const WIDE_MARK = "…";
const DEFAULT_REACH = 2;
const WIDE_REACH = 10;

function parseSlot(word: string): PatternSlot {
  const stems: string[] = [];
  const words: string[] = [];
  const beginnings: string[] = [];
  const forms: string[] = [];
  for (const option of word.split("|")) {
    const { tokens } = analyzeText(option);
    if (option.startsWith("=")) forms.push(...tokens.map((token) => token.word));
    else if (option.endsWith("*")) beginnings.push(...tokens.map((token) => token.word));
    else {
      stems.push(...tokens.map((token) => token.stem));
      words.push(...tokens.map((token) => token.word));
    }
  }
  return { stems, words, beginnings, forms };
}

/** Parses a written pattern into slots; words split by a hyphen become neighbours. */
export function parsePattern(written: string): readonly PatternSlot[] {
  return written
    .split(/\s+|-/)
    .map(parseSlot)
    .filter(({ stems, beginnings, forms }) => stems.length + beginnings.length + forms.length > 0);
}

/**
 * Compiles written patterns. With `typos` a word of six letters and more may have one typo, unless
 * it is one of the `properWords` that only resemble one. `reach` is how many other words may be
 * between those of a pattern, 2 by default.
 */
export function compilePatterns(
  written: readonly string[],
  how: { typos?: boolean; properWords?: readonly string[]; reach?: number } = {},
): PatternSet {
  const { reach = DEFAULT_REACH } = how;
  const slots: PatternSlot[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (slot: PatternSlot): number => {
    const key = [slot.stems, slot.beginnings, slot.forms].map((row) => row.join("|")).join("*");
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, slots.length);
    return slots.push(slot) - 1;
  };
  const patterns = written.map((line) => {
    const numbered = parsePattern(line).map(numberOf);
    return {
      slots: numbered,
      reach: numbered.length + (line.startsWith(WIDE_MARK) ? WIDE_REACH : reach),
    };
  });
  const anchored: number[][] = slots.map(() => []);
  const uses = countStemUses(patterns, slots);
  patterns.forEach((pattern, number) => {
    const anchor = rarestSlot(pattern.slots, slots, uses);
    if (anchor !== undefined) anchored[anchor]?.push(number);
  });
  const vocabulary = buildVocabulary(slots, how);
  return { patterns, patternsByAnchor: anchored, vocabulary, cache: new Map() };
}

function countStemUses(
  patterns: readonly Pattern[],
  slots: readonly PatternSlot[],
): ReadonlyMap<string, number> {
  const uses = new Map<string, number>();
  for (const pattern of patterns)
    for (const slot of pattern.slots)
      for (const stem of slots[slot]?.stems ?? []) uses.set(stem, (uses.get(stem) ?? 0) + 1);
  return uses;
}

/** The slot used by the fewest patterns: the best anchor. */
function rarestSlot(
  pattern: readonly number[],
  slots: readonly PatternSlot[],
  uses: ReadonlyMap<string, number>,
): number | undefined {
  const cost = (number: number): number => {
    const slot = slots[number];
    if (!slot) return 0;
    const stems = slot.stems.reduce((sum, stem) => sum + (uses.get(stem) ?? 0), 0);
    return slot.beginnings.length * 3 + slot.forms.length + stems;
  };
  return pattern.toSorted((a, b) => cost(a) - cost(b))[0];
}

function appendTo<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function buildVocabulary(
  slots: readonly PatternSlot[],
  { typos = false, properWords = [] }: { typos?: boolean; properWords?: readonly string[] },
): PatternVocabulary {
  const byStem = new Map<string, number[]>();
  const byForm = new Map<string, number[]>();
  const byBeginning = new Map<string, PrefixEntry[]>();
  const opened = new Map<string, number[]>();
  const written = new Map<string, number[]>();
  slots.forEach(({ stems, words, beginnings, forms }, slot) => {
    for (const form of forms) {
      appendTo(byForm, form, slot);
      appendTo(written, form, slot);
    }
    for (const word of words) appendTo(written, word, slot);
    for (const stem of new Set(stems)) appendTo(byStem, stem, slot);
    for (const beginning of beginnings) {
      appendTo(byBeginning, beginning.slice(0, MIN_PREFIX_LENGTH), { beginning, slot });
      appendTo(opened, beginning, slot);
    }
  });
  if (!typos)
    return { byStem, byForm, byBeginning, typoCandidates: undefined, properWords: new Set() };
  const alike = new Map<string, TypoCandidate[]>();
  const offer = (
    from: ReadonlyMap<string, readonly number[]>,
    part: TypoCandidate["part"],
  ): void => {
    for (const [letters, filled] of from)
      if (letters.length >= (part === "stem" ? MIN_TYPO_LENGTH - 1 : MIN_TYPO_LENGTH))
        appendTo(alike, letters.charAt(0), { letters, part, slots: filled });
  };
  offer(byStem, "stem");
  offer(opened, "beginning");
  offer(written, "word");
  const proper = properWords.flatMap((word) => analyzeText(word).tokens.map((token) => token.stem));
  return { byStem, byForm, byBeginning, typoCandidates: alike, properWords: new Set(proper) };
}

const noSlotMatch: SlotMatch = { slots: [], typo: false };

/** One edit, but never in the last letter: «скидка» and «скиды…» are two words. */
function isMisspelling(written: string, meant: string): boolean {
  return written.at(-1) === meant.at(-1) && isWithinOneEdit(written, meant);
}

function matchWord(vocabulary: PatternVocabulary, word: string, stem: string): SlotMatch {
  const slots = new Set(vocabulary.byStem.get(stem));
  for (const slot of vocabulary.byForm.get(word) ?? []) slots.add(slot);
  for (const { beginning, slot } of vocabulary.byBeginning.get(word.slice(0, MIN_PREFIX_LENGTH)) ??
    [])
    if (word.startsWith(beginning)) slots.add(slot);
  if (slots.size > 0) return { slots: [...slots], typo: false };
  const { typoCandidates, properWords } = vocabulary;
  if (!typoCandidates || word.length < MIN_TYPO_LENGTH || properWords.has(stem)) return noSlotMatch;
  for (const { letters, part, slots: meant } of typoCandidates.get(word.charAt(0)) ?? []) {
    const same =
      part === "beginning"
        ? [-1, 0, 1].some((more) => isMisspelling(word.slice(0, letters.length + more), letters))
        : isMisspelling(part === "stem" ? stem : word, letters);
    if (same) for (const slot of meant) slots.add(slot);
  }
  return slots.size === 0 ? noSlotMatch : { slots: [...slots], typo: true };
}

function matchWordCached(set: PatternSet, word: string, stem: string): SlotMatch {
  const before = set.cache.get(word);
  if (before) return before;
  const made = matchWord(set.vocabulary, word, stem);
  if (set.cache.size >= MAX_CACHED_WORDS) set.cache.clear();
  set.cache.set(word, made);
  return made;
}

const nearestIndex = (list: readonly number[], to: number, taken: readonly number[]): number => {
  let best = -1;
  for (const index of list) {
    if (taken.includes(index)) continue;
    if (best < 0 || Math.abs(index - to) < Math.abs(best - to)) best = index;
  }
  return best;
};

const MAX_ANCHORS = 40;

/** The closest match of one pattern in the text, or undefined. */
function matchPattern(
  pattern: Pattern,
  read: AnalyzedText,
  places: ReadonlyMap<number, readonly number[]>,
): readonly number[] | undefined {
  const lists: (readonly number[])[] = [];
  for (const slot of pattern.slots) {
    const list = places.get(slot);
    if (!list) return undefined;
    lists.push(list);
  }
  const anchors = lists.reduce((a, b) => (b.length < a.length ? b : a));
  for (const anchor of anchors.slice(0, MAX_ANCHORS)) {
    const tokens = [anchor];
    for (const list of lists) {
      if (list === anchors) continue;
      const near = nearestIndex(list, anchor, tokens);
      if (near < 0) break;
      tokens.push(near);
    }
    if (tokens.length < lists.length) continue;
    tokens.sort((a, b) => a - b);
    const first = tokens[0] ?? 0;
    const last = tokens.at(-1) ?? 0;
    if (last - first < pattern.reach && !hasSentenceBreak(read, first, last)) return tokens;
  }
  return undefined;
}

/**
 * Returns true when a sentence begins between two tokens; an abbreviation's full stop does not
 * count.
 */
export function hasSentenceBreak(read: AnalyzedText, first: number, last: number): boolean {
  for (let index = first + 1; index <= last; index++) {
    const token = read.tokens[index];
    if (token?.capital && /[.!?…]/.test(token.before)) return true;
  }
  return false;
}

/** One typo among exact words is accepted; alone the word must be long. */
function isPlausibleMatch(
  read: AnalyzedText,
  tokens: readonly number[],
  typos: ReadonlySet<number>,
): boolean {
  const wrong = tokens.filter((token) => typos.has(token));
  if (wrong.length === 0) return true;
  if (tokens.length > 1) return wrong.length === 1;
  return (read.tokens[tokens[0] ?? 0]?.word.length ?? 0) >= MIN_LONE_TYPO_LENGTH;
}

/** Finds every pattern in the text, in the order of the set. */
export function findPatterns(set: PatternSet, read: AnalyzedText): PatternMatch[] {
  const places = new Map<number, number[]>();
  const typos = new Set<number>();
  for (let index = 0; index < read.tokens.length; index++) {
    const token = read.tokens[index];
    if (!token) continue;
    const { slots, typo } = matchWordCached(set, token.word, token.stem);
    if (slots.length === 0) continue;
    if (typo) typos.add(index);
    for (const slot of slots) appendTo(places, slot, index);
  }
  const hits: PatternMatch[] = [];
  for (const slot of places.keys()) {
    for (const number of set.patternsByAnchor[slot] ?? []) {
      const pattern = set.patterns[number];
      const tokens = pattern && matchPattern(pattern, read, places);
      if (tokens && isPlausibleMatch(read, tokens, typos)) hits.push({ pattern: number, tokens });
    }
  }
  return hits.sort((a, b) => a.pattern - b.pattern);
}
