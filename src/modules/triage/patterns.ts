import { readText, type ReadText } from "./text.ts";

/**
 * A pattern is words in any form, in any order, within a few tokens of each other.
 * `a|b` are alternatives, `провал*` is any word that begins so. «не» and «нет» are plain words.
 */
type Slot = { stems: readonly string[]; beginnings: readonly string[] };
type Pattern = { slots: readonly Slot[]; reach: number };

/** Many patterns behind one index; `find` costs about as much as the text has words. */
export type PatternSet = {
  readonly patterns: readonly Pattern[];
  readonly byStem: ReadonlyMap<string, readonly number[]>;
  readonly byBeginning: ReadonlyMap<string, readonly { beginning: string; pattern: number }[]>;
};

/** Pattern number and the tokens it stands on, ascending. */
export type Hit = { pattern: number; tokens: readonly number[] };

const empty: readonly number[] = [];

function readSlot(word: string): Slot {
  const stems: string[] = [];
  const beginnings: string[] = [];
  for (const option of word.split("|")) {
    const { tokens } = readText(option);
    if (option.endsWith("*")) beginnings.push(...tokens.map((token) => token.word));
    else stems.push(...tokens.map((token) => token.stem));
  }
  return { stems, beginnings };
}

/** Slots of a written pattern; words split by a hyphen become neighbours. */
export function readPattern(written: string): readonly Slot[] {
  return written
    .split(/\s+|-/)
    .map(readSlot)
    .filter((slot) => slot.stems.length + slot.beginnings.length > 0);
}

/** Compiles written patterns. The anchor is the slot whose words are rarest among all patterns. */
export function makePatterns(written: readonly string[]): PatternSet {
  const patterns = written.map((line) => {
    const slots = readPattern(line);
    return { slots, reach: slots.length + 2 };
  });
  const uses = new Map<string, number>();
  for (const { slots } of patterns)
    for (const slot of slots)
      for (const stem of slot.stems) uses.set(stem, (uses.get(stem) ?? 0) + 1);
  const byStem = new Map<string, number[]>();
  const byBeginning = new Map<string, { beginning: string; pattern: number }[]>();
  patterns.forEach(({ slots }, pattern) => {
    const anchor = rarest(slots, uses);
    if (!anchor) return;
    for (const stem of anchor.stems) grow(byStem, stem, pattern);
    for (const beginning of anchor.beginnings)
      grow(byBeginning, beginning.slice(0, 3), { beginning, pattern });
  });
  return { patterns, byStem, byBeginning };
}

function grow<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function rarest(slots: readonly Slot[], uses: ReadonlyMap<string, number>): Slot | undefined {
  const cost = (slot: Slot): number =>
    slot.beginnings.length * 3 + slot.stems.reduce((sum, stem) => sum + (uses.get(stem) ?? 0), 0);
  return slots.toSorted((a, b) => cost(a) - cost(b))[0];
}

function positions(slot: Slot, read: ReadText): readonly number[] {
  const [only] = slot.stems;
  if (slot.beginnings.length === 0 && slot.stems.length === 1 && only !== undefined)
    return read.at.get(only) ?? empty;
  const found: number[] = [];
  for (const stem of slot.stems) found.push(...(read.at.get(stem) ?? empty));
  for (const beginning of slot.beginnings) {
    for (const stem of read.prefixes.get(beginning.slice(0, 3)) ?? []) {
      for (const index of read.at.get(stem) ?? empty) {
        if (read.tokens[index]?.word.startsWith(beginning)) found.push(index);
      }
    }
  }
  return found;
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
function stand(pattern: Pattern, read: ReadText): readonly number[] | undefined {
  const lists = pattern.slots.map((slot) => positions(slot, read));
  if (lists.some((list) => list.length === 0)) return undefined;
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
    if (last - first < pattern.reach && !parted(read, first, last)) return tokens;
  }
  return undefined;
}

/** A new sentence between two words parts them; an abbreviation's full stop does not. */
function parted(read: ReadText, first: number, last: number): boolean {
  for (let index = first + 1; index <= last; index++) {
    const token = read.tokens[index];
    if (token?.capital && /[.!?…]/.test(token.before)) return true;
  }
  return false;
}

/** Every pattern that stands in the text, in the order of the set. */
export function findPatterns(set: PatternSet, read: ReadText): Hit[] {
  const tried = new Set<number>();
  for (const stem of read.at.keys()) {
    for (const pattern of set.byStem.get(stem) ?? empty) tried.add(pattern);
  }
  for (const [prefix, stems] of read.prefixes) {
    for (const { beginning, pattern } of set.byBeginning.get(prefix) ?? []) {
      const word = (stem: string): string => read.tokens[read.at.get(stem)?.[0] ?? 0]?.word ?? "";
      if (stems.some((stem) => word(stem).startsWith(beginning))) tried.add(pattern);
    }
  }
  const hits: Hit[] = [];
  for (const pattern of [...tried].sort((a, b) => a - b)) {
    const known = set.patterns[pattern];
    const tokens = known && stand(known, read);
    if (tokens) hits.push({ pattern, tokens });
  }
  return hits;
}
