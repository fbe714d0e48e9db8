import { z } from "zod";
import { Checkbox, Field } from "#base/ui/index.ts";
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
import { fieldWiring } from "../field-context.tsx";
import type { FieldInput, Kind, KindRules } from "../kind.ts";
import { BlankLine } from "../paper.tsx";
import { readAmount } from "../posted.ts";

const schema = () =>
  z.object({
    ...common,
    kind: z.literal("number"),
    min: z.number().optional(),
    max: z.number().optional(),
    whole: z.boolean().default(false),
    unit: localizedText(40).optional(),
  });
type NumberSchema = ReturnType<typeof schema>;
type NumberQuestion = z.output<NumberSchema>;
/** A text is what was typed in place of a number. */
type NumberAnswer = number | string;

export const numberRules: KindRules<NumberQuestion, NumberAnswer> = {
  parse: readAmount,
  matches: isTextOrNumber,
  value: (_question, answer) => (typeof answer === "number" ? answer : null),
  faults({ min, max, whole }, answer) {
    if (typeof answer !== "number") return [{ key: "forms.not-a-number" }];
    if (whole && !Number.isInteger(answer)) return [{ key: "forms.not-whole" }];
    if (min !== undefined && answer < min) return [{ key: "forms.too-small", values: { min } }];
    if (max !== undefined && answer > max) return [{ key: "forms.too-large", values: { max } }];
    return noFaults;
  },
};

export const numberKind: Kind<NumberSchema, NumberAnswer> = {
  rules: numberRules,
  schema,
  fit: (answer) => (isTextOrNumber(answer) ? answer : undefined),
  field: (input) => <NumberField {...input} />,
  builder: {
    parse: (input) => ({
      ...parseBounds(input),
      whole: input.whole !== undefined,
      unit: toLocalized(input.unit),
    }),
    values: ({ min, max, whole, unit }) => ({
      min: printLimit(min),
      max: printLimit(max),
      whole: whole ? "yes" : undefined,
      unit: unit?.ru,
    }),
    fields: ({ t, form }) => (
      <>
        <LimitField form={form} name="min" label={t.min} />
        <LimitField form={form} name="max" label={t.max} />
        <LimitField form={form} name="unit" label={t.unit} />
        <Checkbox name="whole" label={t.whole} checked={form.values.whole !== undefined} />
      </>
    ),
    compared: (_question, typed) => parseComparedNumber(typed),
  },
  paper: { space: () => <BlankLine /> },
  tally: {
    read: (_question, answer) => ({
      codes: [],
      number: typeof answer === "number" ? answer : undefined,
    }),
  },
  text: (_question, answer) => String(answer),
  xlsform: {
    read({ type }) {
      if (/^(integer|int)$/.test(type)) return { whole: true };
      return /^(decimal|range|calculate)$/.test(type) ? {} : undefined;
    },
    write: ({ whole }) => ({ type: whole ? "integer" : "decimal" }),
  },
};

function NumberField({ question, answer, context }: FieldInput<NumberQuestion, NumberAnswer>) {
  const { label, ...wiring } = fieldWiring(question, context);
  const unit = question.unit === undefined ? "" : `, ${localize(question.unit, context.lang)}`;
  return (
    <Field
      {...wiring}
      label={
        <>
          {label}
          {unit}
        </>
      }
      inputmode={question.whole ? "numeric" : "decimal"}
      value={String(answer ?? "")}
      width="s"
    />
  );
}
