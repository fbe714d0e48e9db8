import type { Lang } from "#base/words.ts";
import { en } from "./words.en.ts";
import { ru } from "./words.ru.ts";

export const words = { ru, en };
export type InsightWords = typeof ru;

export const wordsFor = (lang: Lang): InsightWords => words[lang];
