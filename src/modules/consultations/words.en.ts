import type { Words } from "#base/words.ts";
import type { ru } from "./words.ru.ts";

export const en = {
  refusals: {},
} satisfies Words<typeof ru>;
