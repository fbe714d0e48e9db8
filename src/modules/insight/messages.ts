import type { Lang } from "#base/messages.ts";
import { en } from "./messages.en.ts";
import { ru } from "./messages.ru.ts";

export const messages = { ru, en };
export type InsightMessages = typeof ru;

/** Returns the module's messages in a language. */
export const messagesFor = (lang: Lang): InsightMessages => messages[lang];
