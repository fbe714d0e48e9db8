import type { FormDefinition, Question } from "./definition.ts";
import { isSame } from "../replies/merge.ts";

/** Everything published so far, oldest first, with the codes that have answers under each version. */
export type Published = { number: number; definition: FormDefinition; answered: Set<string> };

export const questionsOf = (definition: FormDefinition): Question[] =>
  definition.sections.flatMap(({ questions }) => questions);

const bare = ({ version: _, ...rest }: Question) => rest;

/**
 * The draft with the version of each question, and the number it is published under. A question that
 * nobody answered is corrected in place; one with answers gets its next version and the former stays
 * for ever. A version of the form that has any reply is never rewritten.
 */
export function nextVersion(
  draft: FormDefinition,
  published: readonly Published[],
): { number: number; definition: FormDefinition } {
  const sections = draft.sections.map((section) => ({
    ...section,
    questions: section.questions.map((question) => versioned(question, published)),
  }));
  const newest = published.at(-1);
  const definition = { ...draft, sections };
  if (newest === undefined) return { number: 1, definition };
  const corrected = newest.answered.size === 0 || isSame(newest.definition, definition);
  return { number: corrected ? newest.number : newest.number + 1, definition };
}

function versioned<Q extends Question>(question: Q, published: readonly Published[]): Q {
  const former = published.flatMap(({ definition, answered }) =>
    questionsOf(definition)
      .filter(({ code }) => code === question.code)
      .map((known) => ({ known, isAnswered: answered.has(known.code) })),
  );
  const last = former.at(-1)?.known;
  if (last === undefined) return { ...question, version: 1 };
  if (isSame(bare(last), bare(question))) return { ...question, version: last.version };
  const hasAnswers = former.some(
    ({ known, isAnswered }) => isAnswered && known.version === last.version,
  );
  return { ...question, version: hasAnswers ? last.version + 1 : last.version };
}
