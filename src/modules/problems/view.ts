import { labelOf } from "#base/messages.ts";
import type { ClockState, StatusKind, ViewContext } from "#base/ui/index.ts";
import { formatDate } from "#base/ui/index.ts";
import { calendar } from "#base/time/rules.ts";
import { timeLeft } from "#base/time/deadlines.ts";
import type { RequestContext } from "#base/http/route.ts";
import type { Lang } from "#base/messages.ts";
import { catalogue } from "#modules/triage/index.ts";
import { en } from "./messages.en.ts";
import { lifecycle, type ProblemStage } from "./problem.ts";
import type { ProblemListItem } from "./list/reads.ts";
import { ru } from "./messages.ru.ts";

export const messages = { ru, en };
export type ProblemMessages = typeof ru;

/** Where and when the reader stands: every page needs language, zone and the present. */
export type ProblemViewContext = ViewContext & { t: ProblemMessages };

export function problemViewContext(c: RequestContext): ProblemViewContext {
  return { lang: c.lang, zone: c.ctx.region.timeZone, now: c.ctx.now(), t: messages[c.lang] };
}

/** A date without an hour, as it stands in a column. */
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

/** The one status an outsider sees: late is said before where the thing stands. */
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

/** The clock of a problem in words: what is left, how late, or how long it took. */
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

export function topicName(lang: Lang, code: string): string {
  return topicsByCode.get(code)?.name[lang] ?? groupsByCode.get(code)?.name[lang] ?? code;
}

export function groupName(lang: Lang, code: string): string {
  return groupsByCode.get(code)?.name[lang] ?? code;
}

/** Groups of topics for a filter, and the one topic that an address may already name. */
export function groupOptions(lang: Lang, selected: string | undefined) {
  const groups = catalogue.groups.map((group) => ({ value: group.code, label: group.name[lang] }));
  return selected?.includes(".")
    ? [...groups, { value: selected, label: topicName(lang, selected) }]
    : groups;
}

/** Topics of the catalogue gathered by group, for a select. */
export function topicOptions(lang: Lang) {
  return catalogue.groups.map((group) => ({
    group: group.name[lang],
    options: catalogue.topics
      .filter((topic) => topic.group === group.code)
      .map((topic) => ({ value: topic.code, label: topic.name[lang] })),
  }));
}
