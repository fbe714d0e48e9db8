/** One message as the engine hears it; `day` counts from 1970-01-01 in the region's zone. */
export type Heard = {
  day: number;
  /** "" where it is unknown: the message then counts for the whole region only */
  territory: string;
  /** "" where only the group is known, or nothing */
  topic: string;
  group: string;
  /** whoever wrote; one author counts once a window, however much they write */
  author: string;
};

/** Lengths of the windows looked at, days. */
export const windows = [1, 3, 7] as const;
/** Days before the longest window from which the usual level is learnt. */
export const baselineDays = 42;
export const longest = 7;

/** The whole region as a territory, and all topics as one topic. */
export const everywhere = "";
export const everything = "";

/** Authors of one topic (or group, or all topics) in one territory, counted by windows. */
export type Cell = {
  territory: string;
  kind: "topic" | "group" | "all";
  code: string;
  group: string;
  /** messages by day and author */
  days: Map<number, Map<string, number>>;
  /** distinct authors in the window that ends on this day, one number per window */
  counts: Map<number, number[]>;
  /** sum of `counts` over the baseline */
  sums: number[];
};

/** What the engine remembers: counts of the last weeks, moved on day by day. */
export type HotState = {
  today: number;
  /** first day each territory was heard of */
  first: Map<string, number>;
  cells: Map<string, Cell>;
  /** cells with somebody in the seven days up to this day */
  byDay: Map<number, Set<Cell>>;
};

/** Days up to today whose messages count for anything. */
export const daysRemembered = baselineDays + 3 * longest;

/** Baseline of a day: ends before the longest window begins, so that a fire is not its own measure. */
export const baselineOf = (today: number): { from: number; to: number } => ({
  from: today - longest - baselineDays + 1,
  to: today - longest,
});

/** Nothing heard yet; the day is «today». */
export function quietState(today: number): HotState {
  return { today, first: new Map(), cells: new Map(), byDay: new Map() };
}

export const cellKey = (territory: string, kind: Cell["kind"], code: string): string =>
  `${territory}\n${kind}\n${code}`;

/** Takes one message in; older than the memory it only tells since when the territory is heard. */
export function hear(state: HotState, message: Heard): void {
  const { day, topic, group } = message;
  for (const territory of new Set([message.territory, everywhere])) {
    const first = state.first.get(territory);
    if (first === undefined || day < first) state.first.set(territory, day);
    if (day <= state.today - daysRemembered) continue;
    if (topic !== "") count(state, message, { territory, kind: "topic", code: topic, group });
    if (group !== "") count(state, message, { territory, kind: "group", code: group, group });
    count(state, message, { territory, kind: "all", code: everything, group: "" });
  }
}

type Place = Pick<Cell, "territory" | "kind" | "code" | "group">;

function count(state: HotState, { day, author }: Heard, place: Place): void {
  const cell = cellAt(state, place);
  const today = cell.days.get(day) ?? new Map<string, number>();
  cell.days.set(day, today);
  const before = today.get(author) ?? 0;
  today.set(author, before + 1);
  if (before > 0) return;
  // The author adds one to each window that holds this day and no other day of theirs.
  const earlier = nearest(cell, author, { day, step: -1 });
  const later = nearest(cell, author, { day, step: 1 });
  for (const [index, length] of windows.entries()) {
    const last = Math.min(day + length - 1, later - 1);
    for (let end = Math.max(day, earlier + length); end <= last; end++)
      raise(state, cell, end, index);
  }
}

/** The author's nearest other day within the longest window; far away where there is none. */
function nearest(cell: Cell, author: string, { day, step }: { day: number; step: 1 | -1 }): number {
  for (let away = 1; away < longest; away++)
    if (cell.days.get(day + step * away)?.has(author) === true) return day + step * away;
  return step * Infinity;
}

function cellAt(state: HotState, place: Place): Cell {
  const key = cellKey(place.territory, place.kind, place.code);
  const known = state.cells.get(key);
  if (known !== undefined) return known;
  const sums = windows.map(() => 0);
  const cell: Cell = { ...place, days: new Map(), counts: new Map(), sums };
  state.cells.set(key, cell);
  return cell;
}

function raise(state: HotState, cell: Cell, end: number, index: number): void {
  const counts = cell.counts.get(end) ?? beginDay(state, cell, end);
  counts[index] = (counts[index] ?? 0) + 1;
  const { from, to } = baselineOf(state.today);
  if (end >= from && end <= to) cell.sums[index] = (cell.sums[index] ?? 0) + 1;
}

function beginDay(state: HotState, cell: Cell, day: number): number[] {
  const counts = windows.map(() => 0);
  cell.counts.set(day, counts);
  const cells = state.byDay.get(day) ?? new Set<Cell>();
  state.byDay.set(day, cells.add(cell));
  return counts;
}

/** Moves on to a later day: work is one look at the cells of the days that enter and leave. */
export function advance(state: HotState, to: number): void {
  while (state.today < to) {
    const left = baselineOf(state.today).from;
    state.today += 1;
    weigh(state, baselineOf(state.today).to, 1);
    weigh(state, left, -1);
    forget(state, state.today - daysRemembered);
  }
}

function weigh(state: HotState, day: number, sign: 1 | -1): void {
  for (const cell of state.byDay.get(day) ?? []) {
    const counts = cell.counts.get(day) ?? [];
    for (const [index, each] of counts.entries())
      cell.sums[index] = (cell.sums[index] ?? 0) + sign * each;
  }
}

function forget(state: HotState, day: number): void {
  for (const cell of state.byDay.get(day) ?? []) {
    cell.counts.delete(day);
    cell.days.delete(day);
    if (cell.counts.size === 0) state.cells.delete(cellKey(cell.territory, cell.kind, cell.code));
  }
  state.byDay.delete(day);
}

/** Days of the baseline since the territory was first heard of. */
export function daysHeard(state: HotState, territory: string): number {
  const { to } = baselineOf(state.today);
  const first = state.first.get(territory) ?? to + 1;
  return Math.max(0, Math.min(baselineDays, to - first + 1));
}

/** Distinct authors in the window that ends on the day. */
export const authorsIn = (cell: Cell | undefined, day: number, index: number): number =>
  cell?.counts.get(day)?.[index] ?? 0;

/** Messages in the days up to `day`, for a reader who wonders how much they wrote. */
export function messagesIn(cell: Cell, day: number, length: number): number {
  let sum = 0;
  for (let each = day - length + 1; each <= day; each++)
    for (const number of cell.days.get(each)?.values() ?? []) sum += number;
  return sum;
}
