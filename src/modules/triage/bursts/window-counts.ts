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

/** Authors of one topic (or group, or all topics) in one territory. */
export type Cell = {
  territory: string;
  kind: "topic" | "group" | "all";
  code: string;
  group: string;
  /** messages by day and author */
  days: Map<number, Map<string, number>>;
  /** distinct authors in a window, summed over the windows that end in the baseline */
  sums: number[];
};

/** What the engine remembers: the last weeks, moved on day by day. */
export type HotState = {
  today: number;
  /** first day each territory was heard of */
  first: Map<string, number>;
  cells: Map<string, Cell>;
  /** cells that somebody wrote to on this day */
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
  const authors = cell.days.get(day) ?? beginDay(state, cell, day);
  const before = authors.get(author) ?? 0;
  authors.set(author, before + 1);
  if (before > 0) return;
  const { from, to } = baselineOf(state.today);
  const own = soleWindows(cell, author, day);
  for (const [index, length] of windows.entries()) {
    const { first, last } = own(length);
    const added = Math.min(last, to) - Math.max(first, from) + 1;
    if (added > 0) cell.sums[index] = (cell.sums[index] ?? 0) + added;
  }
}

function cellAt(state: HotState, place: Place): Cell {
  const key = cellKey(place.territory, place.kind, place.code);
  const known = state.cells.get(key);
  if (known !== undefined) return known;
  const cell: Cell = { ...place, days: new Map(), sums: windows.map(() => 0) };
  state.cells.set(key, cell);
  return cell;
}

function beginDay(state: HotState, cell: Cell, day: number): Map<string, number> {
  const authors = new Map<string, number>();
  cell.days.set(day, authors);
  const cells = state.byDay.get(day) ?? new Set<Cell>();
  state.byDay.set(day, cells.add(cell));
  return authors;
}

/** Ends of the windows that hold this day of the author and no other day of theirs. */
function soleWindows(cell: Cell, author: string, day: number) {
  const earlier = nearest(cell, author, { day, step: -1 });
  const later = nearest(cell, author, { day, step: 1 });
  return (length: number) => ({
    first: Math.max(day, earlier + length),
    last: Math.min(day + length, later) - 1,
  });
}

/** The author's nearest other day within the longest window; far away where there is none. */
function nearest(cell: Cell, author: string, { day, step }: { day: number; step: 1 | -1 }): number {
  for (let away = 1; away < longest; away++)
    if (cell.days.get(day + step * away)?.has(author) === true) return day + step * away;
  return step * Infinity;
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
  for (const cell of cellsUpTo(state, day))
    for (const index of windows.keys())
      cell.sums[index] = (cell.sums[index] ?? 0) + sign * authorsIn(cell, day, index);
}

/** Cells that somebody wrote to in the longest window that ends on the day. */
export function cellsUpTo({ byDay }: HotState, day: number): Set<Cell> {
  const cells = new Set<Cell>();
  for (let each = day - longest + 1; each <= day; each++)
    for (const cell of byDay.get(each) ?? []) cells.add(cell);
  return cells;
}

function forget(state: HotState, day: number): void {
  for (const cell of state.byDay.get(day) ?? []) {
    cell.days.delete(day);
    if (cell.days.size === 0) state.cells.delete(cellKey(cell.territory, cell.kind, cell.code));
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
export function authorsIn(cell: Cell | undefined, day: number, index: number): number {
  const length = windows[index] ?? 1;
  const heard: Map<string, number>[] = [];
  for (let each = day - length + 1; each <= day; each++) {
    const authors = cell?.days.get(each);
    if (authors !== undefined) heard.push(authors);
  }
  if (heard.length < 2) return heard[0]?.size ?? 0;
  return new Set(heard.flatMap((authors) => [...authors.keys()])).size;
}

/** The same for each day of a stretch, in one pass. */
export function authorsByDay(
  cell: Cell,
  { from, to, index }: { from: number; to: number; index: number },
): number[] {
  const length = windows[index] ?? 1;
  const steps = Array.from({ length: to - from + 2 }, () => 0);
  for (let day = from - length + 1; day <= to; day++) {
    for (const author of cell.days.get(day)?.keys() ?? []) {
      // A window counts the author on their last day in it.
      const later = nearest(cell, author, { day, step: 1 });
      const begin = Math.max(day, from) - from;
      const end = Math.min(day + length, later, to + 1) - from;
      if (begin >= end) continue;
      steps[begin] = (steps[begin] ?? 0) + 1;
      steps[end] = (steps[end] ?? 0) - 1;
    }
  }
  let authors = 0;
  return steps.slice(0, -1).map((step) => (authors += step));
}

/** Messages in the days up to `day`, for a reader who wonders how much they wrote. */
export function messagesIn(cell: Cell, day: number, length: number): number {
  let sum = 0;
  for (let each = day - length + 1; each <= day; each++)
    for (const number of cell.days.get(each)?.values() ?? []) sum += number;
  return sum;
}
