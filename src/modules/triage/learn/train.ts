import { invalid } from "#base/refusal.ts";
import { netsFor, NET_WIDTH, openBench, scoreRow, type Bench } from "./workspace.ts";
import {
  calibrate,
  logPriors,
  toProbabilities,
  type Calibration,
  type Unseen,
} from "./calibrate.ts";
import { classCounts, makeCorpus, type Breathe, type Corpus, type Labelled } from "./corpus.ts";
import { figuresOf, type Judged } from "./evaluation/metrics.ts";
import { dice, shuffle } from "./random.ts";
import { fit } from "./fit.ts";
import { padded } from "./kernel.ts";
import { tablesOf } from "./quantize.ts";
import { writeModel, type Card } from "./model-file.ts";

/** What a person must say of a training; the texts themselves are not kept. */
export type TrainingOptions = {
  /** Shown on the model's card: what it was trained on. */
  name: string;
  at: Date;
  breathe: Breathe;
  seed?: number;
};

const FEWEST_TEXTS = 10;
/** More labels than this are names or numbers taken for labels, and would not fit in memory. */
const MOST_LABELS = 1_000;
/** Bytes that the tables of a model may take: a file stays under 30 MB. */
const MOST_BYTES = 27_000_000;
const MOST_FEATURES_KEPT = 131_072;
/** From here on the newest part of the texts is held back; below it every text is held back once. */
const ENOUGH_TO_HOLD_BACK = 6_000;
const HELD_BACK = 0.12;
const FOLDS = 3;

/** Hash, rarity and two scales beside the bytes of each row. */
const ROW_EXTRAS = 16;
/** What a few texts hold beyond so many features a text is chance. */
const FEATURES_PER_TEXT = 40;
const mostFeatures = (texts: number, classes: number): number => {
  const row = netsFor(texts) * NET_WIDTH + padded(classes) + ROW_EXTRAS;
  return Math.min(MOST_FEATURES_KEPT, texts * FEATURES_PER_TEXT, Math.floor(MOST_BYTES / row));
};

/**
 * Trains a model on labelled texts, oldest first, and answers its file. The calibration and the
 * card's figures come from texts that the learners had not seen; the model itself then learns from
 * all of them. Refuses fewer than ten texts, a single label, and more labels than a model has room for.
 */
export async function train(
  rows: readonly Labelled[],
  { name, at, breathe, seed = 1 }: TrainingOptions,
): Promise<Uint8Array> {
  checkRows(rows);
  // Primers help to say how sure the model is of what nobody has written of yet; figures are of texts.
  const onlyPrimers = rows.every(({ primer }) => primer === true);
  const isTold = (row: number): boolean => onlyPrimers || rows[row]?.primer !== true;
  const { corpus, vocabulary } = await makeCorpus(
    rows,
    (classes) => mostFeatures(rows.length, classes),
    breathe,
  );
  const bench = openBench(corpus, vocabulary.hashes.length);
  const counts = classCounts(corpus);
  const priors = logPriors(counts);
  const unseen = await scoreUnseen(bench, { seed, breathe });
  const calibration = calibrate(unseen, priors);
  await fit(bench, everyRow(corpus), { seed, breathe });
  const judged = judge(unseen, priors, calibration).filter((_, at) => isTold(unseen.rows[at] ?? 0));
  const card: Card = {
    name,
    trainedAt: at.toISOString(),
    texts: corpus.size,
    classes: corpus.classes.map((label, k) => ({ label, texts: counts[k] ?? 0 })),
    judged: judged.map(({ label, said, sure }) => [label, said, Math.round(sure * 1000)]),
    figures: figuresOf(judged),
  };
  return writeModel(tablesOf(bench, vocabulary), { card, calibration, priors: [...priors] });
}

function checkRows(rows: readonly Labelled[]): void {
  if (rows.length < FEWEST_TEXTS)
    throw invalid("triage.few-texts", { values: { texts: rows.length } });
  const labels = new Set(rows.map(({ label }) => label)).size;
  if (labels < 2) throw invalid("triage.one-label");
  if (labels > MOST_LABELS)
    throw invalid("triage.many-labels", { values: { labels, most: MOST_LABELS } });
}

const everyRow = (corpus: Corpus): Uint32Array =>
  Uint32Array.from({ length: corpus.size }, (_, row) => row);

/** A fold for each row, by lot; the texts of a label are spread evenly, or a fold might hold all of them. */
function foldsOf(corpus: Corpus, seed: number): Uint8Array {
  const order = everyRow(corpus);
  shuffle(order, dice(seed));
  const dealt = new Uint32Array(corpus.classes.length);
  const folds = new Uint8Array(corpus.size);
  for (const row of order) {
    const label = corpus.labels[row] ?? 0;
    folds[row] = (dealt[label] ?? 0) % FOLDS;
    dealt[label] = (dealt[label] ?? 0) + 1;
  }
  return folds;
}

/** Each text is scored by learners that were not shown it. */
async function scoreUnseen(
  bench: Bench,
  how: { seed: number; breathe: Breathe },
): Promise<Unseen & { rows: number[] }> {
  const { size } = bench.corpus;
  const all = everyRow(bench.corpus);
  const cut = Math.floor(size * (1 - HELD_BACK));
  const folds = foldsOf(bench.corpus, how.seed);
  const held: ((row: number) => boolean)[] =
    size >= ENOUGH_TO_HOLD_BACK
      ? [(row) => row >= cut]
      : Array.from({ length: FOLDS }, (_, fold) => (row: number) => folds[row] === fold);
  const scores: Float64Array[] = [];
  const labels: number[] = [];
  const rows: number[] = [];
  for (const isHeld of held) {
    await fit(
      bench,
      all.filter((row) => !isHeld(row)),
      how,
    );
    for (const row of all) {
      if (!isHeld(row)) continue;
      scores.push(scoreRow(bench, row));
      labels.push(bench.corpus.labels[row] ?? 0);
      rows.push(row);
      await how.breathe();
    }
  }
  return { scores, labels, rows };
}

function judge(unseen: Unseen, priors: Float64Array, how: Calibration): Judged[] {
  return unseen.scores.map((row, at) => {
    const said = toProbabilities(row, priors, how);
    return { label: unseen.labels[at] ?? 0, said, sure: row[said] ?? 0 };
  });
}
