import type { Messages } from "#base/messages.ts";
import { signInMessages, signInRefusals } from "./sign-in/messages.en.ts";
import { accountMessages, accountRefusals } from "./accounts/messages.en.ts";
import { invitationMessages, invitationRefusals } from "./invitations/messages.en.ts";
import { roleMessages, roleRefusals } from "./roles/messages.en.ts";
import { directoryMessages } from "./directory/messages.en.ts";
import { contactMessages, contactRefusals } from "./contacts/messages.en.ts";
import type { ru } from "./messages.ru.ts";

export const en = {
  ...signInMessages,
  ...accountMessages,
  ...invitationMessages,
  ...roleMessages,
  ...directoryMessages,
  ...contactMessages,
  navigation: { contacts: "Contacts", signIn: "Sign in" },
  fields: {
    name: "First name and surname",
    email: "E-mail",
    password: "Password",
    newPassword: "New password",
    repeat: "New password again",
    currentPassword: "Present password",
    passwordHint: (least: number) =>
      `At least ${least} characters. A long phrase is safer than a tricky word.`,
    code: "Code from the app",
    codeHint: "Six digits. Or one of the backup codes.",
    choose: "choose",
    role: "Role",
    territory: "Municipality",
    organisation: "Organisation",
    organisationHint: "Begin to write and choose from the list.",
    placeHint: "For a coordinator.",
    bodyHint: "For a specialist, a council and an NGO.",
    none: "not needed",
  },
  refusals: {
    ...signInRefusals,
    ...accountRefusals,
    ...invitationRefusals,
    ...roleRefusals,
    ...contactRefusals,
    "name-missing": "Write the first name and the surname",
    "token-name-missing": "Name the program that needs the key",
  },
} satisfies Messages<typeof ru>;
