import { labelOf } from "#base/messages.ts";
import type { ClockState, StatusKind, ViewContext } from "#base/ui/index.ts";
import { formatDate } from "#base/ui/index.ts";
import { calendar } from "#base/time/rules.ts";
import { timeLeft } from "#base/time/deadlines.ts";
import type { RequestContext } from "#base/http/route.ts";
import type { Lang } from "#base/messages.ts";
import { catalogue } from "#modules/triage/index.ts";
import { messages, type ProblemMessages } from "./messages.ts";
import { lifecycle, type ProblemStage } from "./problem.ts";
import type { ProblemListItem } from "./list/reads.ts";

/** What every page of the module needs for its texts. */
export type ProblemViewContext = ViewContext & { t: ProblemMessages };

/** Returns the view context of a request. */
export function problemViewContext(c: RequestContext): ProblemViewContext {
  return { lang: c.lang, zone: c.ctx.region.timeZone, now: c.ctx.now(), t: messages[c.lang] };
}

/** Formats a date without an hour, «2026-03-09», in the reader's language. */
export const formatPlainDate = (view: ProblemViewContext, date: string) =>
  formatDate(new Date(`${date}T12:00:00Z`), { ...view, zone: "UTC" });

const statusKinds: Record<ProblemStage, StatusKind> = {
  new: "new",
  confirmed: "new",
  routed: "routed",
  acknowledged: "working",
  "answered-interim": "answered",
  answered: "answered",
  claimed: "claimed",
  refuted: "refuted",
  planned: "working",
  verified: "verified",
  explained: "closed",
  rejected: "closed",
  withdrawn: "closed",
  merged: "closed",
};

/** Returns the look and the text of a problem's stage. */
export function problemStatus(
  view: ProblemViewContext,
  line: Pick<ProblemListItem, "stage">,
): { kind: StatusKind; text: string } {
  return { kind: statusKinds[line.stage], text: view.t.stages[line.stage] };
}

export type ProblemDeadlineView = { state: ClockState; share: number; text: string };

type DeadlineSource = Pick<
  ProblemListItem,
  "stage" | "due_at" | "timer" | "timer_started_at" | "opened_at" | "verified_at" | "closed_at"
>;

/** Describes the deadline: time left, delay or days it took to fix; undefined without a deadline. */
export function problemDeadline(
  view: ProblemViewContext,
  line: DeadlineSource,
): ProblemDeadlineView | undefined {
  const { t, zone, now } = view;
  if (line.stage === "verified" && line.verified_at !== null) {
    const days = Math.max(
      1,
      Math.round((line.verified_at.getTime() - line.opened_at.getTime()) / 86_400_000),
    );
    return { state: "stopped", share: 1, text: t.clock.fixedIn(t.clock.days(days)) };
  }
  if (lifecycle.isFinal(line.stage)) return { state: "stopped", share: 1, text: t.clock.closed };
  const { due_at: due, timer_started_at: startedAt } = line;
  if (due === null || startedAt === null) return undefined;
  const remaining = timeLeft({ now, due, startedAt, calendar, zone });
  const amount =
    remaining.workingDays > 0
      ? t.clock.workingDays(remaining.workingDays)
      : remaining.hours > 0
        ? t.clock.hours(remaining.hours)
        : t.clock.minutes(remaining.minutes);
  if (remaining.late) return { state: "late", share: 1, text: t.clock.late(amount) };
  const state = remaining.share > 0.75 || remaining.hours < 8 ? "soon" : "calm";
  return {
    state,
    share: remaining.share,
    text: `${labelOf(t.timers, line.timer ?? "") ?? ""}: ${t.clock.left(amount)}`,
  };
}

const topicsByCode = new Map(catalogue.topics.map((topic) => [topic.code, topic]));
const groupsByCode = new Map(catalogue.groups.map((group) => [group.code, group]));

/** Returns the name of a topic or, for the code of a group, of the group; an unknown code itself. */
export function topicName(lang: Lang, code: string): string {
  return topicsByCode.get(code)?.name[lang] ?? groupsByCode.get(code)?.name[lang] ?? code;
}

/** Returns the name of a group of topics; an unknown code itself. */
export function groupName(lang: Lang, code: string): string {
  return groupsByCode.get(code)?.name[lang] ?? code;
}

/** Lists the groups of topics for a filter, and the single topic that the address may name. */
export function groupOptions(lang: Lang, selected: string | undefined) {
  const groups = catalogue.groups.map((group) => ({ value: group.code, label: group.name[lang] }));
  return selected?.includes(".")
    ? [...groups, { value: selected, label: topicName(lang, selected) }]
    : groups;
}

/** Lists the catalogue's topics by group, for a select. */
export function topicOptions(lang: Lang) {
  return catalogue.groups.map((group) => ({
    group: group.name[lang],
    options: catalogue.topics
      .filter((topic) => topic.group === group.code)
      .map((topic) => ({ value: topic.code, label: topic.name[lang] })),
  }));
}
