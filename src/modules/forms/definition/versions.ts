import type { FormDefinition, Question } from "./definition.ts";
import { isSameAnswer } from "../replies/merge.ts";

/** Everything published so far, oldest first, with the codes that have answers under each version. */
export type PublishedVersion = {
  number: number;
  definition: FormDefinition;
  answered: Set<string>;
};

/** Lists the questions of all sections in order. */
export const listQuestions = (definition: FormDefinition): Question[] =>
  definition.sections.flatMap(({ questions }) => questions);

const withoutVersion = ({ version: _, ...rest }: Question) => rest;

/**
 * Computes the version of each question of the draft, and the number it is published under. A question
 * without answers is corrected in place; one with answers gets its next version and the former stays
 * for ever. A version of the form that has any reply is never rewritten.
 */
export function computeNextVersion(
  draft: FormDefinition,
  published: readonly PublishedVersion[],
): { number: number; definition: FormDefinition } {
  const sections = draft.sections.map((section) => ({
    ...section,
    questions: section.questions.map((question) => assignQuestionVersion(question, published)),
  }));
  const newest = published.at(-1);
  const definition = { ...draft, sections };
  if (newest === undefined) return { number: 1, definition };
  const corrected = newest.answered.size === 0 || isSameAnswer(newest.definition, definition);
  return { number: corrected ? newest.number : newest.number + 1, definition };
}

function assignQuestionVersion<Q extends Question>(
  question: Q,
  published: readonly PublishedVersion[],
): Q {
  const former = published.flatMap(({ definition, answered }) =>
    listQuestions(definition)
      .filter(({ code }) => code === question.code)
      .map((known) => ({ known, isAnswered: answered.has(known.code) })),
  );
  const last = former.at(-1)?.known;
  if (last === undefined) return { ...question, version: 1 };
  if (isSameAnswer(withoutVersion(last), withoutVersion(question)))
    return { ...question, version: last.version };
  const hasAnswers = former.some(
    ({ known, isAnswered }) => isAnswered && known.version === last.version,
  );
  return { ...question, version: hasAnswers ? last.version + 1 : last.version };
}
