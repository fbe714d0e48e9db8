import type { Formula, TextPageContent, InsightTexts } from "./texts.ts";

const about: TextPageContent = {
  title: "How it works",
  lead: "OKNO sees to it that your message is answered, and checks on the ground that the trouble is gone.",
  parts: [
    {
      title: "What we do",
      paragraphs: [
        "A resource centre of non-profit organisations keeps this place. We are no authority: we repair nothing and punish nobody. We gather messages, find who is responsible, count the days and go and see how it ended.",
      ],
    },
    {
      title: "The way of a message",
      steps: [
        "You tell us in your own words. No account is needed. You get a private link at once: it shows what became of the message.",
        "A coordinator reads and decides. Messages about one trouble become one problem. The program suggests topic, place and urgency; a person decides.",
        "The problem goes to the body that answers for this topic in this place. From this minute the term runs.",
        "The body answers. If it writes that all is fixed, these are only words so far: the site shows them hatched.",
        "A coordinator who does not work for the body goes there, or the author says how it is. Fixed: the problem is closed and filled. Not fixed: back to the body, one step higher.",
        "If the trouble later returns to the same place, we call the place chronic and show it apart.",
      ],
    },
    {
      title: "How to read the fills",
      list: [
        "Filled: checked on the ground.",
        "Hatched: the body says so, nobody has checked yet.",
        "Empty: in work, within the term.",
        "Red: the term is over.",
        "The yellow pane: what to do now.",
      ],
    },
    {
      title: "What we cannot do",
      list: [
        "Help when minutes count. If a life is in danger, call 112.",
        "Replace an official appeal. A message here is no appeal under the Russian law 59-FZ. If you need a written answer by that law, use the state services portal or the reception office.",
        "Settle a private dispute: that is for a court.",
      ],
    },
  ],
};

const privacy: TextPageContent = {
  title: "What we keep about you",
  lead: "The less we know about you, the better. Here is everything that is kept, and how to have it removed.",
  parts: [
    {
      title: "When you only read",
      paragraphs: [
        "Nothing. There are no counters and no advertising, and no other site learns of your visit. The address of your device is needed for a minute, to stop floods of requests, and is never written to the database.",
        "Your browser keeps up to three notes: the language you chose, a one-time line after a form is sent, and your session if you signed in.",
      ],
    },
    {
      title: "When you write to us",
      list: [
        "The text, the place and the pictures. Pictures are encoded anew: coordinates and camera data vanish with that.",
        "Name, e-mail and telephone, only if you left them. They lie apart from the message and are shown to nobody outside.",
        "We do not keep the private link, only a print of it from which it cannot be restored. Do not lose it.",
        "If the message came from a social network, a print stands in place of the author's name: it tells that one person wrote twice, not who.",
      ],
    },
    {
      title: "What everybody sees",
      paragraphs: [
        "The problem, its place, the course of the work, the body's answers and short excerpts of messages. The program masks telephones, e-mails, numbers of documents and flats. If something slipped through, write to us and we remove it.",
        "The author's name is never on the site.",
      ],
    },
    {
      title: "If you work in the system",
      paragraphs: [
        "We keep your name, e-mail, role and the list of your sessions. Every decision is recorded in a journal that cannot be changed afterwards: it holds codes and numbers, not other people's words. Who checked on the ground is named on the problem's page.",
      ],
    },
    {
      title: "How to have it removed",
      paragraphs: [
        "Tell us, and we erase name, e-mail and telephone, and letters stop. The count of messages stays as it was: you are not in it. The law that gives you this right is 152-FZ “On personal data”.",
      ],
    },
  ],
};

const accessibility: TextPageContent = {
  title: "Accessibility",
  lead: "Everything here can be used without a mouse, without sight and from an old telephone.",
  parts: [
    {
      title: "What we promise",
      paragraphs: [
        "We build to WCAG 2.2, level AA, and GOST R 52872-2019, and check it with every build.",
      ],
      list: [
        "Everything works by keyboard, and the focus is always visible.",
        "Every page opens without scripts: forms, filters, the map as a list.",
        "A state is said by word and icon, never by colour alone.",
        "Every chart has a table with the same numbers. So has the map.",
        "A place can be chosen from a list of addresses: no need to hit a map with a mouse.",
        "Text grows to 400% without sideways scrolling; a page fits into 320 points.",
        "The dark theme follows your device. Pages can be printed.",
      ],
    },
    {
      title: "What is still inconvenient",
      list: [
        "The detailed map needs scripts. Without them a list of the same problems is shown.",
        "Pictures are described by whoever took them: a description may be short.",
        "We do not translate what residents and bodies wrote: it stays in Russian.",
      ],
    },
    {
      title: "If something does not work for you",
      paragraphs: ["Tell us on which page and what you use. We answer and repair it."],
    },
  ],
};

