import type { Messages } from "#base/messages.ts";
import type { openingRefusals as ru } from "./messages.ru.ts";

export const openingRefusals = {
  "unknown-project": "There is no such project. Write its number or name",
  "many-projects": "There are several such projects. Write the number",
  "no-opening-day": "First say when the organisation opened",
} satisfies Messages<typeof ru>;
