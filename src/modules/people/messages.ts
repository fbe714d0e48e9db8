import type { Lang } from "#base/messages.ts";
import { en } from "./messages.en.ts";
import { ru } from "./messages.ru.ts";

const messagesByLang = { ru, en };
export type PeopleMessages = typeof ru;

/** Returns the module's messages in a language. */
export function messagesFor(lang: Lang): PeopleMessages {
  return messagesByLang[lang];
}
