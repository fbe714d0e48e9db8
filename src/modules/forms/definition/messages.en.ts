import type { Messages } from "#base/messages.ts";
import type { xlsformRu } from "./messages.ru.ts";

export const xlsformEn = {
  line: (n: number, text: string) => `line ${n}: ${text}`,
  reasons: {
    "type-unknown": "questions of type “{what}” are not taken",
    "condition-unknown": "condition “{what}” is not understood, the question is always asked",
    "check-unknown": "check “{what}” is not understood and left out",
    "computation-unknown": "computation “{what}” is not understood, the question is left out",
    "list-unknown": "there is no list of options “{what}”",
    "code-unfit": "code “{what}” was replaced",
    "code-twice": "code “{what}” was there before, the question is named otherwise",
    "reference-unknown": "the condition refers to “{what}”, there is no such question",
    "group-unclosed": "group “{what}” is not closed, or closed twice",
    "repeat-unsupported": "repeat “{what}” was taken once",
    "own-words": "the option “other” in own words is not taken",
    "no-survey": "there is no sheet survey",
  },
  wrongFile: "This is neither an XLSForm nor a form's file of OKNO",
} satisfies Messages<typeof xlsformRu>;
