import {
  countAuthorsByDay,
  countAuthors,
  baselineRange,
  burstCellKey,
  daysObserved,
  allTopics,
  wholeRegion,
  windowLengths,
  type BurstCell,
  type BurstState,
} from "./window-counts.ts";
import type { CountDistribution } from "./tail-probability.ts";

/** Factors of the expected count: baseline × weekday × coverage × season. */
export type Expectation = {
  /** authors in a window of this length, shrunk towards the region's level where they are few */
  baseline: number;
  weekday: number;
  /** volume of other topics there, relative to the usual */
  coverage: number;
  season: number;
};

export type ExpectedLevel = CountDistribution & { factors: Expectation };

/** Seasonal factor of the topic at this time of the year; 1 where no year of data exists. */
export type SeasonFactor = (kind: "topic" | "group", code: string) => number;

/** Prior weight, in authors, of the region's topic mix in a territory's level. */
const LEVEL_PRIOR = 2;
/** Prior weight, in authors, of the usual volume. */
const VOLUME_PRIOR = 10;
const WEEKDAY_PRIOR = 30;
const DISPERSION_PRIOR = 8;

/**
 * Creates an estimator of a cell's expected count in the window that ends today (gamma-Poisson).
 * With `restless` it adds the overdispersion of the cell's own history, which reads every day of
 * it.
 */
export function createLevelEstimator(state: BurstState, season: SeasonFactor) {
  const patternOf = memoize((cell: BurstCell) => topicPattern(state, cell), patternKey);
  const authorsToday = memoize(
    (cell: BurstCell) => windowLengths.map((_, index) => countAuthors(cell, state.today, index)),
    (cell) => cell.territory,
  );
  const counted = (cell: BurstCell, index: number): LevelInput => ({
    cell,
    all: state.cells.get(burstCellKey(cell.territory, "all", allTopics)),
    index,
    days: daysObserved(state, cell.territory),
    pattern: patternOf(cell),
  });
  const poisson = (cell: BurstCell, index: number): ExpectedLevel => {
    const how = counted(cell, index);
    const made = {
      baseline: baselineLevel(how),
      weekday: weekdayFactor(state.today, windowLengths[index] ?? 1, how.pattern),
      coverage: coverageFactor(state, how, how.all === undefined ? [] : authorsToday(how.all)),
      season: cell.kind === "all" ? 1 : season(cell.kind, cell.code),
    };
    const mean = made.baseline * made.weekday * made.coverage * made.season;
    // The level is estimated from few authors; its uncertainty adds to the variance.
    return {
      mean,
      variance: mean + (mean * mean) / ((cell.windowSums[0] ?? 0) + LEVEL_PRIOR),
      factors: made,
    };
  };
  const overdispersed = (
    cell: BurstCell,
    index: number,
    level: ExpectedLevel,
  ): ExpectedLevel & { dispersion: number } => {
    const dispersion = computeDispersion(state, counted(cell, index));
    return { ...level, variance: level.variance + level.mean * (dispersion - 1), dispersion };
  };
  return { calm: poisson, restless: overdispersed };
}

const patternKey = (cell: BurstCell): string => `${cell.kind} ${cell.code}`;

function memoize<T>(
  read: (cell: BurstCell) => T,
  keyOf: (cell: BurstCell) => string,
): (cell: BurstCell) => T {
  const kept = new Map<string, T>();
  return (cell) => {
    const key = keyOf(cell);
    const known = kept.get(key) ?? read(cell);
    kept.set(key, known);
    return known;
  };
}

type LevelInput = {
  cell: BurstCell;
  all: BurstCell | undefined;
  index: number;
  days: number;
  pattern: TopicPattern;
};

/** Mean of its own windows; the region's mix weighs less as own authors accumulate. */
function baselineLevel({ cell, all, index, days, pattern }: LevelInput): number {
  const prior = Math.max(1e-6, (pattern.share * (all?.windowSums[0] ?? 0)) / days);
  const weight = LEVEL_PRIOR / (prior * days + LEVEL_PRIOR);
  const own = (cell.windowSums[index] ?? 0) / days;
  return own * (1 - weight) + prior * (windowLengths[index] ?? 1) * weight;
}

/** Region-wide pattern of a topic: its share of all authors and its weekday profile. */
type TopicPattern = { share: number; weekdays: number[] };

function topicPattern(state: BurstState, { kind, code }: BurstCell): TopicPattern {
  const cell = state.cells.get(burstCellKey(wholeRegion, kind, code));
  const all = state.cells.get(burstCellKey(wholeRegion, "all", allTopics));
  const share = (cell?.windowSums[0] ?? 0) / Math.max(1, all?.windowSums[0] ?? 0);
  return { share, weekdays: weekdayFactors(state, cell) };
}

/** 0 is Monday; day 0, the first of January 1970, was a Thursday. */
const weekdayIndex = (day: number): number => (((day + 3) % 7) + 7) % 7;

/** Weekday factors relative to the mean day, shrunk towards 1. */
function weekdayFactors(state: BurstState, cell: BurstCell | undefined): number[] {
  const { to } = baselineRange(state.today);
  const days = daysObserved(state, wholeRegion);
  const sums = [0, 0, 0, 0, 0, 0, 0];
  const times = [0, 0, 0, 0, 0, 0, 0];
  for (let day = to; day > to - days; day--) {
    const at = weekdayIndex(day);
    sums[at] = (sums[at] ?? 0) + countAuthors(cell, day, 0);
    times[at] = (times[at] ?? 0) + 1;
  }
  const mean = (cell?.windowSums[0] ?? 0) / Math.max(1, days);
  return sums.map((sum, at) => (sum + WEEKDAY_PRIOR) / (mean * (times[at] ?? 0) + WEEKDAY_PRIOR));
}

function weekdayFactor(today: number, length: number, { weekdays }: TopicPattern): number {
  let sum = 0;
  for (let day = today - length + 1; day <= today; day++) sum += weekdays[weekdayIndex(day)] ?? 1;
  return sum / length;
}

/** Volume of other topics in the territory in this window, relative to its usual. */
function coverageFactor(
  state: BurstState,
  { cell, all, index, days, pattern }: LevelInput,
  heardToday: readonly number[],
): number {
  const now = (heardToday[index] ?? 0) - countAuthors(cell, state.today, index);
  const mean = ((all?.windowSums[index] ?? 0) - (cell.windowSums[index] ?? 0)) / days;
  const usual = Math.max(0, mean) * weekdayFactor(state.today, windowLengths[index] ?? 1, pattern);
  return (Math.max(0, now) + VOLUME_PRIOR) / (usual + VOLUME_PRIOR);
}

/**
 * Index of dispersion of the cell's own counts, from differences of neighbouring windows, so that a
 * past burst or a trend does not inflate it; shrunk towards 1, never below it.
 */
function computeDispersion(state: BurstState, { cell, index, days }: LevelInput): number {
  const { to } = baselineRange(state.today);
  const length = windowLengths[index] ?? 1;
  const counts = countAuthorsByDay(cell, { from: to - days + 1 - length, to, index });
  let steps = 0;
  for (let at = length; at < counts.length; at++)
    steps += ((counts[at] ?? 0) - (counts[at - length] ?? 0)) ** 2;
  return Math.max(
    1,
    (steps / 2 + DISPERSION_PRIOR) / ((cell.windowSums[index] ?? 0) + DISPERSION_PRIOR),
  );
}
