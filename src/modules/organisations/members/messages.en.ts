import { pluralEn, type Messages } from "#base/messages.ts";
import type { memberMessages as ruMessages, memberRefusals as ruRefusals } from "./messages.ru.ts";

export const memberMessages = {
  members: {
    title: "Members",
    keepLead:
      "Who sits in the organisation and for which term. A name appears on the page only if the person agrees.",
    onCard: "Who is here",
    unnamed: (n: number, text: string) =>
      `${text} ${pluralEn(n, "person", "people")}, not named here`,
    more: (n: number, text: string) => `and ${text} more ${pluralEn(n, "person", "people")}`,
    none: "Nobody yet",
    noneText: "Add the first person below.",
    person: "Person",
    role: "Role",
    term: "Term",
    sinceUntil: (since: string, until: string | undefined) =>
      until === undefined ? `since ${since}` : `${since} – ${until}`,
    public: "On the page",
    shown: "Everyone sees the name",
    hidden: "The name is hidden",
    show: "Show the name",
    hide: "Hide the name",
    addTitle: "Add a person",
    surname: "Surname",
    givenName: "Given name",
    patronymic: "Patronymic",
    email: "E-mail",
    phone: "Telephone",
    since: "From which day",
    until: "To which day",
    untilHint: "Empty: until somebody else comes.",
    agree: "The person agrees to be named on the public page",
    add: "Add to the members",
    added: "The person is added",
    end: "End the term",
    endLabel: (name: string) => `Last day: ${name}`,
    ended: "The term is ended",
    changed: "Saved",
    erased: "Name erased",
  },
} as const satisfies Messages<typeof ruMessages>;

export const memberRefusals = {
  "already-member": "This person is already a member in this role on these days",
} satisfies Messages<typeof ruRefusals>;
