/**
 * Figures of few people are never shown alone: cells are merged until every figure that is shown is
 * zero or counts at least `least` people. What is shown is then a partition of the cells, so no
 * difference of shown figures reveals more than the figures themselves.
 */
export type CellGroup = { members: number[]; count: number };

/**
 * A joined figure counts at least this many times the least: below that some sums have one solution
 * only for who knows the rule (the tests try all small tables).
 */
const searchWidth = 3;

/** Positions of the counts in groups; one group of all when they are too few together. */
export function mergeSmallGroups(counts: readonly number[], least: number): CellGroup[] {
  const cells = counts.map((count, at) => ({ members: [at], count }));
  const open = cells.filter(({ count }) => count === 0 || count >= least);
  const small = cells.filter(({ count }) => count > 0 && count < least);
  if (small.length === 0) return cells;
  // In the order of the options: a choice by size would itself tell sizes.
  const rest = open.filter(({ count }) => count > 0);
  const isBare = (one: CellGroup) => one.members.length < 2 || one.count < searchWidth * least;
  let group = small.reduce(joinGroups);
  while (rest.length > 0 && isBare(group)) group = rest.splice(0, 1).reduce(joinGroups, group);
  // Nobody left to hide behind: the options that nobody chose hide them.
  const zeros = open.filter(({ count }) => count === 0);
  const shown = isBare(group) ? rest : [...rest, ...zeros];
  if (isBare(group)) group = zeros.reduce(joinGroups, group);
  return [...shown, group].toSorted((x, y) => (x.members[0] ?? 0) - (y.members[0] ?? 0));
}

const joinGroups = (a: CellGroup, b: CellGroup): CellGroup => ({
  members: [...a.members, ...b.members].sort((x, y) => x - y),
  count: a.count + b.count,
});

export type CountRow = { key: string; counts: readonly number[] };

/**
 * Merges rows of a cross table (a row per municipality) until each shown cell is zero or large enough;
 * the others are one row together, joined by the smallest of the shown ones until that row is safe
 * too.
 */
export function mergeSmallRows(
  rows: readonly CountRow[],
  least: number,
): { shown: CountRow[]; together: { keys: string[]; counts: number[] } | undefined } {
  const isSafe = (counts: readonly number[]) =>
    counts.every((count) => count === 0 || count >= least);
  const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);
  const shown = rows
    .filter(({ counts }) => isSafe(counts))
    .toSorted((a, b) => total(a.counts) - total(b.counts));
  const hidden = rows.filter(({ counts }) => !isSafe(counts));
  if (hidden.length === 0) return { shown: [...rows], together: undefined };
  const width = Math.max(0, ...rows.map(({ counts }) => counts.length));
  const sum = () =>
    Array.from({ length: width }, (_, at) =>
      hidden.reduce((all, { counts }) => all + (counts[at] ?? 0), 0),
    );
  while (shown.length > 0 && (hidden.length < 2 || !isSafe(sum())))
    hidden.push(...shown.splice(0, 1));
  const order = new Map(rows.map(({ key }, at) => [key, at]));
  return {
    shown: shown.toSorted((a, b) => (order.get(a.key) ?? 0) - (order.get(b.key) ?? 0)),
    together: { keys: hidden.map(({ key }) => key), counts: sum() },
  };
}
