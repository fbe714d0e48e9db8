import { fieldName, type Answer } from "../evaluate/answers.ts";
import type { Question } from "../definition/definition.ts";
import type { Evaluation } from "../evaluate/evaluate.ts";
import { inLang, type FieldWords } from "../localize.ts";

/** What the questions about places and organisations offer. */
export type FieldGround = {
  municipalities: readonly { id: string; name: string }[];
  /** Names from the registry; anything else may be typed. */
  organisations?: readonly string[];
};

export type FieldContext = {
  t: FieldWords;
  lang: "ru" | "en";
  errors: Record<string, string>;
  ground: FieldGround;
  evaluation: Evaluation;
  blankRows: number;
};

export type QuestionProps<Q extends Question = Question> = {
  question: Q;
  answer: Answer | undefined;
  context: FieldContext;
};

/** Label, hint, name and error of a question's only control. */
export function wiringOf(question: Question, { errors, lang, t }: FieldContext) {
  const name = fieldName(question.code);
  const error = errors[name];
  return {
    name,
    label: labelOf(question, lang, t),
    ...(error !== undefined && { error }),
  };
}

/** The question's explanation, between its label and its control. */
export function hintOf({ hint }: Question, lang: "ru" | "en") {
  return hint === undefined ? {} : { hint: inLang(hint, lang), hintAbove: true };
}

export const labelOf = (question: Question, lang: "ru" | "en", t: FieldWords) => (
  <>
    {inLang(question.text, lang)}
    {!question.required && <span class="hint"> ({t.optional})</span>}
  </>
);
