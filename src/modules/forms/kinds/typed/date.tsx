import { z } from "zod";
import { Field } from "#base/ui/index.ts";
import { common, day } from "../../definition/question-parts.ts";
import { LimitField } from "../builder-fields.tsx";
import { checkDay } from "../checks.ts";
import { fieldWiring } from "../field-context.tsx";
import type { Kind, KindRules } from "../kind.ts";
import { BlankLine } from "../paper.tsx";
import { fieldName, parseDay, readText } from "../posted.ts";
import { fitText, lineRules, textTally } from "./line.tsx";

const schema = () => z.object({ ...common, kind: z.literal("date"), min: day, max: day });
type DateSchema = ReturnType<typeof schema>;

/** The answer is «YYYY-MM-DD», or what was typed in place of a day. */
export const dateRules: KindRules<z.output<DateSchema>, string> = {
  ...lineRules,
  parse: ({ code }, posted) => parseDay(readText(posted, fieldName(code))) || undefined,
  faults: (question, answer) => checkDay(answer, question),
};

export const dateKind: Kind<DateSchema, string> = {
  rules: dateRules,
  schema,
  fit: fitText,
  field: ({ question, answer, context }) => (
    <Field {...fieldWiring(question, context)} kind="date" value={answer ?? ""} width="s" />
  ),
  builder: {
    parse: ({ min, max }) => ({ min, max }),
    values: ({ min, max }) => ({ min, max }),
    fields: ({ t, form }) => (
      <>
        <LimitField form={form} name="min" label={t.min} kind="date" />
        <LimitField form={form} name="max" label={t.max} kind="date" />
      </>
    ),
  },
  paper: { space: () => <BlankLine /> },
  tally: textTally,
  text: (_question, answer, { day: printDay }) => printDay(answer),
  xlsform: {
    read: ({ type }) => (type === "date" ? {} : undefined),
    write: () => ({ type: "date" }),
  },
};
