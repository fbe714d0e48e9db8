import type { Messages } from "#base/messages.ts";
import { en } from "./messages.en.ts";
import { ru } from "./messages.ru.ts";

export type TerritoryMessages = Messages<typeof ru>;

export const messages = { ru, en };
