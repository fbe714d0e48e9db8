import type { Messages } from "#base/messages.ts";
import type { tieMessages as ruMessages, tieRefusals as ruRefusals } from "./messages.ru.ts";

export const tieMessages = {
  ties: {
    title: (name: string) => `People: ${name}`,
    lead: "These rows decide on independence: nobody checks the work of an organisation that they belong to.",
    person: "Person",
    role: "In which role",
    since: "First day",
    until: "Last day",
    empty: "Nobody is tied yet",
    emptyText: "Find a person and add them below.",
    addTitle: "Add a person",
    find: "Name or e-mail",
    findButton: "Find",
    nobody: "Nobody found. Invite the person to OKNO first.",
    add: "Tie to the organisation",
    added: "The person is tied to the organisation",
    endLabel: (name: string) => `Last day: ${name}`,
    end: "End",
    ended: "The tie is ended",
    unknown: "Removed person",
  },
} as const satisfies Messages<typeof ruMessages>;

export const tieRefusals = {
  "unknown-person": "There is no such person. Find them by name",
  "unknown-role": "Choose in which role the person belongs to the organisation",
  "already-tied": "This person is tied to the organisation in this role already",
  "tie-ended": "This tie is ended already",
} satisfies Messages<typeof ruRefusals>;
