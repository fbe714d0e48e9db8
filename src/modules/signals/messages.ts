import { en } from "./words.en.ts";
import { ru } from "./words.ru.ts";

export const words = { ru, en };
export type SignalWords = typeof ru;
