import type { Messages } from "#base/messages.ts";
import type { ru } from "./messages.ru.ts";

export const en = {
  checks: {
    title: "Checks",
    lead: "The responsible body says it is fixed. Go and see with your own eyes.",
    empty: "No checks yet",
    emptyText: "The first one appears when a responsible body says something is fixed.",
    said: "The responsible body said",
    go: "Record what you saw",
  },
  checkPage: {
    title: "Check on the ground",
    outcome: "What is there",
    fixed: "Fixed",
    notFixed: "Not fixed",
    text: "What you saw",
    textHint: "One or two sentences: what is there, what is not.",
    pictures: "Pictures, up to 5",
    picturesHint: "Stand at the same spot; no faces, no number plates.",
    send: "Record the check",
    was: "What it was",
    said: "What the responsible body said",
  },
} satisfies Messages<typeof ru>;
