import type { Words } from "#base/messages.ts";
import { en } from "./messages.en.ts";
import { ru } from "./messages.ru.ts";

export type OrganisationWords = Words<typeof ru>;

export const words = { ru, en };
