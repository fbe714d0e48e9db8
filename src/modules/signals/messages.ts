import { en } from "./messages.en.ts";
import { ru } from "./messages.ru.ts";

export const words = { ru, en };
export type SignalWords = typeof ru;
