import { formatNumber } from "#base/ui/index.ts";
import { pluralEn, type Messages } from "#base/messages.ts";
import type { ru } from "./messages.ru.ts";

const num = (n: number) => formatNumber(n, { lang: "en" });
const count = (n: number, one: string, other: string) => `${num(n)} ${pluralEn(n, one, other)}`;
const problems = (n: number) => count(n, "problem", "problems");

export const en = {
  states: {
    verified: "checked",
    said: "claimed",
    open: "in work",
    late: "overdue",
    otherwise: "ended otherwise",
  },
  home: {
    title: "OKNO",
    description:
      "Tell us about a problem near you. We find who is responsible, follow the deadline and check on the ground.",
    tell: "Tell us what happened",
    tellLead:
      "Write in your own words. We find who is responsible, follow the deadline and go and check for ourselves.",
    what: "What happened",
    whatHint:
      "For example: “The lamps in our yard have been out for three days, children walk home in the dark”",
    where: "Where it is",
    whereHint: "An address or a landmark. We never show your home address",
    send: "Send the message",
    noAccount: "No account needed",
    danger: "Is a life in danger? First call",
    near: "What is known near you",
    nearText: "Perhaps it has been reported already and has a deadline.",
    nearField: "Street, house or village",
    find: "Find",
    month: "In 30 days",
    monthText: (m: number, p: number) =>
      `${count(m, "message", "messages")} became ${problems(p)}.`,
    monthNone: "No new problems in this time.",
    verified: "checked by us",
    said: "the body says it is fixed",
    open: "in work, within the term",
    late: "the term is over",
    otherwise: (n: number) =>
      `${num(n)} more ended without a repair: explained, not accepted or withdrawn.`,
    how: "How we count",
    map: "Where things really get fixed",
    mapLead: "Share of the problems of 13 weeks whose fix was checked on the ground.",
    mapLink: "All territories",
    burning: "What burns now",
    burningLead:
      "The order follows an open formula: danger, number of people, days of waiting, whether it came back.",
    burningLink: (n: number) => `All open: ${num(n)}`,
    burningNone: "No open problems",
    burningNoneText: "If something happened at your place, tell us.",
    fixes: "Lately checked",
    fixesLead: "Somebody who does not work for the body saw these places with their own eyes.",
    fixesLink: "All checked",
    fixed: "Checked: fixed",
    before: "Before",
    after: "After",
    fixedIn: (days: number) => `${count(days, "day", "days")} from message to check`,
  },
  map: {
    label: "Map of the municipalities. The same data are in the table beside it.",
    few: "too few",
    fewLegend: "too few problems",
    below: (n: number) => `under ${n}%`,
    above: (n: number) => `${n}% and more`,
    caption: "Municipalities: share of checked fixes",
    none: "There is no map yet: the territories have no borders.",
    territory: "Territory",
    verified: "Checked",
    late: "Overdue",
  },
  bar: (f: {
    opened: number;
    verified: number;
    said: number;
    open: number;
    late: number;
    otherwise: number;
  }) =>
    `Of ${num(f.opened)}: checked ${num(f.verified)}, claimed ${num(f.said)}, in work ${num(f.open)}, overdue ${num(f.late)}, ended otherwise ${num(f.otherwise)}`,
  list: {
    title: "Territories",
    lead: "Where answers come in time, where things really get fixed, and where nothing is heard from.",
    places: "Municipalities",
    name: "Territory",
    population: "Residents",
    opened: "Problems",
    perThousand: "Per 1,000",
    verified: "Checked",
    late: "Overdue",
    onTime: "Answers in time",
    silent: "Silent",
    total: "Total",
    emptyTitle: "No territories yet",
    emptyText: "An administrator loads them: a list with population, and the borders.",
  },
  place: {
    residents: (n: number) => count(n, "resident", "residents"),
    settlements: (n: number) => count(n, "settlement", "settlements"),
    came: (weeks: number, n: number) => `${problems(n)} came in ${count(weeks, "week", "weeks")}.`,
    none: (weeks: number) => `No problem came from here in ${count(weeks, "week", "weeks")}.`,
    claimed: (n: number, confirmed: number) =>
      `The bodies claimed ${num(n)} fixed. On the ground ${num(confirmed)} proved true.`,
    attention: "Needs attention",
    late: (n: number) => `${count(n, "term of a body is over", "terms of bodies are over")}`,
    lateOne: (n: number, whose: string) => `${num(n)} of them: ${whose}`,
    today: (n: number) => `${count(n, "term ends", "terms end")} today`,
    chronic: (n: number) => count(n, "place where trouble returns", "places where trouble returns"),
    toCheck: (n: number) => `${count(n, "claim waits", "claims wait")} for our check`,
    ours: (n: number) =>
      `${count(n, "term of ours is over", "terms of ours are over")}: not confirmed, not routed or not checked`,
    unconfirmed: (n: number) =>
      `${count(n, "new problem waits", "new problems wait")} to be confirmed`,
    calm: "Nothing is overdue.",
    silent: "Silence",
    silentText: (places: string) =>
      `${places}: not one message in 60 days. That does not mean all is well there.`,
    silentMore: (n: number) => `and ${count(n, "more place", "more places")}`,
    silentNone: "Every place was heard from in the last 60 days.",
    silentUnknown: "Settlements are not loaded yet, so there is nothing to say.",
    period: "Period",
    weeks: (n: number) => count(n, "week", "weeks"),
    topic: "Topic",
    allTopics: "All topics",
    body: "Body",
    allBodies: "All bodies",
    figures: "Honest figures",
    weekly: "What became of each week's problems",
    weeklyNote: (day: string) => `By the week when the problem became known. As of ${day}.`,
    weeklyLabel:
      "Columns by week: how many problems came and what became of them. The numbers are in the table below.",
    weekFrom: "Week of",
    all: "All",
    waits: "How long one waits",
    waitsNote: "Thick mark: half of the cases. Thin: nine of ten. Ticks below: the region.",
    waitsNoteRegion: "Thick mark: half of the cases. Thin: nine of ten.",
    waitsFew: "Fewer than five cases so far: too early to count.",
    what: "What",
    half: "Half",
    nine: "9 of 10",
    cases: "Cases",
    region: "Region",
    reaction: "First reaction, hours",
    answer: "Answer, days",
    fix: "Checked fix, days",
    burning: "What burns",
    burningNone: "Nothing burns: there are no open problems here.",
    chronicTitle: "Places where trouble returns",
    chronicLead:
      "The fix was checked, but later a new message came about the same place and the same thing.",
    chronicLink: "All problems that come back",
    chronicPlace: "Place",
    mend: "What to do",
    begin: "Begin a project",
    returned: "Came back",
    times: (n: number) => count(n, "time", "times"),
    months: "By month",
    monthsLabel: (topic: string) => `${topic}: messages in 12 months`,
    noAddress: "a place without an address",
    naming: "What people call places and streets here",
    settlementsTitle: "Settlements",
    settlementsTable: "Figures by settlement",
    settlement: "Settlement",
    listLink: (n: number) => `All open: ${num(n)}`,
    data: "Data of this page:",
    updated: (when: string) => `Counted on ${when}.`,
  },
  stats: {
    onTime: "Answers in time",
    onTimeHow: (inTime: number, given: number, owed: number) =>
      `${num(inTime)} in time ÷ (${num(given)} given + ${num(owed)} overdue without an answer)`,
    confirmed: "Claimed and confirmed",
    confirmedOf: (n: number) => `of ${num(n)}`,
    confirmedHow: (n: number) =>
      n === 0
        ? "No claim is left unchecked"
        : `${count(n, "claim still waits", "claims still wait")} for a check`,
    refuted: "Refuted",
    refutedHow: (refuted: number, made: number) =>
      `${count(refuted, "refutation", "refutations")} ÷ ${count(made, "check", "checks")}`,
    perThousand: "Problems per 1,000 residents",
    perThousandHow: (opened: number, thousands: number) =>
      `${num(opened)} ÷ ${num(thousands)} thousand. Many messages are not bad in themselves`,
    populationUnknown: "Population is not given",
    few: "too few",
    fewHow: (n: number) => `${count(n, "case", "cases")}, at least five are needed`,
    region: (text: string) => `region ${text}`,
  },
  desk: {
    title: "Figures",
    lead: "The whole region on one page: where answers come, who is late, what people write about and where it is silent.",
    came: (n: number, m: number) => `${problems(n)} from ${count(m, "message", "messages")}.`,
    late: "Who is late",
    lateNone: "No body has an overdue term.",
    lateLead: "Open problems for which the body's term is over.",
    more: (n: number) => `and ${count(n, "more body", "more bodies")}`,
    map: "Where things really get fixed",
    weekly: "Week by week",
    bodies: "Bodies",
    bodiesLead:
      "How they answer and what of it proved true. Fewer than five cases are not counted.",
    bodyName: "Body",
    opened: "Problems",
    onTime: "Answers in time",
    owed: "Owe an answer",
    confirmed: "Confirmed",
    refuted: "Refuted",
    answerDays: "Answer, days",
    topics: "What people write about",
    topic: "Topic",
    share: "Share",
    coverage: "Where messages come from",
    coverageLead:
      "Messages per 1,000 residents. Silence is a sign too: perhaps people there do not know where to write.",
    messages: "Messages",
    messagesPerThousand: "Per 1,000 residents",
    silent: "Silent settlements",
    silentOf: (silent: number, all: number) => `${num(silent)} of ${num(all)}`,
    chronic: "Places where trouble returns",
    chronicNone: "In a year no checked trouble came back.",
    allBodies: "All bodies, CSV",
    csv: "CSV",
  },
  how: {
    title: "How we count",
    lead: "Every figure here is computed from the history of the problems. Here are the formulas, examples and what they leave out.",
    formula: "Formula",
    example: "Example",
    mind: "Mind",
    sources: "Where the data come from",
  },
  refusals: {
    "no-territory": "There is no such territory. See the list.",
  },
} satisfies Messages<typeof ru>;
