import type { Messages } from "#base/messages.ts";
import type { ru } from "./messages.ru.ts";

type StepValues = { problem: string; body: string };

const toBody = (body: string) => (body === "" ? "the body responsible" : body);

const bodyOrDefault = (body: string) => (body === "" ? "The body responsible" : body);

export const en = {
  my: {
    title: "My message",
    explain:
      "Every message has a private link. It shows what became of it and lets you say whether it is fixed.",
    where: [
      "If you wrote on this site, the link opened right after sending. Look for “/my/” in your browser's history.",
      "If you left an e-mail and asked for letters, the link is in each of them.",
      "If the link is lost, call the centre and give the message's number. Only its owner knows the link, so we will ask what you wrote about.",
    ],
    again: "Write a new message",
  },
  status: {
    title: (number: string) => `Message ${number}`,
    lead: (when: string) => `You wrote ${when}.`,
    states: {
      waiting: "Waits for a coordinator",
      opened: "Became a problem",
      joined: "Joined a problem",
      noise: "Nothing to be done",
      answered: "You were answered",
      withdrawn: "You withdrew it",
    },
    texts: {
      waiting: "The message is kept. A coordinator will read it and decide whom to send it to.",
      waitingUntil: (when: string) => `The message is kept. A coordinator reads it by ${when}.`,
      opened: "We opened a problem from it and watch the deadline.",
      joined: "Others wrote about the same. We gathered everything into one problem.",
      noise:
        "We decided that nobody has to act. If that is a mistake, write again with more detail.",
      answered: "A coordinator answered you directly.",
      withdrawn: "The message was taken back at your wish.",
    },
    privateNote: "This page is private. Only you know its address: do not show it to others.",
    yourWords: "Your words",
    reply: "The coordinator's answer",
    openProblem: (number: string) => `Page of problem ${number}`,
    history: "What happened",
    received: "Message received",
    steps: {
      "problem.report-added": () => "The message joined a problem",
      "problem.confirmed": () => "A coordinator confirmed the problem",
      "problem.routed": (v: StepValues) => `Sent to ${toBody(v.body)}`,
      "problem.rerouted": (v: StepValues) => `Handed over to ${toBody(v.body)}`,
      "problem.acknowledged": () => "The body took it up",
      "problem.answered-interim": () => "The body gave an interim answer",
      "problem.answered": () => "The body answered",
      "problem.claimed": () => "The body claims: fixed",
      "problem.verified": () => "Checked: fixed",
      "problem.refuted": () => "The check refuted it: not fixed",
      "problem.planned": () => "The work is planned",
      "problem.woken": () => "The planned day has come, an answer is due",
      "problem.explained": () => "You were given an explanation",
      "problem.rejected": () => "The problem was not accepted",
      "problem.reopened": () => "The problem was opened again",
      "problem.became-overdue": () => "The deadline has passed",
      "problem.escalated": () => "Taken one step higher",
      "problem.withdrawn": () => "The problem was withdrawn",
      "problem.merged": () => "The problem was merged with another like it",
      "problem.unmerged": () => "The problem stands alone again",
    },
    judge: "Is it really fixed?",
    judgeLead: "The body claims a fix. You are nearby and see better.",
    outcome: "What you saw",
    fixed: "Yes, fixed",
    notFixed: "No, not fixed",
    judgeText: "Tell how it is now",
    judgePictures: "Pictures",
    judgePicturesHint: "Up to five. Everybody sees them on the problem's page",
    judgeSend: "Send the answer",
    judged: {
      fixed: "Thank you. Noted: fixed.",
      "not-fixed": "Noted: not fixed. Sent back, one step higher.",
    },
    again: "Broken again?",
    againLead: "If it broke again, we open the problem anew.",
    againText: "What happened again",
    againSend: "Broken again",
    againDone: "The problem is open again and back with the body.",
    yourData: "Your data",
    letters: (email: string) => `Letters about every step go to ${email}.`,
    noLetters: "No letters are sent. Everything is here.",
    stopLetters: "Stop the letters",
    lettersStopped: "There will be no more letters.",
    withdraw: "Withdraw the message",
    withdrawHint: "If it solved itself or you changed your mind.",
    withdrawn: "The message is withdrawn.",
    erase: "Erase my data",
    eraseHint:
      "Name, e-mail, letters and pictures go. Of the text its beginning stays, without personal details. This cannot be undone.",
    eraseSure: "Yes, erase my data for good",
    erased: "Your data are erased.",
    pictureAlt: (n: number) => `Your picture ${n}`,
  },
  letters: {
    subject: (number: string, what: string) => `${number}: ${what}`,
    steps: {
      "problem.report-added": "we are on it",
      "problem.routed": "sent to the body responsible",
      "problem.rerouted": "handed over to another body",
      "problem.answered-interim": "an interim answer",
      "problem.answered": "an answer",
      "problem.claimed": "they say it is fixed",
      "problem.verified": "fixed and checked",
      "problem.refuted": "not fixed, sent back",
      "problem.planned": "the work is planned",
      "problem.explained": "explained",
      "problem.rejected": "not accepted",
      "problem.reopened": "opened again",
    },
    hello: "Hello!",
    about: (number: string, title: string) => `This is about your message ${number}: “${title}”.`,
    says: {
      "problem.report-added": (v: StepValues) =>
        `We read it. It is now problem ${v.problem}${v.body === "" ? "" : `, with ${v.body}`}. We watch the deadline and tell you every step.`,
      "problem.routed": (v: StepValues) =>
        `Problem ${v.problem} was sent to ${toBody(v.body)}. The clock is running.`,
      "problem.rerouted": (v: StepValues) =>
        `Problem ${v.problem} was handed over to ${toBody(v.body)}. The deadline did not move.`,
      "problem.answered-interim": (v: StepValues) =>
        `${bodyOrDefault(v.body)} gave an interim answer. Read it by the link.`,
      "problem.answered": (v: StepValues) =>
        `${bodyOrDefault(v.body)} answered. Read it by the link.`,
      "problem.claimed": (v: StepValues) =>
        `${bodyOrDefault(v.body)} says it is fixed. We will check. You are nearby: tell us by the link.`,
      "problem.verified": () =>
        "It is fixed, and was checked on the ground. If it breaks again, tell us by the link.",
      "problem.refuted": () => "The check showed: not fixed. Sent back, one step higher.",
      "problem.planned": () =>
        "The work is planned. When the day comes, we will ask for an answer ourselves.",
      "problem.explained": () =>
        "You were given an explanation. Read it by the link. If it does not answer, say so there.",
      "problem.rejected": () => "The problem was not accepted. The reason is behind the link.",
      "problem.reopened": () => "The problem was opened again and went back, one step higher.",
    },
    link: (href: string) => `Your private page:\n${href}`,
    why: "You get this letter because you asked to be told every step. You can stop it on the private page.",
  },
} satisfies Messages<typeof ru>;
