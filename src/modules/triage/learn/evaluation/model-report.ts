import {
  calibrationBins,
  classFigures,
  type ClassFigures,
  type Figures,
  type Judged,
} from "./metrics.ts";
import type { Card } from "../model-file.ts";

/** What a card tells people, small enough for a list: figures of texts that the model had not seen. */
export type CardFigures = {
  name: string;
  trainedAt: string;
  texts: number;
  /** texts that the figures come from */
  judged: number;
  figures: Figures;
  /** the commonest first; `taught` are texts in training */
  classes: readonly ({ label: string; taught: number } & ClassFigures)[];
  bins: readonly { texts: number; sure: number; right: number }[];
  /** texts of `label` that were taken for `said`, the most frequent first */
  confused: readonly { label: string; said: string; texts: number }[];
};

const MOST_CONFUSED = 10;
const nothing: ClassFigures = { texts: 0, said: 0, precision: 0, recall: 0, f1: 0 };

/** Counts a model's card up. */
export function cardFigures(card: Card): CardFigures {
  const rows = card.judged.map(([label, said, sure]) => ({ label, said, sure: sure / 1000 }));
  const figures = classFigures(rows);
  const classes = card.classes.map(({ label, texts }, code) => ({
    label,
    taught: texts,
    ...(figures.get(code) ?? nothing),
  }));
  return {
    name: card.name,
    trainedAt: card.trainedAt,
    texts: card.texts,
    judged: rows.length,
    figures: card.figures,
    classes: classes.toSorted((a, b) => b.taught - a.taught),
    bins: calibrationBins(rows),
    confused: confusedOf(card, rows),
  };
}

function confusedOf(card: Card, rows: readonly Judged[]): CardFigures["confused"] {
  const wrong = rows.filter(({ label, said }) => label !== said);
  const pairs = Map.groupBy(wrong, ({ label, said }) => `${label} ${said}`);
  const name = (code: number | undefined) => card.classes[code ?? -1]?.label ?? "";
  return [...pairs.values()]
    .map((pair) => ({
      label: name(pair[0]?.label),
      said: name(pair[0]?.said),
      texts: pair.length,
    }))
    .toSorted((a, b) => b.texts - a.texts)
    .slice(0, MOST_CONFUSED);
}
