import type { Messages } from "#base/messages.ts";
import type { selfServiceMessages as ru } from "./messages.ru.ts";

export const selfServiceMessages = {
  own: {
    title: (name: string) => `Page: ${name}`,
    tabs: "What to change",
    about: "About",
    aboutLead: "What everybody sees who opens your page.",
    description: "What you do",
    descriptionHint:
      "In your own words: whom you help and how. No telephones or addresses of people.",
    directions: "Directions",
    links: "Pages elsewhere",
    linksHint: "One address per line: a group, a channel, a card of another site.",
    logo: "Logo",
    logoHint: "A picture of at most 10 MB. Empty: the present one stays.",
    noLogo: "Remove the logo",
    logoOf: (name: string) => `Logo: ${name}`,
    save: "Save the page",
    saved: "The page is saved",
    edit: "Keep the page",
    confirm: "We work, all is right",
    confirmed: "Thank you. Noted that the organisation works",
    confirmedOn: (day: string) => `Confirmed ${day}`,
    propose: "Name and numbers",
    proposeLead:
      "The resource centre changes name, kind, INN and OGRN. Write what is to be mended.",
    reason: "Why",
    reasonHint: "For example: a new name, statute of 12 March.",
    proposeButton: "Ask for the change",
    proposed: "The request is sent. You will see the answer here",
    waiting: "The request waits for the resource centre.",
    accepted: (day: string) => `The request was accepted on ${day}.`,
    declined: (day: string, remark: string) => `The request was declined on ${day}: ${remark}`,
    print: "Print",
  },
} as const satisfies Messages<typeof ru>;
