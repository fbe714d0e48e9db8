import type { Lang } from "#base/messages.ts";
import { en } from "./messages.en.ts";
import { ru } from "./messages.ru.ts";

const books = { ru, en };
export type PeopleWords = typeof ru;

/** The module's words in a language. */
export function bookOf(lang: Lang): PeopleWords {
  return books[lang];
}
