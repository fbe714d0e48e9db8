import type { Messages } from "#base/messages.ts";
import type {
  invitationMessages as ruMessages,
  invitationRefusals as ruRefusals,
} from "./messages.ru.ts";

export const invitationMessages = {
  invitation: {
    title: "Invitation",
    lead: (role: string, region: string) => `You are invited to work in OKNO: ${role}, ${region}.`,
    submit: "Accept the invitation",
    known: "This address has an account already. Accept the role and sign in as usual.",
    accepted: "The invitation is accepted",
    acceptedSignIn: "The invitation is accepted. Sign in to begin.",
    spentTitle: "The invitation is not valid",
    spentText:
      "It has been accepted, withdrawn, or is too old. Ask an administrator for a new one.",
  },
} satisfies Messages<typeof ruMessages>;

export const invitationRefusals = {
  "invitation-accepted":
    "The invitation has been accepted. The role can be ended on the person's page.",
} satisfies Messages<typeof ruRefusals>;
