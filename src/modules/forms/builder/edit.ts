import type { FormDefinition, Question, FormSection } from "../definition/definition.ts";
import { listQuestions } from "../definition/versions.ts";

// What the builder does to a draft: each function returns a new definition, the same where there is no such part.

const mapSection = (
  form: FormDefinition,
  code: string,
  change: (section: FormSection) => FormSection,
): FormDefinition => ({
  ...form,
  sections: form.sections.map((section) => (section.code === code ? change(section) : section)),
});

/** Returns the section that holds the question. */
export const findSectionOf = (form: FormDefinition, question: string): FormSection | undefined =>
  form.sections.find(({ questions }) => questions.some(({ code }) => code === question));

/** Returns the question of the code. */
export const findQuestion = (form: FormDefinition, code: string): Question | undefined =>
  listQuestions(form).find((question) => question.code === code);

/** Returns the first of `q1`, `q2` … that no question or section has. */
export function nextFreeCode(form: FormDefinition, start: "q" | "s"): string {
  const taken = new Set([...listQuestions(form), ...form.sections].map(({ code }) => code));
  for (let n = 1; ; n++) if (!taken.has(`${start}${n}`)) return `${start}${n}`;
}

/** Appends a section. */
export const addSection = (form: FormDefinition, section: FormSection): FormDefinition => ({
  ...form,
  sections: [...form.sections, section],
});

/** Changes some properties of a section. */
export const updateSection = (
  form: FormDefinition,
  code: string,
  change: Partial<FormSection>,
): FormDefinition => mapSection(form, code, (section) => ({ ...section, ...change }));

/** Deletes a section with its questions. */
export const deleteSection = (form: FormDefinition, code: string): FormDefinition => ({
  ...form,
  sections: form.sections.filter((section) => section.code !== code),
});

/** Appends a question to a section. */
export const addQuestion = (
  form: FormDefinition,
  section: string,
  question: Question,
): FormDefinition =>
  mapSection(form, section, (one) => ({ ...one, questions: [...one.questions, question] }));

/** Replaces a question in its place; the code may change. */
export function updateQuestion(
  form: FormDefinition,
  code: string,
  question: Question,
): FormDefinition {
  const home = findSectionOf(form, code);
  if (home === undefined) return form;
  return mapSection(form, home.code, (section) => ({
    ...section,
    questions: section.questions.map((one) => (one.code === code ? question : one)),
  }));
}

/** Deletes a question. */
export function deleteQuestion(form: FormDefinition, code: string): FormDefinition {
  const home = findSectionOf(form, code);
  if (home === undefined) return form;
  return mapSection(form, home.code, (section) => ({
    ...section,
    questions: section.questions.filter((one) => one.code !== code),
  }));
}

/** Moves a question one place up or down; past the first or last of a section into the neighbouring one. */
export function moveQuestion(
  form: FormDefinition,
  code: string,
  to: "up" | "down",
): FormDefinition {
  const home = findSectionOf(form, code);
  const question = findQuestion(form, code);
  if (home === undefined || question === undefined) return form;
  const step = to === "up" ? -1 : 1;
  const at = home.questions.indexOf(question);
  const neighbour = home.questions[at + step];
  if (neighbour !== undefined) {
    const questions = [...home.questions];
    [questions[at], questions[at + step]] = [neighbour, question];
    return updateSection(form, home.code, { questions });
  }
  const next = form.sections[form.sections.indexOf(home) + step];
  if (next === undefined) return form;
  const without = deleteQuestion(form, code);
  return mapSection(without, next.code, (section) => ({
    ...section,
    questions: to === "up" ? [...section.questions, question] : [question, ...section.questions],
  }));
}
