import type { FormDefinition, Question, Section } from "../definition/definition.ts";
import { questionsOf } from "../definition/versions.ts";

/** What the builder does to a draft: each answers a new definition, `undefined` where there is no such part. */

const mapSection = (
  form: FormDefinition,
  code: string,
  change: (section: Section) => Section,
): FormDefinition => ({
  ...form,
  sections: form.sections.map((section) => (section.code === code ? change(section) : section)),
});

export const sectionOf = (form: FormDefinition, question: string): Section | undefined =>
  form.sections.find(({ questions }) => questions.some(({ code }) => code === question));

export const questionIn = (form: FormDefinition, code: string): Question | undefined =>
  questionsOf(form).find((question) => question.code === code);

/** The first of `q1`, `q2` … that no question or section has. */
export function freeCode(form: FormDefinition, start: "q" | "s"): string {
  const taken = new Set([...questionsOf(form), ...form.sections].map(({ code }) => code));
  for (let n = 1; ; n++) if (!taken.has(`${start}${n}`)) return `${start}${n}`;
}

export const addSection = (form: FormDefinition, section: Section): FormDefinition => ({
  ...form,
  sections: [...form.sections, section],
});

export const changeSection = (
  form: FormDefinition,
  code: string,
  change: Partial<Section>,
): FormDefinition => mapSection(form, code, (section) => ({ ...section, ...change }));

export const deleteSection = (form: FormDefinition, code: string): FormDefinition => ({
  ...form,
  sections: form.sections.filter((section) => section.code !== code),
});

export const addQuestion = (
  form: FormDefinition,
  section: string,
  question: Question,
): FormDefinition =>
  mapSection(form, section, (one) => ({ ...one, questions: [...one.questions, question] }));

export function changeQuestion(
  form: FormDefinition,
  code: string,
  question: Question,
): FormDefinition {
  const home = sectionOf(form, code);
  if (home === undefined) return form;
  return mapSection(form, home.code, (section) => ({
    ...section,
    questions: section.questions.map((one) => (one.code === code ? question : one)),
  }));
}

export function deleteQuestion(form: FormDefinition, code: string): FormDefinition {
  const home = sectionOf(form, code);
  if (home === undefined) return form;
  return mapSection(form, home.code, (section) => ({
    ...section,
    questions: section.questions.filter((one) => one.code !== code),
  }));
}

/** One place up or down; past the first or last of a section into the neighbouring one. */
export function moveQuestion(
  form: FormDefinition,
  code: string,
  to: "up" | "down",
): FormDefinition {
  const home = sectionOf(form, code);
  const question = questionIn(form, code);
  if (home === undefined || question === undefined) return form;
  const step = to === "up" ? -1 : 1;
  const at = home.questions.indexOf(question);
  const neighbour = home.questions[at + step];
  if (neighbour !== undefined) {
    const questions = [...home.questions];
    [questions[at], questions[at + step]] = [neighbour, question];
    return changeSection(form, home.code, { questions });
  }
  const next = form.sections[form.sections.indexOf(home) + step];
  if (next === undefined) return form;
  const without = deleteQuestion(form, code);
  return mapSection(without, next.code, (section) => ({
    ...section,
    questions: to === "up" ? [...section.questions, question] : [question, ...section.questions],
  }));
}
