import { z } from "zod";
import { Field } from "#base/ui/index.ts";
import { common, maxLength } from "../../definition/question-parts.ts";
import { checkLength } from "../checks.ts";
import { fieldWiring } from "../field-context.tsx";
import type { FieldInput, Kind, KindRules } from "../kind.ts";
import { BlankLine } from "../paper.tsx";
import { fitText, isXlsLine, lineRules, mostBuilder, printText, textTally } from "./line.tsx";

const schema = () => z.object({ ...common, kind: z.literal("long-text"), most: maxLength(4000) });
type LongTextSchema = ReturnType<typeof schema>;
type LongTextQuestion = z.output<LongTextSchema>;

export const longTextRules: KindRules<LongTextQuestion, string> = {
  ...lineRules,
  faults: ({ most }, answer) => checkLength(answer, most),
};

export const longTextKind: Kind<LongTextSchema, string> = {
  rules: longTextRules,
  schema,
  fit: fitText,
  field: (input) => <LongTextField {...input} />,
  builder: mostBuilder,
  paper: {
    space: () => (
      <>
        <BlankLine />
        <BlankLine />
        <BlankLine />
      </>
    ),
  },
  tally: textTally,
  text: printText,
  isTitle: true,
  xlsform: {
    read: (row) => (isXlsLine(row, "multiline") ? {} : undefined),
    write: () => ({ type: "text", cells: { appearance: "multiline" } }),
  },
};

function LongTextField({ question, answer, context }: FieldInput<LongTextQuestion, string>) {
  return (
    <Field
      {...fieldWiring(question, context)}
      kind="textarea"
      value={answer ?? ""}
      maxlength={question.most}
      counter
      width="full"
    />
  );
}
