import type { SeasonFactor } from "./expected-level.ts";

/** Authors by day of one topic in the whole region a year ago. */
export type LastYearCount = {
  topic: string;
  group: string;
  /** in the fortnight around this day */
  around: number;
  /** in the baseline weeks of that day */
  before: number;
};

/** Minimum authors of a year for a seasonal estimate. */
const MIN_SEASON_AUTHORS = 100;
const SEASON_PRIOR = 10;
/** Upper bound of the factor: a season explains a fourfold level at most. */
const MAX_SEASON_FACTOR = 4;

/**
 * Returns each topic's seasonal factor: the change of its share a year ago between the baseline
 * weeks and this time of the year.
 */
export function createSeasonFactor(rows: readonly LastYearCount[]): SeasonFactor {
  const topics = new Map<string, SeasonSums>();
  const all: SeasonSums = { around: 0, before: 0 };
  for (const row of rows) {
    addSums(all, row);
    if (row.topic !== "") addSums(seasonSumsFor(topics, `topic ${row.topic}`), row);
    if (row.group !== "") addSums(seasonSumsFor(topics, `group ${row.group}`), row);
  }
  if (all.around < MIN_SEASON_AUTHORS || all.before < MIN_SEASON_AUTHORS) return () => 1;
  return (kind, code) => {
    const { around, before } = topics.get(`${kind} ${code}`) ?? { around: 0, before: 0 };
    const steady = (before / all.before) * all.around;
    return Math.min(
      MAX_SEASON_FACTOR,
      Math.max(1 / MAX_SEASON_FACTOR, (around + SEASON_PRIOR) / (steady + SEASON_PRIOR)),
    );
  };
}

type SeasonSums = { around: number; before: number };

function seasonSumsFor(sums: Map<string, SeasonSums>, key: string): SeasonSums {
  const known = sums.get(key) ?? { around: 0, before: 0 };
  sums.set(key, known);
  return known;
}

function addSums(sums: SeasonSums, { around, before }: SeasonSums): void {
  sums.around += around;
  sums.before += before;
}
