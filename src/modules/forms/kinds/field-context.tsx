import { fieldName, type Answer } from "../evaluate/answers.ts";
import type { Question } from "../definition/definition.ts";
import type { Evaluation } from "../evaluate/evaluate.ts";
import { localize, type FieldMessages } from "../localize.ts";

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

export type QuestionProps<Q extends Question = Question> = {
  question: Q;
  answer: Answer | undefined;
  context: FieldContext;
};

/** Label, hint, name and error of a question's only control. */
export function questionFieldProps(question: Question, { errors, lang, t }: FieldContext) {
  const name = fieldName(question.code);
  const error = errors[name];
  return {
    name,
    label: questionLabel(question, lang, t),
    ...(error !== undefined && { error }),
  };
}

/** The question's explanation, between its label and its control. */
export function questionHint({ hint }: Question, lang: "ru" | "en") {
  return hint === undefined ? {} : { hint: localize(hint, lang), hintAbove: true };
}

export const questionLabel = (question: Question, lang: "ru" | "en", t: FieldMessages) => (
  <>
    {localize(question.text, lang)}
    {!question.required && <span class="hint"> ({t.optional})</span>}
  </>
);
