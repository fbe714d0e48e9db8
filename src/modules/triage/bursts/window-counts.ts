/** One message; `day` counts from 1970-01-01 in the region's zone. */
export type Observation = {
  day: number;
  /** "" when unknown: the message then counts only for the whole region */
  territory: string;
  /** "" when only the group is known, or neither */
  topic: string;
  group: string;
  /** the author's id; an author counts once per window */
  author: string;
};

/** Window lengths in days. */
export const windowLengths = [1, 3, 7] as const;
/** Days of history before the longest window that the expected level is estimated from. */
export const baselineDays = 42;
export const longestWindow = 7;

/** Code of the whole region as a territory, and of all topics as one topic. */
export const wholeRegion = "";
export const allTopics = "";

/** Authors of one topic (or group, or all topics) in one territory. */
export type BurstCell = {
  territory: string;
  kind: "topic" | "group" | "all";
  code: string;
  group: string;
  /** number of messages by day and author */
  days: Map<number, Map<string, number>>;
  /** distinct authors per window, summed over the windows that end in the baseline */
  windowSums: number[];
};

/** State of the detector: the last weeks, advanced day by day. */
export type BurstState = {
  today: number;
  /** day of the first message from each territory */
  firstDayByTerritory: Map<string, number>;
  cells: Map<string, BurstCell>;
  /** cells with messages on this day */
  cellsByDay: Map<number, Set<BurstCell>>;
};

/** Days of messages that are retained. */
export const daysRetained = baselineDays + 3 * longestWindow;

/**
 * Returns the baseline's first and last day; it ends before the longest window begins, so that a
 * burst does not raise its own baseline.
 */
export const baselineRange = (today: number): { from: number; to: number } => ({
  from: today - longestWindow - baselineDays + 1,
  to: today - longestWindow,
});

/** Creates an empty state whose current day is `today`. */
export function createBurstState(today: number): BurstState {
  return { today, firstDayByTerritory: new Map(), cells: new Map(), cellsByDay: new Map() };
}

/** Returns the map key of a cell. */
export const burstCellKey = (territory: string, kind: BurstCell["kind"], code: string): string =>
  `${territory}\n${kind}\n${code}`;

/**
 * Adds one message to the state; one older than the retained days only sets the territory's first
 * day.
 */
export function observe(state: BurstState, message: Observation): void {
  const { day, topic, group } = message;
  for (const territory of new Set([message.territory, wholeRegion])) {
    const first = state.firstDayByTerritory.get(territory);
    if (first === undefined || day < first) state.firstDayByTerritory.set(territory, day);
    if (day <= state.today - daysRetained) continue;
    if (topic !== "") countAuthor(state, message, { territory, kind: "topic", code: topic, group });
    if (group !== "") countAuthor(state, message, { territory, kind: "group", code: group, group });
    countAuthor(state, message, { territory, kind: "all", code: allTopics, group: "" });
  }
}

type CellKey = Pick<BurstCell, "territory" | "kind" | "code" | "group">;

function countAuthor(state: BurstState, { day, author }: Observation, place: CellKey): void {
  const cell = cellFor(state, place);
  const authors = cell.days.get(day) ?? addDay(state, cell, day);
  const before = authors.get(author) ?? 0;
  authors.set(author, before + 1);
  if (before > 0) return;
  const { from, to } = baselineRange(state.today);
  const own = exclusiveWindows(cell, author, day);
  for (const [index, length] of windowLengths.entries()) {
    const { first, last } = own(length);
    const added = Math.min(last, to) - Math.max(first, from) + 1;
    if (added > 0) cell.windowSums[index] = (cell.windowSums[index] ?? 0) + added;
  }
}

function cellFor(state: BurstState, place: CellKey): BurstCell {
  const key = burstCellKey(place.territory, place.kind, place.code);
  const known = state.cells.get(key);
  if (known !== undefined) return known;
  const cell: BurstCell = { ...place, days: new Map(), windowSums: windowLengths.map(() => 0) };
  state.cells.set(key, cell);
  return cell;
}

