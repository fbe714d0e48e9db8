import { Field } from "#base/ui/index.ts";
import type { CommonQuestion } from "../../definition/question-parts.ts";
import type { FormMessages } from "../../view.ts";
import type { FormState } from "#base/http/form.ts";
import { LimitField, parseMost, printLimit, type BuilderInput } from "../builder-fields.tsx";
import { isText, isTextOrNumber } from "../checks.ts";
import { fieldWiring } from "../field-context.tsx";
import type { FieldInput } from "../kind.ts";
import { readLine } from "../posted.ts";

/** The rules of an answer that is one text; a kind adds `faults`. */
export const lineRules = {
  parse: readLine,
  matches: isText,
  value: (_question: unknown, answer: string) => answer,
};

/** Returns a text for a control of texts: a number of a former version is one too. */
export const fitText = (answer: unknown): string | undefined =>
  isTextOrNumber(answer) ? String(answer) : undefined;

type LineKind = "email" | "tel" | "url";

/** A control of one line. */
export function LineField({
  question,
  answer,
  context,
  kind,
}: FieldInput<CommonQuestion, string> & { kind?: LineKind }) {
  return (
    <Field
      {...fieldWiring(question, context)}
      {...(kind !== undefined && { inputmode: kind })}
      value={answer ?? ""}
      width="full"
    />
  );
}

/** The builder's part of kinds whose only property is the limit `most`. */
export const mostBuilder = {
  parse: (input: BuilderInput) => parseMost(input),
  values: ({ most }: { most: number }) => ({ most: printLimit(most) }),
  fields: ({ t, form }: { t: FormMessages["builder"]; form: FormState }) => (
    <LimitField form={form} name="most" label={t.most} hint={t.mostHint} />
  ),
};

/** The builder's part of kinds without properties of their own. */
export const plainBuilder = {
  parse: () => ({}),
  values: () => ({}),
  fields: () => null,
};

/** Answers in people's own words are listed, not counted. */
export const textTally = {
  read: (_question: unknown, answer: string) => ({ codes: [], text: answer }),
};

/** Prints an answer that is a text already. */
export const printText = (_question: unknown, answer: string): string => answer;

/** Tells whether a survey row is a question of one line with the given appearance. */
export const isXlsLine = (row: { type: string; cells: Record<string, string> }, kind: string) =>
  /^(text|string)$/.test(row.type) && row.cells["appearance"] === kind;
