import { type Messages } from "#base/messages.ts";
import type { beginRu } from "./messages.ru.ts";

export const beginEn = {
  title: "New application",
  lead: "Choose the contest's form. Fields are filled from the passport; what is missing is listed.",
  choose: "Choose",
  open: "Open for applications now",
  forms: "All forms",
  contest: "Name of the contest",
  contestHint: "With its year and round.",
  direction: "Field",
  asked: "How much is asked, roubles",
  askedHint: "Left empty, it is what the project's budget takes from a grant.",
  former: "Take texts and remarks",
  none: "Only from the passport",
  formerOf: (seq: number, contest: string) => `From application ${seq}: ${contest}`,
  go: "Make the application",
  upTo: (text: string) => `up to ${text} roubles`,
  own: (percent: number) => `own share from ${percent}%`,
} satisfies Messages<typeof beginRu>;