const formulas: Formula[] = [
  {
    id: "states",
    title: "Where the problems stand",
    formula: "all problems = checked + claimed + in work + overdue + ended otherwise",
    example:
      "Of 164 problems 61 are checked on the ground, 17 claimed, 50 in work, 23 overdue, 13 explained, not accepted or withdrawn.",
    mind: "We count the problems that became known in the period, by their state now. Merged ones count once. Unconfirmed ones are not in the figures; their number is shown apart.",
  },
  {
    id: "on-time",
    title: "Answers in time",
    formula: "answers in time ÷ (all answers given + overdue without an answer)",
    example:
      "96 ÷ (118 + 23) = 68%. Forgetting those 23 would give 81%: that is not an honest count.",
    mind: "An answer or a claim of a fix. An interim answer does not fulfil the term. The term runs from routing, by the working calendar and the region's rules. After a re-opening the count begins anew.",
  },
  {
    id: "confirmed",
    title: "Claimed and confirmed",
    formula: "confirmed claims of all claims",
    example: "61 of 92; 17 still wait for a check, the others were refuted or are in work again.",
    mind: "“Fixed” stays a claim until somebody who does not work for the body was there, or the author confirmed it.",
  },
  {
    id: "refuted",
    title: "Refuted",
    formula: "refutations ÷ all checks",
    example: "14 ÷ 75 = 19%.",
    mind: "One problem may be checked several times: every check counts.",
  },
  {
    id: "per-thousand",
    title: "Problems per 1,000 residents",
    formula: "problems of the period × 1,000 ÷ residents",
    example: "164 × 1,000 ÷ 38,420 = 4.3.",
    mind: "Many messages do not mean that it is worse there: perhaps people know where to write. The population comes from the list of territories.",
  },
  {
    id: "waits",
    title: "How long one waits",
    formula:
      "median: half of the cases took no longer; nine of ten: nine cases of ten took no longer",
    example:
      "Answer, days: 4 and 11. Half of the answers came within 4 days, nine of ten within 11.",
    mind: "Reaction and answer: from routing. Fix: from the problem's beginning to the check on the ground. We show no average: one long case spoils it. Days are calendar days.",
  },
  {
    id: "few",
    title: "Too few",
    formula: "fewer than five cases",
    example: "One check and one refutation would give 100% and would mean nothing.",
    mind: "While there are fewer than five cases, “too few” stands in place of a share or a median.",
  },
  {
    id: "silent",
    title: "Silence",
    formula: "settlements from which not one message came in 60 days",
    example: "A village of 2,100 residents, the last message three months ago.",
    mind: "Silence does not mean that all is well. Places where nobody lives by the list are not counted.",
  },
  {
    id: "chronic",
    title: "Places where trouble returns",
    formula:
      "how often in a year the same topic came back to the same place within the region's term after a checked fix (half a year unless it says otherwise)",
    example:
      "The manhole on the embankment was closed and checked, two months later it is open again: it came back once.",
    mind: "The same place: near by coordinates. Problems without coordinates are not seen here.",
  },
  {
    id: "burning",
    title: "What burns",
    formula: "danger + people + days of waiting + delay + refutations + returns, up to 100 points",
    example: "The page of every problem shows what its points are made of.",
    mind: "Points give an order: what to take up first. They say nothing about the quality of anybody's work.",
  },
  {
    id: "hot",
    title: "Written of more than usual",
    formula:
      "times more than usual + people + growth + returns + share of overdue problems, up to 100 points",
    example:
      "In three days 24 people wrote of snow, usually 4 do: six times more. The usual number is made of the six weeks before, the day of the week, the flow of other messages and the season.",
    mind: "A place is compared with itself. Shown is what chance brings there no more often than once in three months. Fewer than three people are never shown.",
    page: { path: "/insight/hot", label: "What it is now, with every summand" },
  },
];

export const texts: InsightTexts = {
  about,
  privacy,
  accessibility,
  formulas,
  sources: [
    "Residents' messages: the form on the site, social networks, mail and exports of other systems.",
    "Bodies write their answers themselves. Coordinators and authors of messages record the checks.",
    "Every step of a problem is kept in a journal that cannot be changed afterwards. It is open on the problem's page.",
    "Population and borders: the list of territories that an administrator loads.",
    "Terms: the region's rules and the production calendar with moved holidays.",
  ],
};
