import { pluralEn, type Messages } from "#base/messages.ts";
import type { signInMessages as ruMessages, signInRefusals as ruRefusals } from "./messages.ru.ts";

const days = (n: number) => `${n} ${pluralEn(n, "day", "days")}`;

export const signInMessages = {
  signIn: {
    title: "Sign in",
    lead: "For those who work with messages. To report a problem you need no account.",
    report: "Report a problem",
    submit: "Sign in",
    byLinkTitle: "Forgot the password?",
    byLinkText: "We will send a letter: sign in by a link or set a new password.",
    sendLink: "Send a sign-in link",
    sendReset: "Set a new password",
    sent: "If we know this address, the letter is on its way. Its link lives 30 minutes.",
    signedOut: "You have signed out",
    codeTitle: "Second step",
    codeLead: "Open your code app and enter the code for OKNO.",
    codeSubmit: "Confirm",
    trust: "Do not ask for a code on this device for 30 days",
    linkTitle: "Sign in by link",
    linkLead: "Press to sign in. The link works once.",
    resetTitle: "New password",
    resetLead: "All earlier sign-ins will end.",
    resetSubmit: "Save the password",
    resetDone: "The password is saved. Sign in with it.",
  },
  letters: {
    inviteSubject: (region: string) => `Invitation to OKNO: ${region}`,
    inviteBody: (v: { name: string; role: string; region: string; days: number; link: string }) =>
      `Hello, ${v.name}!\n\nYou are invited to work in OKNO (${v.region}). Your role: ${v.role}.\n\n` +
      `To accept, open the link and set a password:\n${v.link}\n\n` +
      `The link lives ${days(v.days)} and works once. If you did not expect this letter, do nothing.\n`,
    linkSubject: "Signing in to OKNO",
    linkBody: (v: { link: string; minutes: number }) =>
      `Hello!\n\nTo sign in, open the link and press “Sign in”:\n${v.link}\n\n` +
      `The link lives ${v.minutes} minutes and works once. If you did not ask for it, do nothing.\n`,
    linkTwoSteps: (v: { link: string }) =>
      `Hello!\n\nYou asked for a sign-in link. Your second step is on, so a link cannot let you in: ` +
      `sign in with the password and a code.\n${v.link}\n\nYou can set a new password there.\n`,
    resetSubject: "New password in OKNO",
    resetBody: (v: { link: string; minutes: number }) =>
      `Hello!\n\nTo set a new password, open the link:\n${v.link}\n\n` +
      `The link lives ${v.minutes} minutes. If you did not ask for it, do nothing: the password stays.\n`,
  },
} satisfies Messages<typeof ruMessages>;

export const signInRefusals = {
  "password-missing": "Enter the password",
  "password-short": "The password is short: at least {minimum} characters",
  "password-long": "The password is too long: at most {maximum} characters",
  "password-repeat": "The passwords differ. Enter them again",
  "password-wrong": "This is not your present password",
  "sign-in-wrong":
    "The e-mail or the password does not fit. Check the keyboard layout and try again.",
  blocked: "An administrator has closed this account. Write to them to open it.",
  "code-wrong": "The code does not fit. Wait for the next one and enter it.",
  "code-expired": "The time for the code is over. Sign in with the password again.",
  "code-locked": "Too many wrong codes. Wait 15 minutes and sign in again.",
  "link-spent": "The link has been used or is too old. Ask for a new one.",
  "link-second-step": "Your second step is on: sign in with the password and a code.",
} satisfies Messages<typeof ruRefusals>;
