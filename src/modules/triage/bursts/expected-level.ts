import {
  authorsByDay,
  authorsIn,
  baselineOf,
  cellKey,
  daysHeard,
  everything,
  everywhere,
  windows,
  type Cell,
  type HotState,
} from "./window-counts.ts";
import type { Spread } from "./tail-probability.ts";

/** What makes up the expected number: usual × weekday × coverage × season. */
export type Expectation = {
  /** authors in a window of this length, own weeks drawn towards the region's where they are few */
  usual: number;
  weekday: number;
  /** how much is written there on other matters, against usual */
  coverage: number;
  season: number;
};

export type Level = Spread & { made: Expectation };

/** How much likelier the topic is at this time of the year; 1 where no year is known. */
export type Season = (kind: "topic" | "group", code: string) => number;

/** Authors that the region's own mixture of topics weighs in a territory's level. */
const drawn = 2;
/** Other authors below which a window's volume tells little. */
const volumeDrawn = 10;
const weekdayDrawn = 30;
const dispersionDrawn = 8;

/**
 * What is expected of a cell in the window that ends today: a gamma-Poisson count. `restless` adds what
 * the cell's own history spreads more than that, which takes a look at every day of it.
 */
export function levelOf(state: HotState, season: Season) {
  const patternOf = onceFor((cell: Cell) => readPattern(state, cell), patternKey);
  const heardToday = onceFor(
    (cell: Cell) => windows.map((_, index) => authorsIn(cell, state.today, index)),
    (cell) => cell.territory,
  );
  const counted = (cell: Cell, index: number): Counted => ({
    cell,
    all: state.cells.get(cellKey(cell.territory, "all", everything)),
    index,
    days: daysHeard(state, cell.territory),
    pattern: patternOf(cell),
  });
  const calm = (cell: Cell, index: number): Level => {
    const how = counted(cell, index);
    const made = {
      usual: usualOf(how),
      weekday: weekdayIn(state.today, windows[index] ?? 1, how.pattern),
      coverage: coverageOf(state, how, how.all === undefined ? [] : heardToday(how.all)),
      season: cell.kind === "all" ? 1 : season(cell.kind, cell.code),
    };
    const mean = made.usual * made.weekday * made.coverage * made.season;
    // The level itself is learnt from few authors: what is unknown about it spreads the count too.
    return { mean, variance: mean + (mean * mean) / ((cell.sums[0] ?? 0) + drawn), made };
  };
  const restless = (cell: Cell, index: number, level: Level): Level & { dispersion: number } => {
    const dispersion = dispersionOf(state, counted(cell, index));
    return { ...level, variance: level.variance + level.mean * (dispersion - 1), dispersion };
  };
  return { calm, restless };
}

const patternKey = (cell: Cell): string => `${cell.kind} ${cell.code}`;

function onceFor<T>(read: (cell: Cell) => T, keyOf: (cell: Cell) => string): (cell: Cell) => T {
  const kept = new Map<string, T>();
  return (cell) => {
    const key = keyOf(cell);
    const known = kept.get(key) ?? read(cell);
    kept.set(key, known);
    return known;
  };
}

type Counted = {
  cell: Cell;
  all: Cell | undefined;
  index: number;
  days: number;
  pattern: Pattern;
};

/** Mean of its own windows; the share that the region's mixture weighs falls as own authors gather. */
function usualOf({ cell, all, index, days, pattern }: Counted): number {
  const prior = Math.max(1e-6, (pattern.share * (all?.sums[0] ?? 0)) / days);
  const weight = drawn / (prior * days + drawn);
  const own = (cell.sums[index] ?? 0) / days;
  return own * (1 - weight) + prior * (windows[index] ?? 1) * weight;
}

/** What the whole region tells of a topic: its share of all authors, and its weekdays. */
type Pattern = { share: number; weekdays: number[] };

function readPattern(state: HotState, { kind, code }: Cell): Pattern {
  const cell = state.cells.get(cellKey(everywhere, kind, code));
  const all = state.cells.get(cellKey(everywhere, "all", everything));
  const share = (cell?.sums[0] ?? 0) / Math.max(1, all?.sums[0] ?? 0);
  return { share, weekdays: weekdaysOf(state, cell) };
}

/** 0 is Monday; day 0, the first of January 1970, was a Thursday. */
const weekdayOf = (day: number): number => (((day + 3) % 7) + 7) % 7;

/** Each weekday against the mean day, drawn towards one. */
function weekdaysOf(state: HotState, cell: Cell | undefined): number[] {
  const { to } = baselineOf(state.today);
  const days = daysHeard(state, everywhere);
  const sums = [0, 0, 0, 0, 0, 0, 0];
  const times = [0, 0, 0, 0, 0, 0, 0];
  for (let day = to; day > to - days; day--) {
    const at = weekdayOf(day);
    sums[at] = (sums[at] ?? 0) + authorsIn(cell, day, 0);
    times[at] = (times[at] ?? 0) + 1;
  }
  const mean = (cell?.sums[0] ?? 0) / Math.max(1, days);
  return sums.map((sum, at) => (sum + weekdayDrawn) / (mean * (times[at] ?? 0) + weekdayDrawn));
}

function weekdayIn(today: number, length: number, { weekdays }: Pattern): number {
  let sum = 0;
  for (let day = today - length + 1; day <= today; day++) sum += weekdays[weekdayOf(day)] ?? 1;
  return sum / length;
}

/** How much the territory writes about other matters in this window, against its usual. */
function coverageOf(
  state: HotState,
  { cell, all, index, days, pattern }: Counted,
  heardToday: readonly number[],
): number {
  const now = (heardToday[index] ?? 0) - authorsIn(cell, state.today, index);
  const mean = ((all?.sums[index] ?? 0) - (cell.sums[index] ?? 0)) / days;
  const usual = Math.max(0, mean) * weekdayIn(state.today, windows[index] ?? 1, pattern);
  return (Math.max(0, now) + volumeDrawn) / (usual + volumeDrawn);
}

/**
 * Variance over mean of the cell's own counts, from steps between neighbouring windows, so that a past
 * fire or a slow rise does not pass for restlessness; drawn towards one, never below it.
 */
function dispersionOf(state: HotState, { cell, index, days }: Counted): number {
  const { to } = baselineOf(state.today);
  const length = windows[index] ?? 1;
  const counts = authorsByDay(cell, { from: to - days + 1 - length, to, index });
  let steps = 0;
  for (let at = length; at < counts.length; at++)
    steps += ((counts[at] ?? 0) - (counts[at - length] ?? 0)) ** 2;
  return Math.max(1, (steps / 2 + dispersionDrawn) / ((cell.sums[index] ?? 0) + dispersionDrawn));
}
