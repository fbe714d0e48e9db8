import type { Messages } from "#base/messages.ts";
import type {
  relationMessages as ruMessages,
  relationRefusals as ruRefusals,
} from "./messages.ru.ts";

export const relationMessages = {
  relationsPage: {
    title: "Ties",
    keepLead:
      "Whom the organisation is tied to: who founded it, what it belongs to, where it works.",
    onCard: "Whom it is tied to",
    none: "No ties yet",
    noneText: "Add the first one below.",
    other: "Organisation",
    otherHint: "Name or INN. It must be in the registry.",
    kind: "Which tie",
    since: "From which day",
    until: "To which day",
    addTitle: "Add a tie",
    add: "Tie",
    added: "The tie is added. Both cards show it",
    end: "End",
    endLabel: (name: string) => `Last day of the tie: ${name}`,
    ended: "The tie is ended",
  },
} as const satisfies Messages<typeof ruMessages>;

export const relationRefusals = {
  "unknown-relation": "Choose which tie it is",
  "relation-itself": "An organisation cannot be tied to itself",
  "already-related": "There is such a tie already",
  "other-missing": "Write the name or INN of the organisation",
  "other-many": "There are several: {names}. Write the exact name or the INN",
} satisfies Messages<typeof ruRefusals>;
