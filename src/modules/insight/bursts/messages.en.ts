import { formatNumber } from "#base/ui/index.ts";
import { pluralEn, type Messages } from "#base/messages.ts";
import type { ru } from "./messages.ru.ts";

const num = (n: number, digits = 0) => formatNumber(n, { lang: "en", digits });
const count = (n: number, one: string, other: string) => `${num(n)} ${pluralEn(n, one, other)}`;
const days = (n: number) => (n === 1 ? "in a day" : `in ${num(n)} days`);
const tenth = (n: number) => num(n, n < 10 ? 1 : 0);

export const en = {
  title: "Written of more than usual",
  lead: "Topics of which suddenly more people wrote in a municipality than ever do there. A place is compared with itself, not with its neighbours.",
  link: "What is written of more than usual",
  begin: "Make a project of it",
  linkHere: (place: string) => `${place}: what is written of more than usual`,
  region: "The whole region",
  all: "The whole region",
  territory: "Municipality",
  none: "Nothing unusual",
  noneText: "In no municipality do people write more than they always do there.",
  noneHere: "Here people do not write more than they always do.",
  early: "Too early to tell",
  earlyText: (has: number, needs: number) =>
    `To know what is usual, ${num(needs)} days of messages are needed. There are ${num(has)} now.`,
  what: "Where and of what",
  more: "Above usual",
  people: "People",
  growth: "Growth",
  returns: "Came back",
  overdue: "Overdue",
  score: "Points",
  sentence: (window: number, authors: number, expected: number) =>
    `${days(window)} ${count(authors, "person", "people")}; usually ${expected < 0.95 ? "less than one" : num(Math.round(expected))}`,
  times: (ratio: number) => (ratio > 20 ? "more than 20 times" : `${tenth(ratio)} times`),
  grew: (more: number, before: number | null) =>
    before === null
      ? "fewer than three wrote before"
      : more === 0
        ? `none: ${num(before)} before`
        : `${num(more)}: ${num(before)} before`,
  returned: (n: number) => (n === 0 ? "none" : `${num(n)} after a check`),
  late: (late: number, open: number) => (open === 0 ? "none open" : `${num(late)} of ${num(open)}`),
  points: (points: number, of: number) => `${num(points)} of ${num(of)}`,
  made: (made: { baseline: number; weekday: number; coverage: number; season: number }) =>
    `Usually ${num(made.baseline, 2)} × weekday ${num(made.weekday, 2)} × written of other matters ${num(made.coverage, 2)} × season ${num(made.season, 2)}`,
  chance: (months: number) =>
    months >= 1200
      ? "By chance this happens less than once in a hundred years."
      : months >= 24
        ? `By chance this happens at most once in ${num(Math.floor(months / 12))} years.`
        : `By chance this happens at most once in ${count(Math.floor(months), "month", "months")}.`,
  how: "How it is counted",
  howText: [
    "We count people, not messages: a hundred letters of one person weigh as much as one.",
    "The last 1, 3 and 7 days are compared with the six weeks before them, corrected by the weekday, by how much is written there of everything else, and by the season where last year is known.",
    "Where little is written, the usual level is drawn towards the topic's share in the region. Where the number of people jumped before, a jump surprises less.",
    "Shown is only what chance gives one municipality at most once in three months, over all topics together.",
    "A community or mailbox that was joined less than five weeks ago does not count yet: its whole stream would look like news.",
    "Fewer than three people are never shown.",
  ],
  formula: "What the points are made of",
  summand: "Summand",
  most: "At most",
  full: "All points for",
  codes: {
    excess: "Above usual",
    authors: "How many people",
    growth: "More than in the same time before",
    returns: "Came back after a checked fix",
    overdue: "Share of overdue among the open",
  },
  fulls: {
    excess: "8 times and more",
    authors: "50 people",
    growth: "30 people more",
    returns: "3 times",
    overdue: "all the open",
  },
} satisfies Messages<typeof ru>;
