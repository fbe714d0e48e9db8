import { z } from "zod";
import { Field, fieldProps } from "#base/ui/index.ts";
import type { Lang } from "#base/messages.ts";
import { common, localizedText } from "../../definition/question-parts.ts";
import { localize } from "../../localize.ts";
import {
  LimitField,
  parseBounds,
  parseComparedNumber,
  printLimit,
  toLocalized,
} from "../builder-fields.tsx";
import { isTextOrNumber, noFaults } from "../checks.ts";
import type { Kind, KindRules } from "../kind.ts";
import { PaperMarks } from "../paper.tsx";
import { readAmount } from "../posted.ts";
import { ChoiceField } from "./choice-field.tsx";

const schema = () =>
  z.object({
    ...common,
    kind: z.literal("scale"),
    min: z.int().min(0).max(1).default(1),
    max: z.int().min(2).max(100).default(5),
    low: localizedText(100).optional(),
    high: localizedText(100).optional(),
  });
type ScaleSchema = ReturnType<typeof schema>;
type ScaleQuestion = z.output<ScaleSchema>;

/** The answer is a whole mark from `min` to `max`, or what was posted in its place. */
export const scaleRules: KindRules<ScaleQuestion, number | string> = {
  parse: readAmount,
  matches: isTextOrNumber,
  value: (_question, answer) => (typeof answer === "number" ? answer : null),
  faults({ min, max }, answer) {
    const isMark =
      typeof answer === "number" && Number.isInteger(answer) && answer >= min && answer <= max;
    return isMark ? noFaults : [{ key: "forms.not-on-scale", values: { min, max } }];
  },
  maxPoints: ({ weight, max }) => (weight === undefined ? undefined : max),
};

const marksOf = ({ min, max }: ScaleQuestion): string[] =>
  Array.from({ length: max - min + 1 }, (_, at) => String(min + at));

/** Prints the meaning of the lowest and the highest mark, where the form has it. */
function printEnds({ min, max, low, high }: ScaleQuestion, lang: Lang): string | undefined {
  const ends = [
    low === undefined ? undefined : `${min}: ${localize(low, lang)}`,
    high === undefined ? undefined : `${max}: ${localize(high, lang)}`,
  ].filter(Boolean);
  return ends.length === 0 ? undefined : ends.join("; ");
}

export const scaleKind: Kind<ScaleSchema, number | string> = {
  rules: scaleRules,
  schema,
  fit: (answer) => (isTextOrNumber(answer) ? answer : undefined),
  field: ({ question, answer, context }) => (
    <ChoiceField
      question={question}
      context={context}
      choices={marksOf(question).map((mark) => ({ value: mark, label: mark }))}
      chosen={String(answer ?? "")}
      inline
      note={printEnds(question, context.lang)}
    />
  ),
  builder: {
    parse: (input) => ({
      ...parseBounds(input),
      low: toLocalized(input.low),
      high: toLocalized(input.high),
    }),
    values: ({ min, max, low, high }) => ({
      min: printLimit(min),
      max: printLimit(max),
      low: low?.ru,
      high: high?.ru,
    }),
    fields: ({ t, form }) => (
      <>
        <LimitField form={form} name="min" label={t.min} />
        <LimitField form={form} name="max" label={t.max} />
        <Field {...fieldProps(form, "low")} label={t.low} optional />
        <Field {...fieldProps(form, "high")} label={t.high} optional />
        <LimitField form={form} name="weight" label={t.weight} />
      </>
    ),
    compared: (_question, typed) => parseComparedNumber(typed),
  },
  paper: { space: ({ question }) => <PaperMarks marks={marksOf(question)} /> },
  tally: {
    read: (_question, answer) => ({
      codes: [String(answer)],
      number: typeof answer === "number" ? answer : undefined,
    }),
    cells: (question) =>
      marksOf(question).map((mark) => ({ code: mark, text: { ru: mark, en: mark } })),
  },
  text: (_question, answer) => String(answer),
  xlsform: {
    read({ cells, isOwn }) {
      if (!isOwn) return undefined;
      const [, min, max] = /start=(\d+) end=(\d+)/.exec(cells["parameters"] ?? "") ?? [];
      return min === undefined ? {} : { min: Number(min), max: Number(max) };
    },
    write: ({ min, max }) => ({
      type: "range",
      cells: { parameters: `start=${min} end=${max} step=1` },
    }),
  },
};
