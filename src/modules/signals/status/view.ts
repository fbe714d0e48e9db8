import { labelOf } from "#base/messages.ts";
import type { RequestContext } from "#base/http/route.ts";
import {
  formatDateTime,
  type IconName,
  type StatusKind,
  type TimelineEntry,
} from "#base/ui/index.ts";
import { asSystem } from "#base/context.ts";
import { loadOrganisationNames } from "#modules/organisations/index.ts";
import {
  loadProblemCard,
  problemViewContext,
  problemStatus,
  type ProblemCard,
} from "#modules/problems/index.ts";
import type { FormState } from "#base/http/form.ts";
import { authorPermissions } from "./actions.ts";
import type { StatusForm, StatusView } from "./page.tsx";
import type { MessageState } from "../signal.ts";
import { findAuthor, listPictureIds, type SignalMessage } from "../store.ts";
import { messages, type SignalMessages } from "../messages.ts";

const stateKinds: Record<MessageState, StatusKind> = {
  waiting: "new",
  opened: "working",
  joined: "working",
  noise: "noise",
  answered: "answered",
  withdrawn: "closed",
};

/** Loads everything the private page shows; the caller has checked the link. */
export async function loadStatusView(
  c: RequestContext,
  message: SignalMessage,
  options: { token: string; form?: { of: StatusForm; state: FormState } | undefined },
): Promise<StatusView> {
  const t = messages[c.lang].status;
  const base = c.href(`/my/${options.token}`);
  const when = (at: Date) =>
    formatDateTime(at, { lang: c.lang, zone: c.ctx.region.timeZone, now: c.ctx.now() });
  const author =
    message.author_id === null ? undefined : await findAuthor(c.ctx, message.author_id);
  const card =
    message.problem_id === null
      ? undefined
      : await loadProblemCard(asSystem(c.ctx, "author"), message.problem_id);
  const pictures = await listPictureIds(c.ctx, message.id);
  const { state } = message;
  return {
    t,
    base,
    number: message.number,
    written: when(message.written_at),
    text: message.text,
    reply: message.reply,
    state: { kind: stateKinds[state], label: t.states[state], text: stateText(message, t, when) },
    problem: card && problemSummary(c, card),
    entries: [
      ...(card === undefined ? [] : await loadTimeline(c, card, when)),
      receivedEntry(message, t, when),
    ],
    pictures: pictures.map((id) => `${base}/pictures/${id}`),
    permissions: authorPermissions(message, card?.problem),
    email: author?.wants_letters === true ? author.email : null,
    erased: author === undefined ? message.text === "" : author.erased_at !== null,
    form: options.form,
  };
}

type DateFormatter = (at: Date) => string;

function stateText(
  { state, due_at: due }: SignalMessage,
  t: SignalMessages["status"],
  when: DateFormatter,
): string {
  return state === "waiting" && due !== null ? t.texts.waitingUntil(when(due)) : t.texts[state];
}

function problemSummary(c: RequestContext, { problem }: ProblemCard): StatusView["problem"] {
  return {
    number: problem.number,
    title: problem.title,
    status: problemStatus(problemViewContext(c), problem),
    href: problem.public ? c.href(`/problems/${problem.number}`) : null,
  };
}

function receivedEntry(
  message: SignalMessage,
  t: SignalMessages["status"],
  when: DateFormatter,
): TimelineEntry {
  return {
    icon: "message",
    title: t.received,
    at: message.received_at,
    when: when(message.received_at),
  };
}

const factMarks: Record<string, { icon: IconName; fact?: TimelineEntry["fact"] }> = {
  "problem.verified": { icon: "check", fact: "verified" },
  "problem.claimed": { icon: "wrench", fact: "claimed" },
  "problem.refuted": { icon: "back", fact: "refuted" },
  "problem.escalated": { icon: "up", fact: "escalated" },
};

/** Loads the problem's history in plain sentences, newest first, with the answers of the body. */
async function loadTimeline(
  c: RequestContext,
  card: ProblemCard,
  when: DateFormatter,
): Promise<TimelineEntry[]> {
  const t = messages[c.lang].status;
  const shownFacts = card.facts.filter(({ type }) => type !== "problem.report-added");
  const bodies = shownFacts.flatMap(({ data }) =>
    typeof data.body === "string" ? [data.body] : [],
  );
  const names = await loadOrganisationNames(c.ctx, bodies);
  const entries = shownFacts.flatMap((fact): TimelineEntry[] => {
    const formatStep = labelOf(t.steps, fact.type);
    if (formatStep === undefined) return [];
    const body = names.get(String(fact.data.body)) ?? "";
    const answer = card.answers.find((one) => one.id === fact.data.answer);
    const { icon, fact: look } = factMarks[fact.type] ?? { icon: "info" as const };
    return [
      {
        icon,
        ...(look !== undefined && { fact: look }),
        title: formatStep({ problem: card.problem.number, body }),
        at: fact.at,
        when: when(fact.at),
        ...(answer !== undefined && { quote: { text: answer.text, by: answer.signed_by } }),
      },
    ];
  });
  return entries.reverse();
}
