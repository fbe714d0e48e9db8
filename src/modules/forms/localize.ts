import type { Lang, Messages } from "#base/messages.ts";
import type { LocalizedText } from "./definition/question-parts.ts";
import type { Evaluation } from "./evaluate/evaluate.ts";
import type { AnswerIssue } from "./evaluate/issues.ts";
import { fieldsEn } from "./kinds/messages.en.ts";
import { fieldsRu } from "./kinds/messages.ru.ts";

export type FieldMessages = Messages<typeof fieldsRu>;

const fields: Record<Lang, FieldMessages> = { ru: fieldsRu, en: fieldsEn };

/** Returns the messages of form controls in the language. */
export const fieldMessages = (lang: Lang): FieldMessages => fields[lang];

/** Returns a form's own text in the reader's language, Russian where there is no other. */
export const localize = (text: LocalizedText, lang: Lang): string =>
  (lang === "en" ? text.en : undefined) || text.ru;

type IssueTranslator = {
  t(key: string, values?: Record<string, string | number>): string;
  lang: Lang;
};

/** Returns the sentence of an issue: the form's own, or that of its message key. */
export function formatIssue(c: IssueTranslator, { key, values, message }: AnswerIssue): string {
  return message === undefined ? c.t(key, values) : localize(message, c.lang);
}

/** Returns control → sentence, as `FormFields` and an error summary show them; the first of each control. */
export function answerErrors(c: IssueTranslator, evaluation: Evaluation): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const issue of evaluation.issues) errors[issue.field] ??= formatIssue(c, issue);
  return errors;
}
