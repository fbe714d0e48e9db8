import { invalid } from "#base/refusal.ts";
import {
  networkCount,
  HIDDEN_UNITS,
  createWorkspace,
  scoreRow,
  type TrainingWorkspace,
} from "./workspace.ts";
import {
  calibrate,
  logPriors,
  toProbabilities,
  type ScoreCalibration,
  type HeldOutScores,
} from "./calibrate.ts";
import {
  classCounts,
  buildCorpus,
  type YieldToEventLoop,
  type Corpus,
  type LabelledText,
} from "./corpus.ts";
import { computeMetrics, type EvaluatedPrediction } from "./evaluation/metrics.ts";
import { seededRandom, shuffle } from "./random.ts";
import { fitLearners } from "./fit.ts";
import { padColumns } from "./kernel.ts";
import { quantizeModel } from "./quantize.ts";
import { encodeModel, type ModelCard } from "./model-file.ts";

/** Description of a training; the texts themselves are not stored. */
export type TrainingOptions = {
  /** Shown on the model's card: what it was trained on. */
  name: string;
  at: Date;
  yieldToEventLoop: YieldToEventLoop;
  seed?: number;
};

const MIN_TEXTS = 10;
/**
 * More labels mean that a column of names or numbers was taken for labels, and would not fit in
 * memory.
 */
const MAX_LABELS = 1_000;
/** Upper bound of the tables' bytes: a file stays under 30 MB. */
const MAX_TABLE_BYTES = 27_000_000;
const MAX_VOCABULARY = 131_072;
/**
 * From this size the newest part is held out; below it cross-validation holds every text out once.
 */
const MIN_TEXTS_FOR_HOLDOUT = 6_000;
const HOLDOUT_SHARE = 0.12;
const FOLDS = 3;

/** Hash, rarity and two scales besides the bytes of each row. */
const ROW_OVERHEAD_BYTES = 16;
/** More features per text than this are chance. */
const FEATURES_PER_TEXT = 40;
const maxVocabularySize = (texts: number, classes: number): number => {
  const row = networkCount(texts) * HIDDEN_UNITS + padColumns(classes) + ROW_OVERHEAD_BYTES;
  return Math.min(MAX_VOCABULARY, texts * FEATURES_PER_TEXT, Math.floor(MAX_TABLE_BYTES / row));
};

/**
 * Trains a model on labelled texts, oldest first, and returns its file. The calibration and the
 * card's figures come from held-out texts; the final model is trained on all. Throws an invalid
 * refusal for fewer than ten texts, a single label, or too many labels.
 */
export async function trainModel(
  rows: readonly LabelledText[],
  { name, at, yieldToEventLoop, seed = 1 }: TrainingOptions,
): Promise<Uint8Array> {
  validateRows(rows);
  // Primers help calibration on rare topics; the figures count only real texts.
  const onlyPrimers = rows.every(({ primer }) => primer === true);
  const isCounted = (row: number): boolean => onlyPrimers || rows[row]?.primer !== true;
  const { corpus, vocabulary } = await buildCorpus(
    rows,
    (classes) => maxVocabularySize(rows.length, classes),
    yieldToEventLoop,
  );
  const bench = createWorkspace(corpus, vocabulary.hashes.length);
  const counts = classCounts(corpus);
  const priors = logPriors(counts);
  const unseen = await scoreHeldOut(bench, { seed, yieldToEventLoop });
  const calibration = calibrate(unseen, priors);
  await fitLearners(bench, allRows(corpus), { seed, yieldToEventLoop });
  const judged = evaluateHeldOut(unseen, priors, calibration).filter((_, at) =>
    isCounted(unseen.rows[at] ?? 0),
  );
  const card: ModelCard = {
    name,
    trainedAt: at.toISOString(),
    texts: corpus.size,
    classes: corpus.classes.map((label, k) => ({ label, texts: counts[k] ?? 0 })),
    judged: judged.map(({ label, predicted, confidence }) => [
      label,
      predicted,
      Math.round(confidence * 1000),
    ]),
    figures: computeMetrics(judged),
  };
  return encodeModel(quantizeModel(bench, vocabulary), { card, calibration, priors: [...priors] });
}

function validateRows(rows: readonly LabelledText[]): void {
  if (rows.length < MIN_TEXTS)
    throw invalid("triage.few-texts", { values: { texts: rows.length } });
  const labels = new Set(rows.map(({ label }) => label)).size;
  if (labels < 2) throw invalid("triage.one-label");
  if (labels > MAX_LABELS)
    throw invalid("triage.many-labels", { values: { labels, most: MAX_LABELS } });
}

const allRows = (corpus: Corpus): Uint32Array =>
  Uint32Array.from({ length: corpus.size }, (_, row) => row);

/** A random fold for each row, stratified by label, so that no fold holds all texts of a label. */
function assignFolds(corpus: Corpus, seed: number): Uint8Array {
  const order = allRows(corpus);
  shuffle(order, seededRandom(seed));
  const dealt = new Uint32Array(corpus.classes.length);
  const folds = new Uint8Array(corpus.size);
  for (const row of order) {
    const label = corpus.labels[row] ?? 0;
    folds[row] = (dealt[label] ?? 0) % FOLDS;
    dealt[label] = (dealt[label] ?? 0) + 1;
  }
  return folds;
}

/** Each text is scored by learners trained without it. */
async function scoreHeldOut(
  bench: TrainingWorkspace,
  how: { seed: number; yieldToEventLoop: YieldToEventLoop },
): Promise<HeldOutScores & { rows: number[] }> {
  const { size } = bench.corpus;
  const all = allRows(bench.corpus);
  const cut = Math.floor(size * (1 - HOLDOUT_SHARE));
  const folds = assignFolds(bench.corpus, how.seed);
  const held: ((row: number) => boolean)[] =
    size >= MIN_TEXTS_FOR_HOLDOUT
      ? [(row) => row >= cut]
      : Array.from({ length: FOLDS }, (_, fold) => (row: number) => folds[row] === fold);
  const scores: Float64Array[] = [];
  const labels: number[] = [];
  const rows: number[] = [];
  for (const isHeld of held) {
    await fitLearners(
      bench,
      all.filter((row) => !isHeld(row)),
      how,
    );
    for (const row of all) {
      if (!isHeld(row)) continue;
      scores.push(scoreRow(bench, row));
      labels.push(bench.corpus.labels[row] ?? 0);
      rows.push(row);
      await how.yieldToEventLoop();
    }
  }
  return { scores, labels, rows };
}

function evaluateHeldOut(
  unseen: HeldOutScores,
  priors: Float64Array,
  how: ScoreCalibration,
): EvaluatedPrediction[] {
  return unseen.scores.map((row, at) => {
    const said = toProbabilities(row, priors, how);
    return { label: unseen.labels[at] ?? 0, predicted: said, confidence: row[said] ?? 0 };
  });
}
