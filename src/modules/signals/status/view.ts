import type { Exchange } from "#base/http/route.ts";
import {
  formatDateTime,
  type IconName,
  type StatusKind,
  type TimelineEntry,
} from "#base/ui/index.ts";
import { asSystem } from "#base/context.ts";
import { organisationNames } from "#modules/organisations/index.ts";
import { problemCard, readerOf, statusOf, type ProblemCard } from "#modules/problems/index.ts";
import type { FormState } from "#base/http/form.ts";
import { authorMay } from "./actions.ts";
import type { StatusForm, StatusView } from "./page.tsx";
import type { MessageState } from "../signal.ts";
import { findAuthor, picturesOf, type Message } from "../store.ts";
import { words, type SignalWords } from "../messages.ts";

const looks: Record<MessageState, StatusKind> = {
  waiting: "new",
  opened: "working",
  joined: "working",
  noise: "noise",
  answered: "answered",
  withdrawn: "closed",
};

/** Everything the private page shows; the link has been checked. */
export async function statusView(
  x: Exchange,
  message: Message,
  options: { token: string; form?: { of: StatusForm; state: FormState } | undefined },
): Promise<StatusView> {
  const t = words[x.lang].status;
  const base = x.href(`/my/${options.token}`);
  const when = (at: Date) =>
    formatDateTime(at, { lang: x.lang, zone: x.ctx.region.timeZone, now: x.ctx.now() });
  const author =
    message.author_id === null ? undefined : await findAuthor(x.ctx, message.author_id);
  const card =
    message.problem_id === null
      ? undefined
      : await problemCard(asSystem(x.ctx, "author"), message.problem_id);
  const pictures = await picturesOf(x.ctx, message.id);
  const { state } = message;
  return {
    t,
    base,
    number: message.number,
    written: when(message.written_at),
    text: message.text,
    reply: message.reply,
    state: { kind: looks[state], label: t.states[state], text: stateText(message, t, when) },
    problem: card && problemLine(x, card),
    entries: [
      ...(card === undefined ? [] : await stepsOf(x, card, when)),
      receivedEntry(message, t, when),
    ],
    pictures: pictures.map((id) => `${base}/pictures/${id}`),
    may: authorMay(message, card?.problem),
    email: author?.wants_letters === true ? author.email : null,
    erased: author === undefined ? message.text === "" : author.erased_at !== null,
    form: options.form,
  };
}

type When = (at: Date) => string;

function stateText({ state, due_at: due }: Message, t: SignalWords["status"], when: When): string {
  return state === "waiting" && due !== null ? t.texts.waitingUntil(when(due)) : t.texts[state];
}

function problemLine(x: Exchange, { problem }: ProblemCard): StatusView["problem"] {
  return {
    number: problem.number,
    title: problem.title,
    status: statusOf(readerOf(x), problem),
    href: problem.public ? x.href(`/problems/${problem.number}`) : null,
  };
}

function receivedEntry(message: Message, t: SignalWords["status"], when: When): TimelineEntry {
  return {
    icon: "message",
    title: t.received,
    at: message.received_at,
    when: when(message.received_at),
  };
}

const marks: Record<string, { icon: IconName; fact?: TimelineEntry["fact"] }> = {
  "problem.verified": { icon: "check", fact: "verified" },
  "problem.claimed": { icon: "wrench", fact: "claimed" },
  "problem.refuted": { icon: "back", fact: "refuted" },
  "problem.escalated": { icon: "up", fact: "escalated" },
};

/** The problem's history in plain words, newest first, with what the body said. */
async function stepsOf(x: Exchange, card: ProblemCard, when: When): Promise<TimelineEntry[]> {
  const t = words[x.lang].status;
  const told = card.facts.filter(({ type }) => type !== "problem.voice-added");
  const bodies = told.flatMap(({ data }) => (typeof data.body === "string" ? [data.body] : []));
  const names = await organisationNames(x.ctx, bodies);
  const entries = told.flatMap((fact): TimelineEntry[] => {
    const say = t.steps[fact.type];
    if (say === undefined) return [];
    const body = names.get(String(fact.data.body)) ?? "";
    const answer = card.answers.find((one) => one.id === fact.data.answer);
    const { icon, fact: look } = marks[fact.type] ?? { icon: "info" as const };
    return [
      {
        icon,
        ...(look !== undefined && { fact: look }),
        title: say({ problem: card.problem.number, body }),
        at: fact.at,
        when: when(fact.at),
        ...(answer !== undefined && { said: { text: answer.text, by: answer.signed_by } }),
      },
    ];
  });
  return entries.reverse();
}
