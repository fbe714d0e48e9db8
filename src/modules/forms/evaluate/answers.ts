import type { FormDefinition } from "../definition/definition.ts";
import { kindOf, type Answer } from "../kinds/kinds.ts";
import type { PostedForm } from "../kinds/posted.ts";

/** Question code → answer; a question without an answer is absent. */
export type Answers = Record<string, Answer>;

/** Hidden inputs of this name list the sections that a page held: a blank answer of theirs was cleared. */
export const sectionsField = "q-sections";

/** A hidden input of this name lists the questions that the person saw. */
export const shownField = "q-shown";

/** Lists the sections that a post came from; all of them when it names none. */
export function parsePostedSections(definition: FormDefinition, posted: PostedForm): string[] {
  const named = new Set(posted.getAll(sectionsField));
  const codes = definition.sections.map(({ code }) => code);
  return named.size === 0 ? codes : codes.filter((code) => named.has(code));
}

/**
 * Reads the answers that a form's controls hold. Files are not among them: the server stores their
 * bytes first. What cannot be parsed stays as it was typed, and `evaluate` returns the error.
 */
export function parseAnswers(definition: FormDefinition, posted: PostedForm): Answers {
  const sections = new Set(parsePostedSections(definition, posted));
  const answers: Answers = {};
  const names = [...posted.keys()];
  for (const { code, questions } of definition.sections) {
    if (!sections.has(code)) continue;
    for (const question of questions) {
      const answer =
        question.value === undefined
          ? kindOf(question).rules.parse(question, posted, names)
          : undefined;
      if (answer !== undefined) answers[question.code] = answer;
    }
  }
  return answers;
}

/** Returns the saved answers with those of one page put over them. */
export function mergePageAnswers(
  definition: FormDefinition,
  saved: Answers,
  page: { answers: Answers; sections: readonly string[] },
): Answers {
  const here = new Set(
    definition.sections
      .filter(({ code }) => page.sections.includes(code))
      .flatMap(({ questions }) => questions.map(({ code }) => code)),
  );
  const others = Object.entries(saved).filter(([code]) => !here.has(code));
  return { ...Object.fromEntries(others), ...page.answers };
}
