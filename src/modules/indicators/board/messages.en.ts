import { pluralEn, type Messages } from "#base/messages.ts";
import type { boardRu, statesRu, doubtsRu, oneRu, overviewRu } from "./messages.ru.ts";

export const boardEn = {
  title: "What was promised and what is done",
  eyebrow: (kind: "project" | "year-plan") => (kind === "project" ? "Project" : "Plan of the year"),
  lead: (n: number) =>
    `${n} ${pluralEn(n, "promise", "promises")}. Only what has evidence counts: a list of those present, minutes, a picture or a link.`,
  legend: {
    checked: "with evidence",
    said: "said, no evidence yet",
    plan: "planned for today",
    target: "promised",
    forecast: "forecast at the present pace",
  },
  doUntil: (day: string) => `To do by ${day}`,
  doNothing: "Nothing is owed now",
  doNothingText: "All that should be done by today is done and has its evidence.",
  missing: (n: string) => `${n} missing`,
  isComing: (n: string) => `${n} more announced`,
  coming: (n: string, day: string) => `${n} more announced, for ${day}`,
  comingSome: (n: string, day: string) => `${n} more announced, the nearest ${day}`,
  comingPeople: (n: string, day: string) => `${n} more signed up, the nearest ${day}`,
  comingOne: (day: string) => `announced for ${day}`,
  comingOnePeople: (n: string, day: string) => `announced for ${day}, ${n} signed up`,
  gapAt: (done: string, target: string, unit: string) => `${done} of ${target} ${unit}`,
  gap: (forecast: string, target: string) => `at the present pace ${forecast} of ${target}`,
  gapPlain: (missing: string, unit: string) => `${missing} ${unit} missing`,
  overdueSince: (day: string) => `was due on ${day}`,
  unproven: (n: string) => `${n} more without evidence`,
  unprovenAll: (n: number) =>
    `${n} ${pluralEn(n, "promise has", "promises have")} facts without evidence`,
  unprovenAsk: "look",
  sum: (day: string) => `As of ${day}`,
  sums: {
    done: (n: string) => `${n} done`,
    good: (n: string) => `${n} on track`,
    behind: (n: string) => `${n} behind`,
    late: (n: string) => `${n} late`,
    waiting: (n: string) => `${n} not due yet`,
  },
  report: "Report",
  periods: "Locked periods",
  add: "Add a promise",
  onCard: "Promised and done",
  onCardLink: (n: number) => `How it is proven: ${n} promised ${n === 1 ? "number" : "numbers"}`,
  untied: "Promised in the passport, with nothing to count it by",
  untiedLead: "These results have no promise yet: nobody will see whether they are met.",
  untiedLink: "how it will be counted",
  waiting: (n: number) => `${n} ${n === 1 ? "fact waits" : "facts wait"} for a second person`,
  promises: "Promises",
  how: "How the forecast is made",
  of: (target: string, unit: string) => `of ${target} ${unit}`,
  ofShare: (target: string) => `% where ${target}% was promised`,
  nothing: "nothing to divide by yet",
  due: (day: string) => `by ${day}`,
  plan: (n: string) => `planned for today ${n}`,
  forecast: (n: string) => `forecast ${n}`,
  tooEarly: "too early for a forecast",
  surplus: (n: string) => `surplus in single places: ${n}`,
  least: (place: string, n: string) => `least: ${place}, ${n}`,
  control: "control point",
  rows: "what was counted",
  label: (part: {
    title: string;
    proven: string;
    target: string;
    said: string;
    forecast: string | undefined;
    plan: string;
  }) =>
    `${part.title}: ${part.proven} of ${part.target} with evidence, ${part.said} without, ` +
    `${part.forecast === undefined ? "too early for a forecast" : `forecast ${part.forecast}`}, planned for today ${part.plan}`,
  places: "By municipality",
  placesLead: "Surplus in one municipality does not close a gap in another.",
  place: "Territory",
  inAll: "In all",
  notPromised: "not promised",
  saidAt: (n: string) => `${n} without evidence`,
  amountOf: (done: string, target: string) => `${done} of ${target}`,
  latest: "Latest evidence",
  what: "What",
  toPromise: "Promise",
  adds: "Added",
  day: "Day",
  evidence: "Evidence",
  state: "State",
  proven: "With evidence",
  said: "Said",
  empty: "Nothing is promised here yet",
  emptyText:
    "Promises appear when they are added to the project: a number, a day and what counts it.",
} satisfies Messages<typeof boardRu>;

export const statesEn = {
  done: "Done",
  ahead: "Ahead of plan",
  "on-track": "On track",
  behind: (n: string) => `Behind by ${n}`,
  late: (n: string) => `Late, ${n} missing`,
  "not-yet": "Not due yet",
  "nothing-to-divide": "Nothing to divide by yet",
} satisfies Messages<typeof statesRu>;

export const doubtsEn = {
  "two-places-at-once": "somebody is marked in two places at once",
  "above-capacity": "more people than the room holds",
  "same-twice": "looks like a repetition",
} satisfies Messages<typeof doubtsRu>;

export const oneEn = {
  how: "How it is counted",
  formula:
    "Planned for today is the promise times the part of its term that has passed. The forecast is what is done divided by that part: the pace is assumed to stay. There is no forecast in the first tenth of the term, and it is never less than what is done.",
  facts: {
    target: "Promised",
    term: "Term",
    plan: "Plan",
    scope: "Counted",
    done: "With evidence",
    said: "Without evidence",
  },
  linear: "evenly over the term",
  steps: "by steps",
  step: (value: string, day: string) => `${value} by ${day}`,
  scopes: {
    total: "in total",
    "per-place": "in each municipality",
    "per-month": "in each month",
  },
  months: "By month",
  month: "Month",
  rows: "What was counted",
  allPlaces: "All territories",
  place: "Territory",
  none: "Nothing is counted yet",
  noneText: "Rows appear by themselves once an event, a consultation or another fact is confirmed.",
  change: "Change",
  versions: "How the promise changed",
  version: (n: number) => `Version ${n}`,
  reason: "Why it was changed",
  withdraw: "Withdraw the promise",
  withdrawReason: "Why it is withdrawn",
  withdrawHint: "It leaves the board, its history stays.",
  newer: "Newer",
  total: (n: string) => `${n} in all`,
} satisfies Messages<typeof oneRu>;

export const overviewEn = {
  title: "Promises of projects",
  lead: "All projects under way, the hardest first. “Will not make it”: not at the present pace; “behind”: there is still time.",
  project: "Project",
  lights: { red: "Will not make it", amber: "Behind", green: "On track", none: "Too early" },
  worst: "Worst",
  none: "No project under way has promised anything yet",
  noneText: "Promises are added on a project's page.",
  place: (name: string) => `What was promised: ${name}`,
  placeLead: "Promises of projects to this municipality.",
  placeNone: "Nothing is promised to this municipality yet",
  placeNoneText: "A promise appears here when it names this municipality.",
} satisfies Messages<typeof overviewRu>;
