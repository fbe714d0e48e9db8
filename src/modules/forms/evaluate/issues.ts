import type { Question } from "../definition/definition.ts";
import { compute, isTruthy, type ExpressionValue } from "../definition/expression.ts";
import type { LocalizedText } from "../definition/question-parts.ts";
import { kindOf, type Answer } from "../kinds/kinds.ts";
import { fieldName } from "../kinds/posted.ts";

/** What is missing or wrong: at which control, the message key, the numbers of its sentence. */
export type AnswerIssue = {
  question: string;
  field: string;
  key: string;
  values?: Record<string, string | number>;
  /** The form's own sentence, where the form has one. */
  message?: LocalizedText;
};

type ValueLookup = (code: string, part: string | undefined) => ExpressionValue;

/** Lists what is wrong with the answer to a question that is shown. */
export function validateAnswer(
  question: Question,
  answer: Answer | undefined,
  valueAt: ValueLookup,
): AnswerIssue[] {
  const { code } = question;
  const { rules } = kindOf(question);
  const at = firstFieldName(question);
  if (answer === undefined) {
    return question.required ? [{ question: code, field: at, key: "forms.answer-missing" }] : [];
  }
  if (!rules.matches(answer)) return [{ question: code, field: at, key: "forms.answer-wrong" }];
  const found = rules.faults(question, answer).map(({ field = at, ...fault }) => ({
    question: code,
    field,
    ...fault,
  }));
  if (found.length > 0 || question.check === undefined) return found;
  if (isTruthy(compute(question.check.that, valueAt))) return [];
  return [{ question: code, field: at, key: "forms.answer-wrong", message: question.check.say }];
}

/** Returns the name of a question's first control, to which its error leads. */
export function firstFieldName(question: Pick<Question, "code" | "kind">): string {
  const { firstPart } = kindOf(question).rules;
  return fieldName(question.code, ...(firstPart === undefined ? [] : [firstPart]));
}
