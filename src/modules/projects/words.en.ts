import type { Words } from "#base/words.ts";
import type { ru } from "./words.ru.ts";

export const en = {
  refusals: {
    "stage-forbids":
      "While you were looking the project moved to another stage, and this can no longer be done. Reload the page.",
    "changed-meanwhile":
      "While you were writing somebody changed the project. Your text is kept below: look what is new and save again.",
    "end-before-start": "The end is before the start. Check the days.",
    "before-project": "The project begins later: {first}",
    "after-project": "The project is over by that day: {last}",
    "outside-project": "The days are outside the project's own ({first} – {last}).",
  },
} satisfies Words<typeof ru>;
