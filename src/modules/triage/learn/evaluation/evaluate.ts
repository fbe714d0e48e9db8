import { readText } from "../../text/analyze.ts";
import type { TopicProbability } from "../../topics/classify.ts";
import type { Breathe, Labelled } from "../corpus.ts";
import { figuresOf, type Figures, type Judged } from "./metrics.ts";
import { openModel } from "../model.ts";
import { train } from "../train.ts";

/** Figures of a model trained on one set and judged on another; seconds, texts a second, bytes. */
export type Evaluation = Figures & {
  trainSeconds: number;
  predictPerSecond: number;
  modelBytes: number;
  classes: number;
};

/** The first texts warm the compiler up; they are asked again when the time is taken. */
const WARMING = 500;

/** Trains on one set and judges on the other. `clock` answers milliseconds. */
export async function evaluate(
  sets: { train: readonly Labelled[]; test: readonly Labelled[] },
  { at, breathe, clock }: { at: Date; breathe: Breathe; clock: () => number },
): Promise<Evaluation & { judged: Judged[] }> {
  const started = clock();
  const file = await train(sets.train, { name: "evaluation", at, breathe });
  const trained = clock();
  const model = openModel(file);
  const say = ({ text, context }: Labelled): TopicProbability =>
    model.best(readText(text), context);
  sets.test.slice(0, WARMING).forEach(say);
  const before = clock();
  const said = sets.test.map(say);
  const seconds = (clock() - before) / 1000;
  const judged = judge(sets.test, said);
  return {
    ...figuresOf(judged),
    trainSeconds: (trained - started) / 1000,
    predictPerSecond: sets.test.length / seconds,
    modelBytes: file.length,
    classes: model.card.classes.length,
    judged,
  };
}

/** Labels as numbers; one that training had not is a class of its own, always missed. */
function judge(rows: readonly Labelled[], said: readonly TopicProbability[]): Judged[] {
  const codes = new Map<string, number>();
  const codeOf = (label: string): number => {
    const code = codes.get(label) ?? codes.size;
    codes.set(label, code);
    return code;
  };
  return rows.map(({ label }, row) => {
    const { code, probability } = said[row] ?? { code: "", probability: 0 };
    return { label: codeOf(label), said: codeOf(code), sure: probability };
  });
}
