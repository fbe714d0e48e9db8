import type { Lang } from "#base/words.ts";
import { en } from "./words.en.ts";
import { ru } from "./words.ru.ts";

const books = { ru, en };
export type PeopleWords = typeof ru;

/** The module's words in a language. */
export function bookOf(lang: Lang): PeopleWords {
  return books[lang];
}
