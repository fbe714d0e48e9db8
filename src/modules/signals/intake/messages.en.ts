import type { Messages } from "#base/messages.ts";
import type { ru } from "./messages.ru.ts";

export const en = {
  tell: {
    title: "Tell us what happened",
    lead: "Write in your own words. We find who is responsible, watch the deadline and go to check it ourselves.",
    danger: "Is a life in danger? First call",
    text: "What happened",
    textHint:
      "For example: “The lamps in our yard have been off for three days, children walk home in the dark”",
    place: "Where is it",
    placeHint: "An address or a landmark. Your home address will not be shown",
    map: "Or show it on the map",
    municipality: "District or town",
    municipalityEmpty: "Choose",
    municipalityUnknown: "I do not know",
    pictures: "Pictures",
    picturesHint: "Up to five, 10 MB each. Place and time of shooting are removed from the file",
    picturesKept: (n: number) => `Pictures kept: ${n}. No need to attach them again`,
    contacts: "How to reach you",
    contactsHint: "May stay empty: the private link shows the answer.",
    name: "Name",
    email: "E-mail",
    wantsLetters: "Write to me about every step",
    consent: "I agree that the centre keeps my name and e-mail in order to answer",
    consentHint: "You can erase them at any time by the private link",
    trap: "Leave this field empty",
    send: "Send the message",
    noAccount: "No account needed",
    next: "What comes next",
    steps: [
      "You get a number and a private link at once.",
      "A coordinator reads the message within a few working hours, a dangerous one within an hour.",
      "We send it to whoever is responsible and watch the deadline.",
      "When they say “fixed”, somebody goes and looks. We will ask you too.",
    ],
    errors: "The message has not been sent yet",
    done: (number: string) =>
      `Message received. Number ${number}. Keep this page: its address shows the answer.`,
  },
} satisfies Messages<typeof ru>;
