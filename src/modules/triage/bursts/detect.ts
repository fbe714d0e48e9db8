import {
  authorsIn,
  cellsUpTo,
  daysHeard,
  messagesIn,
  windows,
  type Cell,
  type HotState,
} from "./window-counts.ts";
import { levelOf, type Expectation, type Season } from "./expected-level.ts";
import { tail } from "./tail-probability.ts";

/** A topic (or group) of a territory with more authors than its own level explains. */
export type HotSpot = {
  /** "" is the whole region */
  territory: string;
  kind: "topic" | "group";
  code: string;
  group: string;
  /** last day of the window */
  day: number;
  /** days */
  window: number;
  /** distinct authors in the window, and in the one just before */
  authors: number;
  before: number;
  messages: number;
  expected: number;
  made: Expectation;
  /** variance over mean of its own past counts; 1 is a calm channel */
  dispersion: number;
  /** chance of so many authors or more where nothing happened */
  pValue: number;
  /** alarms as strong that chance alone gives the territory in thirty days, at most */
  falseAlarms: number;
};

/** False alarms that chance may give a territory in thirty days: one in three months. */
export const falseAlarmsAllowed = 0.33;
/** Days of history below which nothing is judged. */
export const daysNeeded = 14;
/** One person, and two, are no fire whatever the statistic says. */
export const authorsNeeded = 3;
/** Part of a group's excess that one of its topics tells alone: the group is then not told beside it. */
const toldByTopic = 0.6;

/**
 * What burns on the state's day, the rarest first. Windows of 1, 3 and 7 days that end today; every
 * topic, group and window of a territory counts as a try (Bonferroni), so that the rate is an upper bound.
 */
export function hotSpots(state: HotState, season: Season = () => 1): HotSpot[] {
  const level = levelOf(state, season);
  const tests = testsByTerritory(state);
  const spots = [...cellsUpTo(state, state.today)].flatMap(
    (cell) => judge(state, cell, { level, tests: tests.get(cell.territory) ?? 0 }) ?? [],
  );
  return spots.filter((spot) => !isTold(spot, spots)).toSorted(rarestFirst);
}

type Judging = { level: ReturnType<typeof levelOf>; tests: number };

function judge(state: HotState, cell: Cell, { level, tests }: Judging): HotSpot | undefined {
  const { kind, territory, code, group } = cell;
  if (kind === "all" || daysHeard(state, territory) < daysNeeded) return undefined;
  const falseAlarms = (pValue: number) => pValue * tests * windows.length * 30;
  const found = windows.flatMap((window, index) => {
    const authors = authorsIn(cell, state.today, index);
    if (authors < authorsNeeded) return [];
    const calm = level.calm(cell, index);
    // Restlessness only makes a count less rare: what is not rare without it needs no look at the past.
    if (authors <= calm.mean || falseAlarms(tail(authors, calm)) > falseAlarmsAllowed) return [];
    const expected = level.restless(cell, index, calm);
    return [{ window, index, authors, expected, pValue: tail(authors, expected) }];
  });
  const [best] = found.toSorted((a, b) => a.pValue - b.pValue || a.window - b.window);
  if (best === undefined || falseAlarms(best.pValue) > falseAlarmsAllowed) return undefined;
  const { window, index, authors, expected, pValue } = best;
  return {
    territory,
    kind,
    code,
    group,
    day: state.today,
    window,
    authors,
    before: authorsIn(cell, state.today - window, index),
    messages: messagesIn(cell, state.today, window),
    expected: expected.mean,
    made: expected.made,
    dispersion: expected.dispersion,
    pValue,
    falseAlarms: falseAlarms(pValue),
  };
}

/** Topics and groups that a territory was heard about lately: so many tries to alarm falsely. */
function testsByTerritory(state: HotState): Map<string, number> {
  const tests = new Map<string, number>();
  const widest = windows.length - 1;
  for (const cell of state.cells.values()) {
    const heard = (cell.sums[widest] ?? 0) > 0 || authorsIn(cell, state.today, widest) > 0;
    if (cell.kind !== "all" && heard)
      tests.set(cell.territory, (tests.get(cell.territory) ?? 0) + 1);
  }
  return tests;
}

/** A group is told only where none of its topics tells most of it. */
const isTold = (spot: HotSpot, spots: readonly HotSpot[]): boolean =>
  spot.kind === "group" &&
  spots.some(
    (one) =>
      one.kind === "topic" &&
      one.territory === spot.territory &&
      one.group === spot.code &&
      one.authors - one.expected >= toldByTopic * (spot.authors - spot.expected),
  );

const rarestFirst = (a: HotSpot, b: HotSpot): number =>
  a.pValue - b.pValue ||
  b.authors - a.authors ||
  compare(a.territory, b.territory) ||
  compare(a.code, b.code) ||
  compare(a.kind, b.kind);

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