function addDay(state: BurstState, cell: BurstCell, day: number): Map<string, number> {
  const authors = new Map<string, number>();
  cell.days.set(day, authors);
  const cells = state.cellsByDay.get(day) ?? new Set<BurstCell>();
  state.cellsByDay.set(day, cells.add(cell));
  return authors;
}

/** Range of window ends that contain this day of the author and no other day of theirs. */
function exclusiveWindows(cell: BurstCell, author: string, day: number) {
  const earlier = nearestAuthorDay(cell, author, { day, step: -1 });
  const later = nearestAuthorDay(cell, author, { day, step: 1 });
  return (length: number) => ({
    first: Math.max(day, earlier + length),
    last: Math.min(day + length, later) - 1,
  });
}

/** The author's nearest other day within the longest window; far away when there is none. */
function nearestAuthorDay(
  cell: BurstCell,
  author: string,
  { day, step }: { day: number; step: 1 | -1 },
): number {
  for (let away = 1; away < longestWindow; away++)
    if (cell.days.get(day + step * away)?.has(author) === true) return day + step * away;
  return step * Infinity;
}

/** Advances the state to a later day; touches only the cells of the days that enter and leave. */
export function advanceToDay(state: BurstState, to: number): void {
  while (state.today < to) {
    const left = baselineRange(state.today).from;
    state.today += 1;
    addToSums(state, baselineRange(state.today).to, 1);
    addToSums(state, left, -1);
    dropDay(state, state.today - daysRetained);
  }
}

function addToSums(state: BurstState, day: number, sign: 1 | -1): void {
  for (const cell of activeCells(state, day))
    for (const index of windowLengths.keys())
      cell.windowSums[index] =
        (cell.windowSums[index] ?? 0) + sign * countAuthors(cell, day, index);
}

/** Returns the cells with messages in the longest window that ends on the day. */
export function activeCells({ cellsByDay }: BurstState, day: number): Set<BurstCell> {
  const cells = new Set<BurstCell>();
  for (let each = day - longestWindow + 1; each <= day; each++)
    for (const cell of cellsByDay.get(each) ?? []) cells.add(cell);
  return cells;
}

function dropDay(state: BurstState, day: number): void {
  for (const cell of state.cellsByDay.get(day) ?? []) {
    cell.days.delete(day);
    if (cell.days.size === 0)
      state.cells.delete(burstCellKey(cell.territory, cell.kind, cell.code));
  }
  state.cellsByDay.delete(day);
}

/** Returns the days of the baseline since the territory's first message. */
export function daysObserved(state: BurstState, territory: string): number {
  const { to } = baselineRange(state.today);
  const first = state.firstDayByTerritory.get(territory) ?? to + 1;
  return Math.max(0, Math.min(baselineDays, to - first + 1));
}

/**
 * Returns the distinct authors in the window (by its index in `windowLengths`) that ends on the
 * day.
 */
export function countAuthors(cell: BurstCell | undefined, day: number, index: number): number {
  const length = windowLengths[index] ?? 1;
  const heard: Map<string, number>[] = [];
  for (let each = day - length + 1; each <= day; each++) {
    const authors = cell?.days.get(each);
    if (authors !== undefined) heard.push(authors);
  }
  if (heard.length < 2) return heard[0]?.size ?? 0;
  return new Set(heard.flatMap((authors) => [...authors.keys()])).size;
}

/** Returns the same counts for each day of a range, in one pass. */
export function countAuthorsByDay(
  cell: BurstCell,
  { from, to, index }: { from: number; to: number; index: number },
): number[] {
  const length = windowLengths[index] ?? 1;
  const steps = Array.from({ length: to - from + 2 }, () => 0);
  for (let day = from - length + 1; day <= to; day++) {
    for (const author of cell.days.get(day)?.keys() ?? []) {
      // A window counts an author on their last day in it.
      const later = nearestAuthorDay(cell, author, { day, step: 1 });
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

/** Returns the number of messages in the `length` days that end on `day`. */
export function countMessages(cell: BurstCell, day: number, length: number): number {
  let sum = 0;
  for (let each = day - length + 1; each <= day; each++)
    for (const number of cell.days.get(each)?.values() ?? []) sum += number;
  return sum;
}
