import {
  countAuthors,
  activeCells,
  daysObserved,
  countMessages,
  windowLengths,
  type BurstCell,
  type BurstState,
} from "./window-counts.ts";
import { createLevelEstimator, type Expectation, type SeasonFactor } from "./expected-level.ts";
import { upperTailProbability } from "./tail-probability.ts";

/** A topic (or group) in a territory with more authors than its expected level explains. */
export type Burst = {
  /** "" is the whole region */
  territory: string;
  kind: "topic" | "group";
  code: string;
  group: string;
  /** last day of the window */
  day: number;
  /** days */
  window: number;
  /** distinct authors in the window, and in the preceding one */
  authors: number;
  authorsBefore: number;
  messages: number;
  expected: number;
  factors: Expectation;
  /** index of dispersion (variance / mean) of its own past counts; 1 is Poisson */
  dispersion: number;
  /** probability of this many authors or more under the expected level */
  pValue: number;
  /** upper bound of equally strong false alarms in the territory in thirty days */
  falseAlarms: number;
};

/** Accepted false alarms per territory in thirty days: one in three months. */
export const maxFalseAlarms = 0.33;
/** Minimum days of history. */
export const minDays = 14;
/** Fewer authors are never a burst. */
export const minAuthors = 3;
/** When one topic explains this share of its group's excess, the group is not reported. */
const explainedByTopicShare = 0.6;

/**
 * Returns the bursts on the state's day, the smallest p-value first. Tests windows of 1, 3 and 7
 * days that end today; the false alarm rate counts every topic, group and window of a territory as
 * a test (Bonferroni), so it is an upper bound.
 */
export function detectBursts(state: BurstState, season: SeasonFactor = () => 1): Burst[] {
  const level = createLevelEstimator(state, season);
  const tests = countTests(state);
  const spots = [...activeCells(state, state.today)].flatMap(
    (cell) => testCell(state, cell, { level, tests: tests.get(cell.territory) ?? 0 }) ?? [],
  );
  return spots.filter((burst) => !isExplainedByTopic(burst, spots)).toSorted(compareByRarity);
}

type BurstTestContext = { level: ReturnType<typeof createLevelEstimator>; tests: number };

function testCell(
  state: BurstState,
  cell: BurstCell,
  { level, tests }: BurstTestContext,
): Burst | undefined {
  const { kind, territory, code, group } = cell;
  if (kind === "all" || daysObserved(state, territory) < minDays) return undefined;
  const falseAlarms = (pValue: number) => pValue * tests * windowLengths.length * 30;
  const found = windowLengths.flatMap((window, index) => {
    const authors = countAuthors(cell, state.today, index);
    if (authors < minAuthors) return [];
    const calm = level.calm(cell, index);
    // Overdispersion only raises the p-value: what is not significant without it needs no history.
    if (authors <= calm.mean || falseAlarms(upperTailProbability(authors, calm)) > maxFalseAlarms)
      return [];
    const expected = level.restless(cell, index, calm);
    return [{ window, index, authors, expected, pValue: upperTailProbability(authors, expected) }];
  });
  const [best] = found.toSorted((a, b) => a.pValue - b.pValue || a.window - b.window);
  if (best === undefined || falseAlarms(best.pValue) > maxFalseAlarms) return undefined;
  const { window, index, authors, expected, pValue } = best;
  return {
    territory,
    kind,
    code,
    group,
    day: state.today,
    window,
    authors,
    authorsBefore: countAuthors(cell, state.today - window, index),
    messages: countMessages(cell, state.today, window),
    expected: expected.mean,
    factors: expected.factors,
    dispersion: expected.dispersion,
    pValue,
    falseAlarms: falseAlarms(pValue),
  };
}

/** Active topics and groups by territory: the number of tests. */
function countTests(state: BurstState): Map<string, number> {
  const tests = new Map<string, number>();
  const widest = windowLengths.length - 1;
  for (const cell of state.cells.values()) {
    const heard = (cell.windowSums[widest] ?? 0) > 0 || countAuthors(cell, state.today, widest) > 0;
    if (cell.kind !== "all" && heard)
      tests.set(cell.territory, (tests.get(cell.territory) ?? 0) + 1);
  }
  return tests;
}

/** A group is reported only when none of its topics explains most of its excess. */
const isExplainedByTopic = (burst: Burst, spots: readonly Burst[]): boolean =>
  burst.kind === "group" &&
  spots.some(
    (one) =>
      one.kind === "topic" &&
      one.territory === burst.territory &&
      one.group === burst.code &&
      one.authors - one.expected >= explainedByTopicShare * (burst.authors - burst.expected),
  );

const compareByRarity = (a: Burst, b: Burst): number =>
  a.pValue - b.pValue ||
  b.authors - a.authors ||
  compare(a.territory, b.territory) ||
  compare(a.code, b.code) ||
  compare(a.kind, b.kind);

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
