import { splitPlaceName } from "./place-names.ts";
import type { SplitName } from "./place-names.ts";

export type NamedPlace = { name: string; officialName?: string; type?: string };

export type MatchedBy =
  /** One place of this name on each side, whatever the types. */
  | "name"
  /** Namesakes distinguished by type: a town and its district. */
  | "type"
  /** The only namesake left after the others were matched. */
  | "elimination";

export type MatchReport<E, I> = {
  matched: { existing: E; incoming: I; by: MatchedBy }[];
  /** Several namesakes not distinguished by type; a person decides. */
  ambiguous: { incoming: I; candidates: E[] }[];
  /** `suggestions` are similar names, best first; never matched without a person. */
  unmatched: { incoming: I; suggestions: { existing: E; likeness: number }[] }[];
  /** Existing places without a match. */
  left: E[];
};

const MIN_SIMILARITY = 0.3;
const SUGGESTIONS = 3;

type Entry<T> = { item: T; split: SplitName };

/**
 * Matches two lists of places by name, each place once: by key, then by type among namesakes.
 * Expects places of one parent, since names are unique only there.
 */
export function matchNames<E extends NamedPlace, I extends NamedPlace>(
  existing: readonly E[],
  incoming: readonly I[],
): MatchReport<E, I> {
  const report: MatchReport<E, I> = { matched: [], ambiguous: [], unmatched: [], left: [] };
  const places = groupByKey(existing);
  const taken = new Set<E>();
  const unmatched: Entry<I>[] = [];
  for (const [key, arrivals] of groupByKey(incoming)) {
    const namesakes = places.get(key);
    if (!namesakes) {
      unmatched.push(...arrivals);
      continue;
    }
    const group = matchNamesakes(namesakes, arrivals);
    for (const match of group.matched) taken.add(match.existing);
    report.matched.push(...group.matched);
    report.ambiguous.push(...group.ambiguous);
    unmatched.push(...group.strangers);
  }
  report.left = existing.filter((item) => !taken.has(item));
  const free = report.left.map(toEntry);
  report.unmatched = unmatched.map((entry) => ({
    incoming: entry.item,
    suggestions: suggestSimilar(entry, free),
  }));
  return report;
}

function toEntry<T extends NamedPlace>(item: T): Entry<T> {
  const split = splitPlaceName(item.officialName ?? item.name);
  const typed = item.type === undefined ? undefined : splitPlaceName(`${item.type} ${item.name}`);
  return { item, split: split.type === undefined && typed ? { ...typed, key: split.key } : split };
}

function groupByKey<T extends NamedPlace>(items: readonly T[]): Map<string, Entry<T>[]> {
  return Map.groupBy(items.map(toEntry), ({ split }) => split.key);
}

type Group<E, I> = Pick<MatchReport<E, I>, "matched" | "ambiguous"> & { strangers: Entry<I>[] };

function matchNamesakes<E, I>(namesakes: Entry<E>[], arrivals: Entry<I>[]): Group<E, I> {
  const group: Group<E, I> = { matched: [], ambiguous: [], strangers: [] };
  const [onlyPlace] = namesakes;
  const [onlyComer] = arrivals;
  if (namesakes.length === 1 && arrivals.length === 1 && onlyPlace && onlyComer) {
    group.matched.push({ existing: onlyPlace.item, incoming: onlyComer.item, by: "name" });
    return group;
  }
  let places = namesakes;
  let waiting = arrivals;
  for (const sameType of [isSameType, isSameClass]) {
    for (const comer of waiting) {
      const fitting = places.filter((place) => sameType(place.split, comer.split));
      const rivals = waiting.filter((other) => sameType(other.split, comer.split));
      const [place] = fitting;
      if (fitting.length !== 1 || rivals.length !== 1 || !place) continue;
      group.matched.push({ existing: place.item, incoming: comer.item, by: "type" });
      places = places.filter((other) => other !== place);
      waiting = waiting.filter((other) => other !== comer);
    }
  }
  return matchRemaining(group, { places, waiting });
}

function matchRemaining<E, I>(
  group: Group<E, I>,
  { places, waiting }: { places: Entry<E>[]; waiting: Entry<I>[] },
): Group<E, I> {
  const [place] = places;
  const [comer] = waiting;
  if (places.length === 0) group.strangers.push(...waiting);
  else if (places.length === 1 && waiting.length === 1 && place && comer) {
    group.matched.push({ existing: place.item, incoming: comer.item, by: "elimination" });
  } else {
    const candidates = places.map(({ item }) => item);
    group.ambiguous.push(...waiting.map(({ item }) => ({ incoming: item, candidates })));
  }
  return group;
}

function isSameType(a: SplitName, b: SplitName): boolean {
  return a.type !== undefined && a.type === b.type;
}

function isSameClass(a: SplitName, b: SplitName): boolean {
  return a.class !== undefined && a.class === b.class;
}

function suggestSimilar<E, I>(
  comer: Entry<I>,
  free: Entry<E>[],
): { existing: E; likeness: number }[] {
  return free
    .map(({ item, split }) => ({
      existing: item,
      likeness: trigramSimilarity(split.key, comer.split.key),
    }))
    .filter((candidate) => candidate.likeness >= MIN_SIMILARITY)
    .toSorted((a, b) => b.likeness - a.likeness)
    .slice(0, SUGGESTIONS);
}

/** Returns the share of common trigrams, 0…1, computed as pg_trgm does. */
export function trigramSimilarity(a: string, b: string): number {
  const left = trigrams(a);
  const right = trigrams(b);
  const common = left.intersection(right).size;
  return common === 0 ? 0 : common / left.union(right).size;
}

/** Returns the trigrams of a text, each word padded as in pg_trgm. */
export function trigrams(text: string): Set<string> {
  const pieces = new Set<string>();
  for (const word of text.split(" ")) {
    const padded = `  ${word} `;
    for (let at = 0; at + 3 <= padded.length; at++) pieces.add(padded.slice(at, at + 3));
  }
  return pieces;
}
