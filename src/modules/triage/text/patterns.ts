import { readText, type ReadText } from "./analyze.ts";
import { oneEditApart } from "./one-edit.ts";

/**
 * A pattern is words in any form, in any order, within a few tokens of each other.
 * `a|b` are alternatives, `провал*` is any word that begins so, `=скоро` is this form alone.
 * «не» and «нет» are plain words. A line that begins with `…` may spread over a dozen words more.
 */
type Slot = {
  stems: readonly string[];
  /** the words as written, whose stems these are */
  words: readonly string[];
  beginnings: readonly string[];
  forms: readonly string[];
};
type Pattern = { slots: readonly number[]; reach: number };

/**
 * Many patterns behind one index. Equal slots of different patterns are one numbered slot, and each
 * word is asked only once in its life which slots it fills: finding costs as much as the text has words.
 */
export type PatternSet = {
  readonly patterns: readonly Pattern[];
  /** slot → the patterns that are looked for where it is filled */
  readonly anchored: readonly (readonly number[])[];
  readonly vocabulary: Vocabulary;
  readonly known: Map<string, Filled>;
};

type Beginning = { beginning: string; slot: number };
/** What a long misspelt word is compared with: its stem, its beginning, or the whole of it. */
type Alike = {
  letters: string;
  part: "stem" | "beginning" | "word";
  slots: readonly number[];
};
type Vocabulary = {
  byStem: ReadonlyMap<string, readonly number[]>;
  byForm: ReadonlyMap<string, readonly number[]>;
  byBeginning: ReadonlyMap<string, readonly Beginning[]>;
  /** first letter → long stems and beginnings, for misspelt words; undefined when typos are not forgiven */
  alike: ReadonlyMap<string, readonly Alike[]> | undefined;
  properWords: ReadonlySet<string>;
};

/** The slots that a word fills; `typo` when only after one letter is mended. */
type Filled = { slots: readonly number[]; typo: boolean };

/** Pattern number and the tokens it stands on, ascending. */
export type Hit = { pattern: number; tokens: readonly number[] };

const KNOWN_LIMIT = 30_000;
const TYPO_LETTERS = 6;
const LONE_TYPO_LETTERS = 8;
const SHORTEST_BEGINNING = 3;
const WIDE = "…";
const REACH = 2;
const WIDE_REACH = 10;

function readSlot(word: string): Slot {
  const stems: string[] = [];
  const words: string[] = [];
  const beginnings: string[] = [];
  const forms: string[] = [];
  for (const option of word.split("|")) {
    const { tokens } = readText(option);
    if (option.startsWith("=")) forms.push(...tokens.map((token) => token.word));
    else if (option.endsWith("*")) beginnings.push(...tokens.map((token) => token.word));
    else {
      stems.push(...tokens.map((token) => token.stem));
      words.push(...tokens.map((token) => token.word));
    }
  }
  return { stems, words, beginnings, forms };
}

/** Slots of a written pattern; words split by a hyphen become neighbours. */
export function readPattern(written: string): readonly Slot[] {
  return written
    .split(/\s+|-/)
    .map(readSlot)
    .filter(({ stems, beginnings, forms }) => stems.length + beginnings.length + forms.length > 0);
}

/**
 * Compiles written patterns. With `typos` a word of six letters and more may have one letter wrong,
 * unless it is one of the `properWords` that only look like a misspelt one. `reach` is how many other
 * words may stand between those of a pattern, 2 if not said.
 */
export function makePatterns(
  written: readonly string[],
  how: { typos?: boolean; properWords?: readonly string[]; reach?: number } = {},
): PatternSet {
  const { reach = REACH } = how;
  const slots: Slot[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (slot: Slot): number => {
    const key = [slot.stems, slot.beginnings, slot.forms].map((row) => row.join("|")).join("*");
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, slots.length);
    return slots.push(slot) - 1;
  };
  const patterns = written.map((line) => {
    const numbered = readPattern(line).map(numberOf);
    return {
      slots: numbered,
      reach: numbered.length + (line.startsWith(WIDE) ? WIDE_REACH : reach),
    };
  });
  const anchored: number[][] = slots.map(() => []);
  const uses = usesOf(patterns, slots);
  patterns.forEach((pattern, number) => {
    const anchor = rarest(pattern.slots, slots, uses);
    if (anchor !== undefined) anchored[anchor]?.push(number);
  });
  const vocabulary = vocabularyOf(slots, how);
  return { patterns, anchored, vocabulary, known: new Map() };
}

function usesOf(patterns: readonly Pattern[], slots: readonly Slot[]): ReadonlyMap<string, number> {
  const uses = new Map<string, number>();
  for (const pattern of patterns)
    for (const slot of pattern.slots)
      for (const stem of slots[slot]?.stems ?? []) uses.set(stem, (uses.get(stem) ?? 0) + 1);
  return uses;
}

