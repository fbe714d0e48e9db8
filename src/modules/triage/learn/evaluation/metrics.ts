/** One judged text: the true class, the class said, and how sure the machine was, 0…1. */
export type Judged = { label: number; said: number; sure: number };

export type ClassFigures = {
  texts: number;
  said: number;
  precision: number;
  recall: number;
  f1: number;
};

/** Shares 0…1. `coverageAt90`: the share of texts it may label alone while 90 % of those are right. */
export type Figures = {
  accuracy: number;
  macroF1: number;
  weightedF1: number;
  ece: number;
  coverageAt90: number;
};

export const BINS = 15;
const RIGHT_ENOUGH = 0.9;

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

/** Precision, recall and F1 of every class that was true or said at least once. */
export function classFigures(rows: readonly Judged[]): Map<number, ClassFigures> {
  const counts = new Map<number, { texts: number; said: number; right: number }>();
  const of = (label: number) => {
    const known = counts.get(label) ?? { texts: 0, said: 0, right: 0 };
    counts.set(label, known);
    return known;
  };
  for (const { label, said } of rows) {
    of(label).texts++;
    of(said).said++;
    if (label === said) of(label).right++;
  }
  return new Map(
    [...counts].map(([label, { texts, said, right }]) => [
      label,
      {
        texts,
        said,
        precision: share(right, said),
        recall: share(right, texts),
        f1: share(2 * right, texts + said),
      },
    ]),
  );
}

/** Texts by how sure the machine was: `BINS` bins of equal width, for the plot and for the ECE. */
export function calibrationBins(
  rows: readonly Judged[],
): readonly { texts: number; sure: number; right: number }[] {
  const bins = Array.from({ length: BINS }, () => ({ texts: 0, sure: 0, right: 0 }));
  for (const { label, said, sure } of rows) {
    const bin = bins[Math.min(BINS - 1, Math.floor(sure * BINS))];
    if (bin === undefined) continue;
    bin.texts++;
    bin.sure += sure;
    if (label === said) bin.right++;
  }
  return bins.map(({ texts, sure, right }) => ({
    texts,
    sure: share(sure, texts),
    right: share(right, texts),
  }));
}

/** Expected calibration error: the mean distance of sureness and truth, weighed by texts. */
function calibrationError(rows: readonly Judged[]): number {
  const off = calibrationBins(rows).reduce(
    (sum, { texts, sure, right }) => sum + texts * Math.abs(sure - right),
    0,
  );
  return share(off, rows.length);
}

/** The longest run of the surest texts of which 90 % are right. Ties are taken or left together. */
function coverage(rows: readonly Judged[]): number {
  const sorted = rows.toSorted((a, b) => b.sure - a.sure);
  let right = 0;
  let most = 0;
  sorted.forEach(({ label, said, sure }, at) => {
    if (label === said) right++;
    const tied = sorted[at + 1]?.sure === sure;
    if (!tied && right >= RIGHT_ENOUGH * (at + 1)) most = at + 1;
  });
  return share(most, rows.length);
}

/** Figures over classes that occur among the true or the said ones, as scikit-learn counts them. */
export function figuresOf(rows: readonly Judged[]): Figures {
  const classes = [...classFigures(rows).values()];
  const texts = rows.length;
  return {
    accuracy: share(rows.filter(({ label, said }) => label === said).length, texts),
    macroF1: share(
      classes.reduce((sum, { f1 }) => sum + f1, 0),
      classes.length,
    ),
    weightedF1: share(
      classes.reduce((sum, row) => sum + row.f1 * row.texts, 0),
      texts,
    ),
    ece: calibrationError(rows),
    coverageAt90: coverage(rows),
  };
}
