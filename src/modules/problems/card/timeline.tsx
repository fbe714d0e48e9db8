import { Timeline, type IconName, type TimelineEntry } from "#base/ui/index.ts";
import type { Fact } from "#base/journal.ts";
import type { ProblemCard } from "../list/reads.ts";
import { sayDate, sayMoment, type Reader } from "../view.ts";
import type { LineNames } from "../list/rows.tsx";

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
  "problem.parted": "merge",
  "problem.reopened": "back",
  "problem.became-overdue": "alarm",
  "problem.escalated": "stairs",
};

const looks: Record<string, TimelineEntry["fact"]> = {
  "problem.verified": "verified",
  "problem.claimed": "claimed",
  "problem.answered": "claimed",
  "problem.answered-interim": "claimed",
  "problem.refuted": "refuted",
  "problem.escalated": "escalated",
};

/** What happened, newest first; the words of a body stand apart from what was seen. */
export function LifeTimeline({
  reader,
  card,
  names,
}: {
  reader: Reader;
  card: ProblemCard;
  names: LineNames;
}) {
  const shown = card.facts.filter((fact) => fact.type in icons).toReversed();
  return <Timeline level={3} entries={shown.map((fact) => entryOf(reader, card, names, fact))} />;
}

function entryOf(reader: Reader, card: ProblemCard, names: LineNames, fact: Fact): TimelineEntry {
  const { t } = reader;
  const look = looks[fact.type];
  return {
    icon: icons[fact.type] ?? "square",
    title: t.facts[fact.type] ?? fact.type,
    at: fact.at,
    when: sayMoment(reader, fact.at),
    id: `fact-${fact.seq}`,
    ...(look !== undefined && { fact: look }),
    ...wordsOf(reader, card, names, fact),
  };
}

function wordsOf(
  reader: Reader,
  card: ProblemCard,
  names: LineNames,
  fact: Fact,
): Pick<TimelineEntry, "text" | "said"> {
  const { t } = reader;
  const text = (key: string) =>
    typeof fact.data[key] === "string" ? (fact.data[key] as string) : undefined;
  const answer = card.answers.find((one) => one.id === text("answer"));
  if (answer !== undefined) {
    const promised =
      answer.promised_for === null ? "" : ` ${t.clock.until(sayDate(reader, answer.promised_for))}`;
    const by = [answer.signed_by, names.body(answer.body_id)].filter(Boolean).join(", ");
    return {
      said: { text: `${answer.text}${promised}`, by: `${by}. ${t.card.quality(answer.quality)}` },
    };
  }
  const check = card.verifications.find((one) => one.id === text("verification"));
  if (check !== undefined) return { text: check.text };
  const body = text("body");
  if (body !== undefined && fact.type.endsWith("routed")) return { text: names.body(body) };
  if (fact.type === "problem.escalated") return { text: t.escalation[Number(fact.data.step)] };
  if (fact.type === "problem.became-overdue") return { text: t.timers[text("timer") ?? ""] };
  const until = text("until");
  if (until !== undefined) return { text: t.clock.until(sayDate(reader, until)) };
  const reason = text("reason");
  if (fact.type === "problem.rejected" && reason !== undefined) {
    return { text: t.rejectReasons[reason as keyof typeof t.rejectReasons] };
  }
  return {};
}
