/** The fields of a suggestion that a person judges by deciding. */
export const taughtFields = ["topic", "place", "urgency", "noise", "body", "duplicate"] as const;
export type TaughtField = (typeof taughtFields)[number];

/** The person kept what was suggested, decided otherwise, or decided where nothing was suggested. */
export type Outcome = "kept" | "corrected" | "left";

/** Cuts of sureness: fifteen bins and whole per cents both fall on them. */
export const CUTS = 300;
const BINS = 15;
const RIGHT_ENOUGH = 0.9;

/** Below this many decisions every share is chance, so none is named. */
export const fewestDecisions = 30;

/** Decisions counted up: `cut` = ⌊sureness × 300⌋, `sure` the sum of their sureness 0…1. */
export type Cell = {
  field: TaughtField;
  outcome: Outcome;
  cut: number | null;
  texts: number;
  sure: number;
};

/** Topics suggested and decided, and how often; `null` where the machine left it to the person. */
export type Pair = { suggested: string | null; decided: string; texts: number };

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
const textsOf = (cells: readonly Cell[]): number =>
  cells.reduce((sum, { texts }) => sum + texts, 0);
const countOf = (cells: readonly Cell[], outcome: Outcome): number =>
  textsOf(cells.filter((cell) => cell.outcome === outcome));

export type FieldShare = Record<Outcome, number> & { field: TaughtField; texts: number };

/** How each field fared: kept, corrected, left to a person. */
export function fieldShares(cells: readonly Cell[]): FieldShare[] {
  return taughtFields.map((field) => {
    const own = cells.filter((cell) => cell.field === field);
    return {
      field,
      texts: textsOf(own),
      kept: countOf(own, "kept"),
      corrected: countOf(own, "corrected"),
      left: countOf(own, "left"),
    };
  });
}

export type Bin = { from: number; to: number; texts: number; sure: number; right: number };

export type Calibration = {
  /** Suggested topics that a person judged. */
  texts: number;
  bins: readonly Bin[];
  /** Mean distance of sureness and truth, weighed by texts, 0…1. */
  ece: number;
  /** The share of all decided topics that the machine could decide alone while 9 of 10 are right. */
  coverageAt90: number;
};

/** How far the machine may believe its own sureness of a topic. */
export function calibrationOf(cells: readonly Cell[]): Calibration {
  const topics = cells.filter(({ field }) => field === "topic");
  const said = topics.filter(({ outcome }) => outcome !== "left");
  const bins = Array.from({ length: BINS }, (_, at) => binOf(said, at));
  const texts = textsOf(said);
  const off = bins.reduce((sum, bin) => sum + bin.texts * Math.abs(bin.sure - bin.right), 0);
  return {
    texts,
    bins,
    ece: share(off, texts),
    coverageAt90: share(coveredBy(said), textsOf(topics)),
  };
}

function binOf(said: readonly Cell[], at: number): Bin {
  const wide = CUTS / BINS;
  const own = said.filter(({ cut }) => Math.min(BINS - 1, Math.floor((cut ?? 0) / wide)) === at);
  const texts = textsOf(own);
  return {
    from: at / BINS,
    to: (at + 1) / BINS,
    texts,
    sure: share(
      own.reduce((sum, { sure }) => sum + sure, 0),
      texts,
    ),
    right: share(countOf(own, "kept"), texts),
  };
}

/** The longest run of the surest suggestions of which 90 % are right; one cut goes in or stays out whole. */
function coveredBy(said: readonly Cell[]): number {
  const byCut = [...Map.groupBy(said, ({ cut }) => cut ?? 0)].toSorted(([a], [b]) => b - a);
  let taken = 0;
  let right = 0;
  let most = 0;
  for (const [, cells] of byCut) {
    taken += textsOf(cells);
    right += countOf(cells, "kept");
    if (right >= RIGHT_ENOUGH * taken) most = taken;
  }
  return most;
}

export type ThresholdWork = { texts: number; above: number; right: number };

/** How many suggestions of a field reach a threshold, of all its decisions, and how many are right. */
export function thresholdWork(
  cells: readonly Cell[],
  { field, at }: { field: TaughtField; at: number },
): ThresholdWork {
  const own = cells.filter((cell) => cell.field === field);
  const least = Math.round(at * CUTS);
  const reach = own.filter(({ cut, outcome }) => outcome !== "left" && (cut ?? -1) >= least);
  return { texts: textsOf(own), above: textsOf(reach), right: countOf(reach, "kept") };
}

/** Wrong topics, the most frequent mistake first. */
export function confusedPairs(
  pairs: readonly Pair[],
): { suggested: string; decided: string; texts: number }[] {
  return pairs
    .flatMap(({ suggested, ...pair }) =>
      suggested === null || suggested === pair.decided ? [] : [{ suggested, ...pair }],
    )
    .toSorted(
      (a, b) =>
        b.texts - a.texts ||
        a.suggested.localeCompare(b.suggested) ||
        a.decided.localeCompare(b.decided),
    );
}

/** `rows[i][j]`: texts suggested as group i and decided as group j; the last one gathers the rest. */
export type Matrix = { groups: readonly (string | "rest")[]; rows: readonly (readonly number[])[] };

/** The pairs by group; beyond the `most` most frequent groups the rest is one. */
export function groupMatrix(
  pairs: readonly Pair[],
  { groupOf, most }: { groupOf: (topic: string) => string; most: number },
): Matrix {
  const told = pairs.flatMap(({ suggested, decided, texts }) =>
    suggested === null ? [] : [{ from: groupOf(suggested), to: groupOf(decided), texts }],
  );
  const sizes = new Map<string, number>();
  for (const { from, to, texts } of told)
    for (const group of new Set([from, to])) sizes.set(group, (sizes.get(group) ?? 0) + texts);
  const ranked = [...sizes].toSorted(([a, n], [b, m]) => m - n || a.localeCompare(b));
  const named = ranked.slice(0, most).map(([group]) => group);
  const groups = ranked.length > most ? [...named, "rest"] : named;
  const place = (group: string) => {
    const at = named.indexOf(group);
    return at < 0 ? named.length : at;
  };
  const rows = groups.map(() => groups.map(() => 0));
  for (const { from, to, texts } of told) {
    const row = rows[place(from)];
    const column = place(to);
    if (row !== undefined) row[column] = (row[column] ?? 0) + texts;
  }
  return { groups, rows };
}
