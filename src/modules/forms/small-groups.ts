/**
 * Figures of few people are never shown alone: cells are put together until every figure that is
 * shown is zero or counts at least `least` people. What is shown is then a partition of the cells,
 * so no difference of shown figures tells more than the figures themselves.
 */
export type Group = { members: number[]; count: number };

/** Positions of the counts in groups; one group of all when they are too few together. */
export function groupSmall(counts: readonly number[], least: number): Group[] {
  const cells = counts.map((count, at) => ({ members: [at], count }));
  const open = cells.filter(({ count }) => count === 0 || count >= least);
  const small = cells.filter(({ count }) => count > 0 && count < least);
  if (small.length === 0) return cells;
  const joined = small.reduce(join);
  // Two small cells of one size would be told apart by their sum: the sum must leave room for doubt.
  const rest = open
    .filter(({ count }) => count > 0)
    .sort((a, b) => a.count - b.count || (a.members[0] ?? 0) - (b.members[0] ?? 0));
  let group = joined;
  while (rest.length > 0 && (group.members.length < 2 || group.count < 2 * least)) {
    const [next] = rest.splice(0, 1);
    if (next !== undefined) group = join(group, next);
  }
  // Nobody left to hide behind: those who answered nothing hide them.
  const zeros = open.filter(({ count }) => count === 0);
  const isBare = group.members.length < 2 || group.count < 2 * least;
  if (isBare) group = zeros.reduce(join, group);
  const shown = isBare ? rest : [...rest, ...zeros];
  return [...shown, group].toSorted((a, b) => (a.members[0] ?? 0) - (b.members[0] ?? 0));
}

const join = (a: Group, b: Group): Group => ({
  members: [...a.members, ...b.members].sort((x, y) => x - y),
  count: a.count + b.count,
});

export type RowOfCounts = { key: string; counts: readonly number[] };

/**
 * Rows of a cross table (a row per municipality) where each shown cell is zero or large enough; the
 * others are one row together, joined by the smallest of the shown ones until that row is safe too.
 */
export function groupRows(
  rows: readonly RowOfCounts[],
  least: number,
): { shown: RowOfCounts[]; together: { keys: string[]; counts: number[] } | undefined } {
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
