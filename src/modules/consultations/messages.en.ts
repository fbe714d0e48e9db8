import type { Messages } from "#base/messages.ts";
import { requestMessages, requestRefusals } from "./requests/messages.en.ts";
import { deskMessages, deskRefusals } from "./desk/messages.en.ts";
import { slotMessages, slotRefusals } from "./slots/messages.en.ts";
import type { ru } from "./messages.ru.ts";

export const en = {
  ...requestMessages,
  ...deskMessages,
  ...slotMessages,
  stages: {
    asked: "Waits for a consultant",
    taken: "Taken",
    booked: "Meeting booked",
    given: "Advice given",
    closed: "Outcome known",
    declined: "Not for us",
    withdrawn: "Withdrawn",
  },
  topics: {
    registration: "Registering an organisation",
    reporting: "Reports of an NGO",
    accounting: "Accounting and taxes",
    law: "A legal question",
    tos: "Starting a neighbourhood body",
    "project-idea": "A project idea",
    application: "A contest application",
    budget: "A project's budget",
    "project-report": "A grant report",
    volunteers: "Volunteers",
    promotion: "Telling about ourselves",
    partnership: "Partners and authorities",
    other: "Something else",
  },
  modes: { individual: "For one person", group: "For a group" },
  channels: { form: "by the site", telephone: "by telephone", project: "from a project's page" },
  formats: { "in-person": "A meeting", telephone: "By telephone", online: "By video" },
  outcomes: {
    "project-opened": "A project began",
    "application-submitted": "An application was submitted",
    "organisation-registered": "An organisation was registered",
    "question-solved": "The question is solved",
    "another-meeting": "Another meeting is needed",
    "nothing-yet": "Nothing yet",
  },
  timers: {
    "consultation-take": "take it",
    "consultation-book": "agree on a time",
    "consultation-give": "write the record",
    "consultation-outcome": "learn what came of it",
  },
  letters: {
    bookedSubject: (number: string) => `Consultation ${number}: the time is set`,
    booked: (when: string, place: string, link: string) =>
      `Meeting ${when}.${place === "" ? "" : ` ${place}.`}\n\nIf plans change, open your page:\n${link}`,
    eveSubject: (number: string) => `Consultation ${number} is tomorrow`,
    eve: (when: string, place: string, link: string) =>
      `See you tomorrow: ${when}.${place === "" ? "" : ` ${place}.`}\n\nIf plans change, open your page and take the question back:\n${link}`,
    declinedSubject: (number: string) => `Consultation ${number}: why we cannot help`,
    declined: (reason: string, link: string) => `${reason}\n\nYour page:\n${link}`,
    requestedSubject: (number: string) => `Question ${number} is taken`,
    requested: (link: string) =>
      `A consultant answers within two working days. What happens to your question is here:\n${link}`,
    givenSubject: (number: string) => `Consultation ${number}: what was advised`,
    given: (next: string, link: string) => `Next step: ${next}\n\nThe whole record:\n${link}`,
  },
  navigation: { consultations: "Consultations" },
  refusals: {
    ...requestRefusals,
    ...deskRefusals,
    ...slotRefusals,
    "stage-forbids": "Not now: the request is at another stage. Reload the page",
    "changed-meanwhile":
      "While you wrote, somebody changed the request. Your text is below, check and send it again",
    "time-passed": "This time has passed",
    "not-yet": "This day has not come yet",
    "date-wrong": "Give a day",
  },
} satisfies Messages<typeof ru>;
