import type { CommonQuestion } from "../definition/question-parts.ts";
import type { Evaluation } from "../evaluate/evaluate.ts";
import { localize, type FieldMessages } from "../localize.ts";
import { fieldName } from "./posted.ts";

/** What the questions about places and organisations offer. */
export type FieldOptions = {
  municipalities: readonly { id: string; name: string }[];
  /** Names from the registry; anything else may be typed. */
  organisations?: readonly string[];
};

export type FieldContext = {
  t: FieldMessages;
  lang: "ru" | "en";
  errors: Record<string, string>;
  ground: FieldOptions;
  evaluation: Evaluation;
  blankRows: number;
};

/** Returns label, name and error of a question's only control. */
export function questionFieldProps(question: CommonQuestion, { errors, lang, t }: FieldContext) {
  const name = fieldName(question.code);
  const error = errors[name];
  return {
    name,
    label: questionLabel(question, lang, t),
    ...(error !== undefined && { error }),
  };
}

/** Returns the question's explanation, between its label and its control. */
export function questionHint({ hint }: CommonQuestion, lang: "ru" | "en") {
  return hint === undefined ? {} : { hint: localize(hint, lang), hintAbove: true };
}

/** Returns label, hint, name and error of a question's only control. */
export const fieldWiring = (question: CommonQuestion, context: FieldContext) => ({
  ...questionFieldProps(question, context),
  ...questionHint(question, context.lang),
});

/** Renders the question's text, and that it may stay blank. */
export const questionLabel = (question: CommonQuestion, lang: "ru" | "en", t: FieldMessages) => (
  <>
    {localize(question.text, lang)}
    {!question.required && <span class="hint"> ({t.optional})</span>}
  </>
);
