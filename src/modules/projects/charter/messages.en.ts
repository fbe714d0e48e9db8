import { type Messages } from "#base/messages.ts";
import type { editRu, createRu } from "./messages.ru.ts";

export const editEn = {
  title: "Editing the project",
  sections: {
    passport: "Passport",
    plan: "Tasks and plan",
    budget: "Budget",
    people: "People and partners",
    results: "Results and risks",
    publications: "Publications",
  },
  save: "Save",
  remove: "Remove",
  change: "Change",
  back: "To the project",
  add: {
    groups: "Add a group",
    tasks: "Add a task",
    activities: "Add an activity",
    costs: "Add a row of the budget",
    team: "Add a person",
    partners: "Add a partner",
    risks: "Add a risk",
    results: "Add a result",
    publications: "Add a publication",
  },
  titles: {
    groups: "Whom the project helps",
    tasks: "Tasks",
    activities: "Activities",
    costs: "Budget",
    team: "Team",
    partners: "Partners",
    risks: "Risks",
    results: "Quantitative results",
    publications: "Publications",
  },
  none: "Empty so far.",
  theirs: "What somebody else wrote",
  yours: "What you were writing",
  conflictTitle: "Somebody was quicker",
  conflictText:
    "On the left is what is saved already, on the right your text. It also stands in the form below: mend it and save again.",
  authors: "Who edits",
  authorEmail: "E-mail of the co-author",
  authorHint: "The person must have an account here. If not, ask an administrator to invite them.",
  addAuthor: "Add the co-author",
  removeAuthor: "Remove",
  checks: "What to look at",
  fileHeld: (name: string) => `Here now: “${name}”; a new file replaces it.`,
  dropFile: "Take this file away",
  higher: (title: string) => `Up: ${title}`,
  lower: (title: string) => `Down: ${title}`,
} satisfies Messages<typeof editRu>;

export const createEn = {
  title: "New project",
  lead: "A title is enough. The rest is added later, with the team and a consultant.",
  fromProblem: (number: string) => `From the problem ${number}`,
  send: "Begin the project",
  invites: "The authors of the messages get a letter: their problem grew into a project.",
} satisfies Messages<typeof createRu>;
