import type { Lang, Messages } from "#base/messages.ts";
import type { LocalizedText } from "./definition/definition.ts";
import type { Evaluation } from "./evaluate/evaluate.ts";
import type { AnswerIssue } from "./evaluate/issues.ts";
import { fieldsEn } from "./kinds/messages.en.ts";
import { fieldsRu } from "./kinds/messages.ru.ts";

export type FieldMessages = Messages<typeof fieldsRu>;

const fields: Record<Lang, FieldMessages> = { ru: fieldsRu, en: fieldsEn };

export const fieldMessages = (lang: Lang): FieldMessages => fields[lang];

/** A form's own words in the reader's language, Russian where there are no others. */
export const localize = (text: LocalizedText, lang: Lang): string =>
  (lang === "en" ? text.en : undefined) || text.ru;

type IssueTranslator = {
  t(key: string, values?: Record<string, string | number>): string;
  lang: Lang;
};

/** The sentence of a trouble: the form's own, or that of its word key. */
export function formatIssue(c: IssueTranslator, { key, values, message }: AnswerIssue): string {
  return message === undefined ? c.t(key, values) : localize(message, c.lang);
}

/** Control → sentence, as `FormFields` and an error summary show them; the first of each control. */
export function answerErrors(c: IssueTranslator, evaluation: Evaluation): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const issue of evaluation.issues) errors[issue.field] ??= formatIssue(c, issue);
  return errors;
}
