import { pluralEn, type Messages } from "#base/messages.ts";
import type {
  proposalMessages as ruMessages,
  proposalRefusals as ruRefusals,
} from "./messages.ru.ts";

export const proposalMessages = {
  proposals: {
    title: "Requests to change a card",
    lead: "An organisation does not change its name, kind and numbers itself: compare with the document and decide.",
    none: "No requests",
    noneText: "When an organisation asks for another name or number, the request appears here.",
    field: "What",
    now: "Now",
    wanted: "Wanted",
    reason: "Why",
    remark: "Answer to the organisation",
    remarkHint: "Needed when you decline.",
    accept: "Change the card",
    decline: "Decline",
    accepted: "The card is changed",
    declined: "The request is declined",
    count: (n: number) => `${n} ${pluralEn(n, "request", "requests")}`,
  },
} as const satisfies Messages<typeof ruMessages>;

export const proposalRefusals = {
  "no-proposal-reason": "Write why it should change",
  "nothing-proposed": "You changed nothing",
  "proposal-waits": "The last request still waits for its answer",
  "already-decided": "This request is already decided",
  "no-remark": "Write why you decline: the organisation will read it",
} satisfies Messages<typeof ruRefusals>;
