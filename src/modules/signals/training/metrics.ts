/** The fields of a suggestion that a person judges by deciding. */
export const trainedFields = ["topic", "place", "urgency", "noise", "body", "duplicate"] as const;
export type TrainedField = (typeof trainedFields)[number];

/** The person accepted the suggestion, decided otherwise, or decided where there was none. */
export type DecisionOutcome = "kept" | "corrected" | "left";

/** Cuts of sureness: fifteen bins and whole per cents both fall on them. */
export const CONFIDENCE_STEPS = 300;
const CALIBRATION_BINS = 15;
const TARGET_ACCURACY = 0.9;

/** Below this many decisions every share is chance, so none is named. */
export const minDecisions = 30;

/** Decisions counted up: `cut` = ⌊sureness × 300⌋, `sure` the sum of their sureness 0…1. */
export type DecisionCount = {
  field: TrainedField;
  outcome: DecisionOutcome;
  confidenceStep: number | null;
  texts: number;
  confidenceSum: number;
};

/** Topics suggested and decided, and how often; `null` where the machine left it to the person. */
export type TopicPair = { suggested: string | null; decided: string; texts: number };

const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
const sumTexts = (cells: readonly DecisionCount[]): number =>
  cells.reduce((sum, { texts }) => sum + texts, 0);
const countOutcome = (cells: readonly DecisionCount[], outcome: DecisionOutcome): number =>
  sumTexts(cells.filter((cell) => cell.outcome === outcome));

export type FieldShare = Record<DecisionOutcome, number> & { field: TrainedField; texts: number };

/** Counts the outcomes of each field: accepted, corrected, without a suggestion. */
export function fieldShares(cells: readonly DecisionCount[]): FieldShare[] {
  return trainedFields.map((field) => {
    const own = cells.filter((cell) => cell.field === field);
    return {
      field,
      texts: sumTexts(own),
      kept: countOutcome(own, "kept"),
      corrected: countOutcome(own, "corrected"),
      left: countOutcome(own, "left"),
    };
  });
}

export type CalibrationBin = {
  from: number;
  to: number;
  texts: number;
  confidence: number;
  right: number;
};

export type CalibrationReport = {
  /** Suggested topics that a person judged. */
  texts: number;
  bins: readonly CalibrationBin[];
  /** Mean distance of sureness and truth, weighed by texts, 0…1. */
  ece: number;
  /** The share of all decided topics that the machine could decide alone while 9 of 10 are right. */
  coverageAt90: number;
};

/** Computes how far the confidence of a topic can be trusted. */
export function computeCalibration(cells: readonly DecisionCount[]): CalibrationReport {
  const topics = cells.filter(({ field }) => field === "topic");
  const withSuggestion = topics.filter(({ outcome }) => outcome !== "left");
  const bins = Array.from({ length: CALIBRATION_BINS }, (_, at) => computeBin(withSuggestion, at));
  const texts = sumTexts(withSuggestion);
  const off = bins.reduce((sum, bin) => sum + bin.texts * Math.abs(bin.confidence - bin.right), 0);
  return {
    texts,
    bins,
    ece: ratio(off, texts),
    coverageAt90: ratio(coverageAtTarget(withSuggestion), sumTexts(topics)),
  };
}

function computeBin(withSuggestion: readonly DecisionCount[], at: number): CalibrationBin {
  const wide = CONFIDENCE_STEPS / CALIBRATION_BINS;
  const own = withSuggestion.filter(
    ({ confidenceStep }) =>
      Math.min(CALIBRATION_BINS - 1, Math.floor((confidenceStep ?? 0) / wide)) === at,
  );
  const texts = sumTexts(own);
  return {
    from: at / CALIBRATION_BINS,
    to: (at + 1) / CALIBRATION_BINS,
    texts,
    confidence: ratio(
      own.reduce((sum, { confidenceSum }) => sum + confidenceSum, 0),
      texts,
    ),
    right: ratio(countOutcome(own, "kept"), texts),
  };
}

/**
 * Returns the size of the longest run of the most confident suggestions of which 90 % are right; one
 * cut goes in or stays out whole.
 */
function coverageAtTarget(withSuggestion: readonly DecisionCount[]): number {
  const byCut = [
    ...Map.groupBy(withSuggestion, ({ confidenceStep }) => confidenceStep ?? 0),
  ].toSorted(([a], [b]) => b - a);
  let taken = 0;
  let right = 0;
  let most = 0;
  for (const [, cells] of byCut) {
    taken += sumTexts(cells);
    right += countOutcome(cells, "kept");
    if (right >= TARGET_ACCURACY * taken) most = taken;
  }
  return most;
}

export type ThresholdStats = { texts: number; above: number; right: number };

/** Counts the suggestions of a field that reach a threshold, of all its decisions, and how many are right. */
export function thresholdStats(
  cells: readonly DecisionCount[],
  { field, at }: { field: TrainedField; at: number },
): ThresholdStats {
  const own = cells.filter((cell) => cell.field === field);
  const least = Math.round(at * CONFIDENCE_STEPS);
  const reach = own.filter(
    ({ confidenceStep, outcome }) => outcome !== "left" && (confidenceStep ?? -1) >= least,
  );
  return { texts: sumTexts(own), above: sumTexts(reach), right: countOutcome(reach, "kept") };
}

/** Lists the wrong topics, the most frequent mistake first. */
export function listConfusedPairs(
  pairs: readonly TopicPair[],
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
export type ConfusionMatrix = {
  groups: readonly (string | "rest")[];
  rows: readonly (readonly number[])[];
};

/** Sums the pairs by group; those beyond the `most` most frequent groups are one. */
export function confusionByGroup(
  pairs: readonly TopicPair[],
  { groupOf, most }: { groupOf: (topic: string) => string; most: number },
): ConfusionMatrix {
  const labelled = pairs.flatMap(({ suggested, decided, texts }) =>
    suggested === null ? [] : [{ from: groupOf(suggested), to: groupOf(decided), texts }],
  );
  const sizes = new Map<string, number>();
  for (const { from, to, texts } of labelled)
    for (const group of new Set([from, to])) sizes.set(group, (sizes.get(group) ?? 0) + texts);
  const ranked = [...sizes].toSorted(([a, n], [b, m]) => m - n || a.localeCompare(b));
  const named = ranked.slice(0, most).map(([group]) => group);
  const groups = ranked.length > most ? [...named, "rest"] : named;
  const place = (group: string) => {
    const at = named.indexOf(group);
    return at < 0 ? named.length : at;
  };
  const rows = groups.map(() => groups.map(() => 0));
  for (const { from, to, texts } of labelled) {
    const row = rows[place(from)];
    const column = place(to);
    if (row !== undefined) row[column] = (row[column] ?? 0) + texts;
  }
  return { groups, rows };
}
