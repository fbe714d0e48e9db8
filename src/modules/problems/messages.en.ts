import { type Messages, pluralEn } from "#base/messages.ts";
import type { ru } from "./messages.ru.ts";
import { en as answers } from "./answers/messages.en.ts";
import { en as verifications } from "./verifications/messages.en.ts";
import { en as card } from "./card/messages.en.ts";
import { en as list } from "./list/messages.en.ts";

export const en = {
  ...answers,
  ...verifications,
  ...card,
  ...list,
  stages: {
    new: "New",
    confirmed: "Confirmed",
    routed: "Sent",
    acknowledged: "In progress",
    "answered-interim": "Interim answer",
    answered: "Answered",
    claimed: "Said to be fixed",
    refuted: "Refuted",
    planned: "Planned",
    verified: "Checked: fixed",
    explained: "Explained",
    rejected: "Not taken",
    withdrawn: "Withdrawn",
    merged: "Merged",
  },
  urgencies: { normal: "Ordinary", important: "Important", danger: "Dangerous to people" },
  escalation: [
    "Responsible body",
    "Head of the responsible body",
    "First deputy head of the municipality",
    "Head of the municipality and the governance centre",
  ] as readonly string[],
  rejectReasons: {
    "not-ours": "Outside the powers of the region's bodies and services",
    "no-place": "We could not tell where it is",
    "private-dispute": "A private dispute, for the court to settle",
    "not-a-problem": "Nothing is broken",
    "nothing-found": "Nothing was found on the ground",
  },
  timers: {
    confirm: "to confirm",
    route: "to send on",
    react: "first reply",
    answer: "answer",
    promise: "promised",
    judge: "to judge the answer",
    verify: "to check",
    redo: "to redo",
    plan: "planned",
  },
  channels: {
    vk: "VK",
    telegram: "Telegram",
    odnoklassniki: "Odnoklassniki",
    email: "e-mail",
    site: "form on the site",
    open311: "Open311",
    rss: "feed",
    incident: "Incident Manager",
    pos: "POS",
    phone: "telephone call",
    api: "program",
    portal: "city portal",
  },
  clock: {
    left: (what: string) => `${what} left`,
    late: (what: string) => `late by ${what}`,
    until: (when: string) => `until ${when}`,
    checkUntil: (when: string) => `we check by ${when}`,
    workingDays: (n: number) => `${n} ${pluralEn(n, "working day", "working days")}`,
    days: (n: number) => `${n} ${pluralEn(n, "day", "days")}`,
    hours: (n: number) => `${n} ${pluralEn(n, "hour", "hours")}`,
    minutes: (n: number) => `${n} ${pluralEn(n, "minute", "minutes")}`,
    fixedIn: (what: string) => `Fixed and checked in ${what}`,
    closed: "Closed",
    none: "No deadline set",
  },
  navigation: { inbox: "Inbox", checks: "Checks", problems: "Problems" },
  refusals: {
    "stage-forbids":
      "While you were looking, the problem moved to another stage, and this can no longer be done. Reload the page.",
    "changed-meanwhile":
      "While you were writing, somebody changed this problem. Your text is kept below: see what is new and send it again.",
    "not-merged": "This problem is not merged with another one.",
    "same-body": "The problem is already with this body. Choose another one.",
    "unknown-body":
      "There is no such body in the registry, or it is closed. Choose one from the list.",
    "unknown-municipality": "Choose a municipality from the list.",
    "unknown-topic": "Choose a topic from the list.",
    "unknown-problem": "There is no problem with this number. A number looks like К-2026-00417.",
    "merge-self": "A problem cannot be merged with itself.",
    "merge-into-merged":
      "That problem is itself merged with another one. Give the one into which all were merged.",
    "date-missing": "Give a day, for example 15.06.2026",
    "date-past": "That day has passed or is today. Give a day ahead.",
    "date-far": "A promise cannot reach so far: three years at most.",
    "answer-empty": "Write an answer",
    "check-empty": "Write what you saw",
    "nobody-to-ask": "There is nobody higher to ask: no body has the problem yet, or it is closed.",
    "top-step": "There is no higher step.",
    "no-body": "Send the problem to a responsible body first.",
    "tied-to-executor":
      "You work for the body responsible for this problem, so somebody else must check it. Ask the coordinator of a neighbouring district or the author of the message.",
    "too-many-pictures": "No more than five pictures",
  },
} satisfies Messages<typeof ru>;
