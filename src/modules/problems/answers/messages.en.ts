import type { Messages } from "#base/messages.ts";
import type { ru } from "./messages.ru.ts";

export const en = {
  inbox: {
    title: "Inbox",
    lead: "Everything your organisation must answer, nearest deadline first.",
    empty: "Nothing waits for you now",
    emptyText: "A new problem will appear here, and a letter will come.",
    late: "Overdue",
    waiting: "Waiting for an answer",
    claimed: "Waiting for our check",
  },
  answerPage: {
    title: "Answer to the resident",
    kind: "What kind of answer this is",
    kinds: {
      interim: "Interim: name the day",
      final: "Final: an explanation",
      claim: "Fixed: it will be checked on the ground",
    },
    text: "Text of the answer",
    textHint:
      "What is done or will be done, when, who is responsible, what comes next. No names of residents, no telephone numbers.",
    promisedFor: "By which day",
    promisedHint: "An interim answer must have it",
    pictures: "Pictures, up to 5",
    picturesHint: "How it looks now. The picture is shown on the page of the problem.",
    check: "Check the answer",
    send: "Send the answer",
    grade: "Quality of the answer",
    gradeGood: "A clear answer",
    gradeFair: "Could be better",
    gradeEmpty: "Reads like a brush-off",
    question: "What was asked",
    versions: "Earlier answers",
    saved: "Pictures saved",
  },
} satisfies Messages<typeof ru>;
