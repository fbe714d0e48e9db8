import type { Messages } from "#base/messages.ts";
import type {
  annualCheckMessages as ruMessages,
  annualCheckRefusals as ruRefusals,
} from "./messages.ru.ts";

export const annualCheckMessages = {
  yearly: {
    title: "Do you still work?",
    lead: (name: string) =>
      `Once a year we ask organisations whether all is as before. This is about “${name}”.`,
    needLink: "Open this page by the link in the letter.",
    question: "How is the organisation now",
    answers: {
      yes: "We work, all is right",
      changed: "We work, but something has changed",
      closed: "We no longer work",
    },
    note: "What has changed",
    noteHint: "A new address, telephone, head. May stay empty.",
    button: "Answer",
    done: "Thank you for the answer",
    doneText: "We have noted it. If something changed, the resource centre will mend the card.",
    open: "Open the card",
    keeper: (day: string, answer: string) => `Answer to the yearly question, ${day}: ${answer}`,
    letter: ({ name, link }: { name: string; link: string }) => ({
      subject: `Do you still work? ${name}`,
      body: `Hello!

Once a year we ask whether all is as before with “${name}”. Residents find help by your card.

Please answer, it takes a minute:
${link}

If you do not answer we close nothing, but in two months the card will say that it was not confirmed for long.`,
    }),
  },
} as const satisfies Messages<typeof ruMessages>;

export const annualCheckRefusals = {
  "no-answer": "Choose an answer",
  "already-answered": "This letter was already answered",
} satisfies Messages<typeof ruRefusals>;
