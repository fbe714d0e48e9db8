import { pluralEn, type Messages } from "#base/messages.ts";
import type {
  competenceMessages as ruMessages,
  competenceRefusals as ruRefusals,
} from "./messages.ru.ts";

export const competenceMessages = {
  matrix: {
    title: "Who answers for what",
    lead: "The narrower rule wins: a topic in a municipality, then a topic in the region, then a group of topics.",
    caption: "Groups of topics and municipalities: who answers",
    captionTopics: (group: string) => `${group}: who answers for each topic`,
    topic: "Topic",
    group: "Group of topics",
    allGroups: "All groups",
    day: "On which day",
    onlyGaps: "Gaps only",
    every: "All rows",
    rows: "Rows",
    nobody: "Nobody",
    none: "no rule",
    several: (n: number) => `and ${n} more`,
    wide: "as in the region",
    byGroup: "by the group",
    exceptions: (n: number) => `${n} ${pluralEn(n, "special rule", "special rules")}`,
    gaps: (n: number, text: string) =>
      n === 0
        ? "No gaps: somebody answers for every topic."
        : `${text} ${pluralEn(n, "cell", "cells")} where nobody answers. A coordinator sends messages from there by hand.`,
    noGapsTitle: "No gaps",
    noGapsText: "Somebody answers for every topic in these places.",
    columns: (from: number, to: number, of: number) => `Municipalities ${from}–${to} of ${of}`,
    otherColumns: "Other municipalities",
    earlier: "Previous",
    later: "Next",
    csv: "Download CSV",
    history: "Ended rules",
    set: "New rule",
  },
  cell: {
    title: (topic: string, place: string) => `${topic}: ${place}`,
    newTitle: "New rule",
    answersNow: "Answers now",
    nobodyNow: "Nobody answers now. Name a body below.",
    ambiguous:
      "There are two rules of the same width. The coordinator will have to choose: end the extra one.",
    rules: "Rules of this cell",
    noRules: "No rules of its own here: a wider one holds.",
    formTitle: "Name a body",
    topic: "Topic or group",
    wholeGroup: (group: string) => `${group}: the whole group`,
    place: "Where",
    body: "Who answers",
    from: "First day",
    to: "Last day",
    toHint: "Empty: until it is ended.",
    reason: "Why this body",
    reasonHint: "Residents will read it: whose property, which contract or law.",
    instead: "In place of the present body: its rule ends the day before",
    save: "Name the body",
    saved: "The rule is written down",
    end: "End",
    endLabel: (name: string) => `Last day: ${name}`,
    ended: "The rule is ended",
    until: "Last day",
    open: "no end set",
    never: "never came into force",
  },
  history: {
    title: "Ended rules",
    lead: "Who answered before. It shows why an old message went exactly there.",
    caption: "Ended rules, newest first",
    emptyTitle: "No ended rules yet",
    emptyText: "A rule comes here on the day after its last day.",
    body: "Who answered",
  },
} as const satisfies Messages<typeof ruMessages>;

export const competenceRefusals = {
  "unknown-topic": "There is no such topic. Choose from the list",
  "no-reason": "Write why this body answers: residents will read it",
  "answers-already": "This organisation already answers here on these days",
  "starts-later":
    "Another rule begins here later ({name}). Put the last day earlier, or end that rule",
  "competence-ended": "This rule is ended already",
} satisfies Messages<typeof ruRefusals>;
