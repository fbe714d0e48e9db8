import type { Messages } from "#base/messages.ts";
import type {
  accountMessages as ruMessages,
  accountRefusals as ruRefusals,
} from "./messages.ru.ts";

export const accountMessages = {
  account: {
    title: "My profile",
    roles: "My roles",
    noRoles: "No roles yet. An administrator gives them.",
    name: "Name",
    saveName: "Save the name",
    nameSaved: "The name is saved",
    password: "Password",
    savePassword: "Change the password",
    passwordSaved: "The password is changed, other sign-ins have ended",
    sessions: "Where you are signed in",
    device: "Device",
    since: "Signed in",
    here: "this device",
    end: "End",
    endOthers: "End all others",
    ended: "The sign-in has ended",
    endedOthers: "The other sign-ins have ended",
    unknownDevice: "unknown device",
    signOut: "Sign out",
    secondStep: "Second step of signing in",
    secondStepOff: "Off. With it a stranger cannot come in even with your password.",
    secondStepOn: "On: after the password we ask for a code from your app.",
    turnOn: "Turn the second step on",
    turnOff: "Turn the second step off",
    turnedOn: "The second step is on",
    turnedOff: "The second step is off",
    setupTitle: "Turn the second step on",
    scan: "Point your code app at the square",
    scanAlt: "Square code for the app",
    byHand: "Or type the key in",
    backupTitle: "Backup codes",
    backupText:
      "Write them down and keep them apart from the telephone. Each works once. We will not show them again.",
    confirm: "Enter the code that the app shows",
    newCodes: "Get new backup codes",
  },
} satisfies Messages<typeof ruMessages>;

export const accountRefusals = {
  "email-missing": "Write the e-mail address",
  "email-wrong": "The e-mail address is wrong. Example: anna@mail.org",
  "email-taken": "This address has an account already",
  "second-step-on": "The second step is on already",
  "second-step-off": "The second step is off already",
  "block-self": "You cannot close your own account. Another administrator can.",
  "last-administrator": "This is the region's last administrator. Appoint another one first.",
} satisfies Messages<typeof ruRefusals>;