/** The slot whose words are rarest among all patterns: the fewest texts are looked at in vain. */
function rarest(
  pattern: readonly number[],
  slots: readonly Slot[],
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

function grow<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function vocabularyOf(
  slots: readonly Slot[],
  { typos = false, properWords = [] }: { typos?: boolean; properWords?: readonly string[] },
): Vocabulary {
  const byStem = new Map<string, number[]>();
  const byForm = new Map<string, number[]>();
  const byBeginning = new Map<string, Beginning[]>();
  const opened = new Map<string, number[]>();
  const written = new Map<string, number[]>();
  slots.forEach(({ stems, words, beginnings, forms }, slot) => {
    for (const form of forms) {
      grow(byForm, form, slot);
      grow(written, form, slot);
    }
    for (const word of words) grow(written, word, slot);
    for (const stem of new Set(stems)) grow(byStem, stem, slot);
    for (const beginning of beginnings) {
      grow(byBeginning, beginning.slice(0, SHORTEST_BEGINNING), { beginning, slot });
      grow(opened, beginning, slot);
    }
  });
  if (!typos) return { byStem, byForm, byBeginning, alike: undefined, properWords: new Set() };
  const alike = new Map<string, Alike[]>();
  const offer = (from: ReadonlyMap<string, readonly number[]>, part: Alike["part"]): void => {
    for (const [letters, filled] of from)
      if (letters.length >= (part === "stem" ? TYPO_LETTERS - 1 : TYPO_LETTERS))
        grow(alike, letters.charAt(0), { letters, part, slots: filled });
  };
  offer(byStem, "stem");
  offer(opened, "beginning");
  offer(written, "word");
  const proper = properWords.flatMap((word) => readText(word).tokens.map((token) => token.stem));
  return { byStem, byForm, byBeginning, alike, properWords: new Set(proper) };
}

const nothing: Filled = { slots: [], typo: false };

/** One letter off, but never the last one: «скидка» and «скиды…» are two words. */
function misspelt(written: string, meant: string): boolean {
  return written.at(-1) === meant.at(-1) && oneEditApart(written, meant);
}

function filledBy(vocabulary: Vocabulary, word: string, stem: string): Filled {
  const slots = new Set(vocabulary.byStem.get(stem));
  for (const slot of vocabulary.byForm.get(word) ?? []) slots.add(slot);
  for (const { beginning, slot } of vocabulary.byBeginning.get(word.slice(0, SHORTEST_BEGINNING)) ??
    [])
    if (word.startsWith(beginning)) slots.add(slot);
  if (slots.size > 0) return { slots: [...slots], typo: false };
  const { alike, properWords } = vocabulary;
  if (!alike || word.length < TYPO_LETTERS || properWords.has(stem)) return nothing;
  for (const { letters, part, slots: meant } of alike.get(word.charAt(0)) ?? []) {
    const same =
      part === "beginning"
        ? [-1, 0, 1].some((more) => misspelt(word.slice(0, letters.length + more), letters))
        : misspelt(part === "stem" ? stem : word, letters);
    if (same) for (const slot of meant) slots.add(slot);
  }
  return slots.size === 0 ? nothing : { slots: [...slots], typo: true };
}

function remembered(set: PatternSet, word: string, stem: string): Filled {
  const before = set.known.get(word);
  if (before) return before;
  const made = filledBy(set.vocabulary, word, stem);
  if (set.known.size >= KNOWN_LIMIT) set.known.clear();
  set.known.set(word, made);
  return made;
}

const nearest = (list: readonly number[], to: number, taken: readonly number[]): number => {
  let best = -1;
  for (const index of list) {
    if (taken.includes(index)) continue;
    if (best < 0 || Math.abs(index - to) < Math.abs(best - to)) best = index;
  }
  return best;
};

const CANDIDATES_PER_SLOT = 40;

/** The closest stand of one pattern in the text, or undefined. */
function stand(
  pattern: Pattern,
  read: ReadText,
  places: ReadonlyMap<number, readonly number[]>,
): readonly number[] | undefined {
  const lists: (readonly number[])[] = [];
  for (const slot of pattern.slots) {
    const list = places.get(slot);
    if (!list) return undefined;
    lists.push(list);
  }
  const anchors = lists.reduce((a, b) => (b.length < a.length ? b : a));
  for (const anchor of anchors.slice(0, CANDIDATES_PER_SLOT)) {
    const tokens = [anchor];
    for (const list of lists) {
      if (list === anchors) continue;
      const near = nearest(list, anchor, tokens);
      if (near < 0) break;
      tokens.push(near);
    }
    if (tokens.length < lists.length) continue;
    tokens.sort((a, b) => a - b);
    const first = tokens[0] ?? 0;
    const last = tokens.at(-1) ?? 0;
    if (last - first < pattern.reach && !sentenceBetween(read, first, last)) return tokens;
  }
  return undefined;
}

/** True when a sentence begins between two tokens; an abbreviation's full stop begins none. */
export function sentenceBetween(read: ReadText, first: number, last: number): boolean {
  for (let index = first + 1; index <= last; index++) {
    const token = read.tokens[index];
    if (token?.capital && /[.!?…]/.test(token.before)) return true;
  }
  return false;
}

/** One misspelt word among right ones is believed; alone it must be a long one. */
function believed(read: ReadText, tokens: readonly number[], typos: ReadonlySet<number>): boolean {
  const wrong = tokens.filter((token) => typos.has(token));
  if (wrong.length === 0) return true;
  if (tokens.length > 1) return wrong.length === 1;
  return (read.tokens[tokens[0] ?? 0]?.word.length ?? 0) >= LONE_TYPO_LETTERS;
}

/** Every pattern that stands in the text, in the order of the set. */
export function findPatterns(set: PatternSet, read: ReadText): Hit[] {
  const places = new Map<number, number[]>();
  const typos = new Set<number>();
  for (let index = 0; index < read.tokens.length; index++) {
    const token = read.tokens[index];
    if (!token) continue;
    const { slots, typo } = remembered(set, token.word, token.stem);
    if (slots.length === 0) continue;
    if (typo) typos.add(index);
    for (const slot of slots) grow(places, slot, index);
  }
  const hits: Hit[] = [];
  for (const slot of places.keys()) {
    for (const number of set.anchored[slot] ?? []) {
      const pattern = set.patterns[number];
      const tokens = pattern && stand(pattern, read, places);
      if (tokens && believed(read, tokens, typos)) hits.push({ pattern: number, tokens });
    }
  }
  return hits.sort((a, b) => a.pattern - b.pattern);
}
