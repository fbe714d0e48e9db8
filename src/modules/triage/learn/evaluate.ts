import { readText } from "../text.ts";
import type { Breathe, Labelled } from "./corpus.ts";
import { figuresOf, type Figures, type Judged } from "./figures.ts";
import { openModel } from "./model.ts";
import { train } from "./train.ts";

/** Figures of a model trained on one set and judged on another; seconds, texts a second, bytes. */
export type Evaluation = Figures & {
  trainSeconds: number;
  predictPerSecond: number;
  modelBytes: number;
  classes: number;
};

/** Trains on one set and judges on the other. `clock` answers milliseconds. */
export async function evaluate(
  sets: { train: readonly Labelled[]; test: readonly Labelled[] },
  { at, breathe, clock }: { at: Date; breathe: Breathe; clock: () => number },
): Promise<Evaluation & { judged: Judged[] }> {
  const started = clock();
  const file = await train(sets.train, { name: "evaluation", at, breathe });
  const trained = clock();
  const model = openModel(file);
  // The first texts warm the compiler up and are said again below.
  for (const { text, context } of sets.test.slice(0, 500)) model.best(readText(text), context);
  const before = clock();
  const said = sets.test.map(({ text, context }) => model.best(readText(text), context));
  const seconds = (clock() - before) / 1000;
  const codes = new Map<string, number>();
  const codeOf = (label: string): number => {
    const code = codes.get(label) ?? codes.size;
    codes.set(label, code);
    return code;
  };
  const judged = sets.test.map(({ label }, row) => ({
    label: codeOf(label),
    said: codeOf(said[row]?.code ?? ""),
    sure: said[row]?.probability ?? 0,
  }));
  return {
    ...figuresOf(judged),
    trainSeconds: (trained - started) / 1000,
    predictPerSecond: sets.test.length / seconds,
    modelBytes: file.length,
    classes: model.card.classes.length,
    judged,
  };
}
