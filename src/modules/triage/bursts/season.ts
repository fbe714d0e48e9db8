import type { Season } from "./expected-level.ts";

/** Authors by days of one topic in the whole region a year ago. */
export type YearAgo = {
  topic: string;
  group: string;
  /** in the fortnight around this day */
  around: number;
  /** in the weeks that were the baseline of that day */
  before: number;
};

/** A year of fewer authors than this says nothing of the season. */
const authorsForSeason = 100;
const seasonDrawn = 10;
/** A season explains a fourfold level and no more: the rest is news. */
const most = 4;

/** How each topic's share changed a year ago between the baseline's weeks and this time of the year. */
export function seasonOf(rows: readonly YearAgo[]): Season {
  const topics = new Map<string, Sums>();
  const all: Sums = { around: 0, before: 0 };
  for (const row of rows) {
    add(all, row);
    if (row.topic !== "") add(sumsAt(topics, `topic ${row.topic}`), row);
    if (row.group !== "") add(sumsAt(topics, `group ${row.group}`), row);
  }
  if (all.around < authorsForSeason || all.before < authorsForSeason) return () => 1;
  return (kind, code) => {
    const { around, before } = topics.get(`${kind} ${code}`) ?? { around: 0, before: 0 };
    const steady = (before / all.before) * all.around;
    return Math.min(most, Math.max(1 / most, (around + seasonDrawn) / (steady + seasonDrawn)));
  };
}

type Sums = { around: number; before: number };

function sumsAt(sums: Map<string, Sums>, key: string): Sums {
  const known = sums.get(key) ?? { around: 0, before: 0 };
  sums.set(key, known);
  return known;
}

function add(sums: Sums, { around, before }: Sums): void {
  sums.around += around;
  sums.before += before;
}
