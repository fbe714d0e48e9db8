import { en } from "./messages.en.ts";
import { ru } from "./messages.ru.ts";

export const messages = { ru, en };
export type ProblemMessages = typeof ru;
