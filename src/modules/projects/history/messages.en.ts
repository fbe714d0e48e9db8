import { type Messages } from "#base/messages.ts";
import type { historyRu } from "./messages.ru.ts";

export const historyEn = {
  title: "Changes",
  lead: "Who changed what and when. Both texts are kept.",
  none: "Nothing was changed yet.",
  field: "What",
  added: "added",
  removed: "removed",
  gone: "(gone)",
  before: "Was",
  after: "Is",
  someone: "somebody",
  parts: {
    passport: "Passport",
    groups: "Target groups",
    tasks: "Tasks",
    activities: "Activities",
    costs: "Budget",
    team: "Team",
    partners: "Partners",
    risks: "Risks",
    results: "Results",
    lead: "Leader",
    publications: "Publications",
  },
} satisfies Messages<typeof historyRu>;
