import { pluralEn, type Messages } from "#base/messages.ts";
import type {
  stagesRu,
  listRu,
  pageRu,
  nextRu,
  checksRu,
  troublesRu,
  doneRu,
} from "./messages.ru.ts";

const signs = (n: number) => `${n} ${pluralEn(n, "character", "characters")}`;
const fields = (n: number) => `${n} ${pluralEn(n, "field", "fields")}`;
type Values = Record<string, string | number>;

export const stagesEn = {
  draft: "Being written",
  submitted: "Sent",
  supported: "Supported",
  "not-supported": "Not supported",
  withdrawn: "Withdrawn",
} satisfies Messages<typeof stagesRu>;

export const listEn = {
  title: (n: number) =>
    ["Applications", "Application", "Two applications"][n] ?? `Applications: ${n}`,
  none: "No applications yet",
  noneText: "Choose a contest, and the fields are filled from the project's passport.",
  begin: "Make an application",
  scored: (stage: string, score: string) => `${stage}, ${score}`,
  points: (score: number, text: string) => `${text} ${pluralEn(score, "point", "points")}`,
  said: "Experts",
  noneYet: "Applications appear here once they are sent.",
  changes: "What was changed",
} satisfies Messages<typeof listRu>;

export const pageEn = {
  title: (seq: number) => `Application ${seq}`,
  contest: "Contest",
  remarks: "What the contest said",
  remarksShown: "Guests of the project read these remarks.",
  remarksHidden: "Guests do not see these remarks.",
  showRemarks: "Show to guests",
  hideRemarks: "Hide from guests",
  direction: "Field",
  number: "Application number",
  submittedOn: "Sent",
  decidedOn: "Decision",
  asked: "Asked",
  granted: "Granted",
  agreement: "Agreement",
  score: "Score",
  hash: "Fingerprint (SHA-256)",
  roubles: (text: string) => `${text} roubles`,
  filled: (done: number, all: number) => `${done} of ${fields(all)} ready`,
  field: "Field",
  length: "Characters",
  from: "Where from",
  state: "State",
  edit: "Edit the section",
  of: (length: number, limit: number) => `${length} of ${limit}`,
  over: (n: number) => `${signs(n)} too many`,
  missing: "empty",
  optional: "empty, may be",
  ready: "ready",
  changed: "edited since",
  origins: {
    passport: "passport",
    application: (seq: number) => `application ${seq}`,
    formerApplication: "former application",
    own: "written here",
  },
  note: "About the form",
  asOf: (day: string) => `The form was looked over ${day}`,
  downloads: "Download",
  docx: "Download DOCX",
  pdf: "Download PDF",
  copy: "Copy into the contest's form",
  json: "Data of the application",
  reviews: "Reviews",
  changes: "What was corrected",
  withdraw: "Withdraw the application",
  project: "The project's passport",
  life: "Life of the application",
  steps: { draft: "Writing", review: "Reviews", sent: "Sent", decision: "Decision" },
} satisfies Messages<typeof pageRu>;

export const nextEn = {
  title: "What to do now",
  mend: (n: number) => `${n} left to mend: the list is below.`,
  ready: "All is in place. Send it in the contest's system and write down the number it gave.",
  submit: "Record that it is sent",
  numberHint: (example: string) => `For example ${example}`,
  decide: "Record the decision",
  decided: "When the decision comes, record it: the project moves on by itself.",
  outcome: "Decision",
  remarksLabel: "Remarks of the experts",
  remarksHint: "One per line. In a new application they become a list to work through.",
  notSupported:
    "A refusal is not the end. Make a new application: texts and remarks go over to it.",
  again: "Apply again",
  supported: "The grant is given. The project may begin.",
  toProject: "To the project",
  watch: "The project's team writes the application.",
  recorded: "The project's team will record the decision.",
  withdrawn: "The application was withdrawn. Its texts can be taken into a new one.",
} satisfies Messages<typeof nextRu>;

export const checksEn = {
  title: "What keeps it from being sent",
  look: "What experts will ask",
  none: "Nothing: all fields are filled, sums add up, days fit.",
} satisfies Messages<typeof checksRu>;

export const troublesEn = {
  missing: (_: Values) => "Fill the field",
  "over-limit": (v: Values) => `Take out ${signs(Number(v["over"]))}: the limit is ${v["limit"]}`,
  "bad-date": (_: Values) => "Write a day, such as 2026-10-24",
  "bad-money": (_: Values) => "Write a sum in roubles in figures",
  "ends-before-start": (_: Values) => "It ends before it begins: change the days",
  "too-long-project": (v: Values) => `The project is too long: at most ${v["months"]} months`,
  "too-early": (v: Values) => `The contest lets it begin no earlier than ${v["day"]}`,
  "too-late": (v: Values) => `The contest wants it to end by ${v["day"]}`,
  "row-outside-dates": (v: Values) => `“${v["title"]}”: a day outside the project`,
  "row-without-dates": (v: Values) => `“${v["title"]}”: write both days, the first one first`,
  "budget-row-wrong": (v: Values) => `“${v["title"]}”: write a sum in at least one column`,
  "budget-not-asked": (v: Values) =>
    `Asked are ${v["asked"]} roubles, the budget takes ${v["sum"]} from the grant: make them equal`,
  "own-not-budget": (v: Values) =>
    `Written are ${v["written"]} roubles, the budget has ${v["sum"]} of own and partners' money`,
  "total-not-budget": (v: Values) =>
    `Written are ${v["written"]} roubles, the budget adds up to ${v["sum"]}`,
  "grant-above": (v: Values) => `More than the contest gives: at most ${v["most"]} roubles`,
  "grant-below": (v: Values) => `Less than the contest gives: at least ${v["least"]} roubles`,
  "own-share-low": (v: Values) =>
    `Own and partners' money is ${v["own"]} roubles; at least ${v["percent"]}% is needed: ${v["needs"]}`,
  "direction-unknown": (_: Values) => "Choose a field from the contest's list",
  "number-missing": (_: Values) => "Write the application's number",
  "number-shape": (v: Values) => `The number looks different: ${v["example"]}`,
  "same-text": (v: Values) => `The same text stands in “${v["title"]}”: say something else here`,
} satisfies Messages<typeof troublesRu>;

export const doneEn = {
  begun: "The application is made. What was copied and what is missing is in the list of fields.",
  taken: "The field is written anew.",
  back: "The text is in the passport too.",
  submitted: (number: string) =>
    number === "" ? "Recorded as sent." : `Recorded as sent, number ${number}.`,
  decided: "The decision is recorded.",
  withdrawn: "The application is withdrawn.",
  remarksShown: "Guests see the remarks now, and what was written anew after them.",
  remarksHidden: "Guests do not see the remarks any more.",
  assigned: "The reviewers are asked.",
  reviewed: "The review is sent.",
  answered: "The answer is recorded.",
  names: "Done.",
  ticked: "Ticked.",
  unticked: "Unticked.",
  imported: (title: string) => `The form “${title}” is taken over.`,
  callKept: "The call is kept.",
  costless: "The mark is kept.",
} satisfies Messages<typeof doneRu>;
