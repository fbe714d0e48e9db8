import type { Lang } from "#base/messages.ts";
import { en } from "./messages.en.ts";
import { ru } from "./messages.ru.ts";

export const words = { ru, en };
export type InsightWords = typeof ru;

export const wordsFor = (lang: Lang): InsightWords => words[lang];
