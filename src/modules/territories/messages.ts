import type { Words } from "#base/words.ts";
import { en } from "./words.en.ts";
import { ru } from "./words.ru.ts";

export type TerritoryWords = Words<typeof ru>;

export const words = { ru, en };
