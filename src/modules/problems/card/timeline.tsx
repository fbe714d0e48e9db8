import { labelOf } from "#base/messages.ts";
import { Timeline, type IconName, type TimelineEntry, formatDateTime } from "#base/ui/index.ts";
import type { Fact } from "#base/journal.ts";
import type { ProblemCard } from "./reads.ts";
import { formatPlainDate, type ProblemViewContext } from "../view.ts";
import type { ProblemRowNames } from "../list/rows.tsx";

const icons: Record<string, IconName> = {
  "problem.opened": "message",
  "problem.confirmed": "check",
  "problem.routed": "right",
  "problem.rerouted": "right",
  "problem.acknowledged": "wrench",
  "problem.answered-interim": "doc",
  "problem.answered": "doc",
  "problem.claimed": "said",
  "problem.explained": "lock",
  "problem.verified": "check",
  "problem.refuted": "back",
  "problem.planned": "alarm",
  "problem.woken": "alarm",
  "problem.rejected": "lock",
  "problem.withdrawn": "lock",
  "problem.merged": "merge",
  "problem.unmerged": "merge",
  "problem.absorbed": "merge",
  "problem.split-off": "merge",
  "problem.reopened": "back",
  "problem.became-overdue": "alarm",
  "problem.escalated": "stairs",
};

const entryKinds: Record<string, TimelineEntry["fact"]> = {
  "problem.verified": "verified",
  "problem.claimed": "claimed",
  "problem.answered": "claimed",
  "problem.answered-interim": "claimed",
  "problem.refuted": "refuted",
  "problem.escalated": "escalated",
};

/** What happened, newest first; a body's answers look different from checks. */
export function LifecycleTimeline({
  viewContext: view,
  card,
  names,
}: {
  viewContext: ProblemViewContext;
  card: ProblemCard;
  names: ProblemRowNames;
}) {
  const shown = card.facts.filter((fact) => fact.type in icons).toReversed();
  return (
    <Timeline level={3} entries={shown.map((fact) => toTimelineEntry(view, card, names, fact))} />
  );
}

function toTimelineEntry(
  view: ProblemViewContext,
  card: ProblemCard,
  names: ProblemRowNames,
  fact: Fact,
): TimelineEntry {
  const { t } = view;
  const look = entryKinds[fact.type];
  return {
    icon: icons[fact.type] ?? "square",
    title: labelOf(t.facts, fact.type) ?? fact.type,
    at: fact.at,
    when: formatDateTime(fact.at, view),
    id: `fact-${fact.seq}`,
    ...(look !== undefined && { fact: look }),
    ...entryText(view, card, names, fact),
  };
}

function entryText(
  view: ProblemViewContext,
  card: ProblemCard,
  names: ProblemRowNames,
  fact: Fact,
): Pick<TimelineEntry, "text" | "quote"> {
  const { t } = view;
  const text = (key: string) =>
    typeof fact.data[key] === "string" ? (fact.data[key] as string) : undefined;
  const answer = card.answers.find((one) => one.id === text("answer"));
  if (answer !== undefined) {
    const promised =
      answer.promised_for === null
        ? ""
        : ` ${t.clock.until(formatPlainDate(view, answer.promised_for))}`;
    const by = [answer.signed_by, names.body(answer.body_id)].filter(Boolean).join(", ");
    return {
      quote: { text: `${answer.text}${promised}`, by: `${by}. ${t.card.quality(answer.quality)}` },
    };
  }
  const check = card.verifications.find((one) => one.id === text("verification"));
  if (check !== undefined) return { text: check.text };
  const body = text("body");
  if (body !== undefined && fact.type.endsWith("routed")) return { text: names.body(body) };
  if (fact.type === "problem.escalated") return { text: t.escalation[Number(fact.data.step)] };
  if (fact.type === "problem.became-overdue")
    return { text: labelOf(t.timers, text("timer") ?? "") };
  const until = text("until");
  if (until !== undefined) return { text: t.clock.until(formatPlainDate(view, until)) };
  const reason = text("reason");
  if (fact.type === "problem.rejected" && reason !== undefined) {
    return { text: t.rejectReasons[reason as keyof typeof t.rejectReasons] };
  }
  return {};
}
