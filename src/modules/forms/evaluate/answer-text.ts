import type { Question } from "../definition/definition.ts";
import type { TextContext } from "../kinds/kind.ts";
import { kindOf, type Answer } from "../kinds/kinds.ts";

type AnswerTextContext = Omit<TextContext, "day"> & Partial<Pick<TextContext, "day">>;

/** Prints an answer as one text, as replies, history and exports show it. */
export function formatAnswer(
  question: Question,
  answer: Answer,
  { day = (text) => text, ...context }: AnswerTextContext,
): string {
  const kind = kindOf(question);
  return kind.rules.matches(answer)
    ? kind.text(question, answer, { ...context, day })
    : JSON.stringify(answer);
}
