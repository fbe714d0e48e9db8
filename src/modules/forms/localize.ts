import type { Lang, Words } from "#base/messages.ts";
import type { Said } from "./definition/definition.ts";
import type { Evaluation } from "./evaluate/evaluate.ts";
import type { Trouble } from "./evaluate/issues.ts";
import { fieldsEn } from "./kinds/messages.en.ts";
import { fieldsRu } from "./kinds/messages.ru.ts";

export type FieldWords = Words<typeof fieldsRu>;

const fields: Record<Lang, FieldWords> = { ru: fieldsRu, en: fieldsEn };

export const wordsOfFields = (lang: Lang): FieldWords => fields[lang];

/** A form's own words in the reader's language, Russian where there are no others. */
export const inLang = (said: Said, lang: Lang): string =>
  (lang === "en" ? said.en : undefined) || said.ru;

type Speaks = { say(key: string, values?: Record<string, string | number>): string; lang: Lang };

/** The sentence of a trouble: the form's own, or that of its word key. */
export function sentenceOf(x: Speaks, { key, values, said }: Trouble): string {
  return said === undefined ? x.say(key, values) : inLang(said, x.lang);
}

/** Control → sentence, as `FormFields` and an error summary show them; the first of each control. */
export function answerErrors(x: Speaks, evaluation: Evaluation): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const trouble of evaluation.troubles) errors[trouble.field] ??= sentenceOf(x, trouble);
  return errors;
}
