import type { ClockState, StatusKind } from "#base/ui/index.ts";
import { formatDate, formatDateTime } from "#base/ui/index.ts";
import { calendar } from "#base/time/rules.ts";
import { timeLeft } from "#base/time/deadlines.ts";
import type { Exchange } from "#base/http/route.ts";
import type { Lang } from "#base/messages.ts";
import { catalogue } from "#modules/triage/index.ts";
import { en } from "./messages.en.ts";
import { life, type Stage } from "./problem.ts";
import type { ProblemLine } from "./list/reads.ts";
import { ru } from "./messages.ru.ts";

export const words = { ru, en };
export type ProblemWords = typeof ru;

/** Where and when the reader stands: every page needs language, zone and the present. */
export type Reader = { lang: Lang; zone: string; now: Date; t: ProblemWords };

export function readerOf(x: Exchange): Reader {
  return { lang: x.lang, zone: x.ctx.region.timeZone, now: x.ctx.now(), t: words[x.lang] };
}

export const sayDay = (reader: Reader, at: Date) => formatDate(at, reader);
export const sayMoment = (reader: Reader, at: Date) => formatDateTime(at, reader);

/** A date without an hour, as it stands in a column. */
export const sayDate = (reader: Reader, date: string) =>
  formatDate(new Date(`${date}T12:00:00Z`), { ...reader, zone: "UTC" });

const looks: Record<Stage, StatusKind> = {
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
export function statusOf(
  reader: Reader,
  line: Pick<ProblemLine, "stage">,
): { kind: StatusKind; text: string } {
  return { kind: looks[line.stage], text: reader.t.stages[line.stage] };
}

export type ClockView = { state: ClockState; share: number; text: string };

type Clocked = Pick<
  ProblemLine,
  "stage" | "due_at" | "timer" | "timer_started_at" | "opened_at" | "verified_at" | "closed_at"
>;

/** The clock of a problem in words: what is left, how late, or how long it took. */
export function clockOf(reader: Reader, line: Clocked): ClockView | undefined {
  const { t, zone, now } = reader;
  if (line.stage === "verified" && line.verified_at !== null) {
    const days = Math.max(
      1,
      Math.round((line.verified_at.getTime() - line.opened_at.getTime()) / 86_400_000),
    );
    return { state: "stopped", share: 1, text: t.clock.fixedIn(t.clock.days(days)) };
  }
  if (life.isFinal(line.stage)) return { state: "stopped", share: 1, text: t.clock.closed };
  const { due_at: due, timer_started_at: startedAt } = line;
  if (due === null || startedAt === null) return undefined;
  const left = timeLeft({ now, due, startedAt, calendar, zone });
  const amount =
    left.workingDays > 0
      ? t.clock.workingDays(left.workingDays)
      : left.hours > 0
        ? t.clock.hours(left.hours)
        : t.clock.minutes(left.minutes);
  if (left.late) return { state: "late", share: 1, text: t.clock.late(amount) };
  const state = left.share > 0.75 || left.hours < 8 ? "soon" : "calm";
  return {
    state,
    share: left.share,
    text: `${t.timers[line.timer ?? ""] ?? ""}: ${t.clock.left(amount)}`,
  };
}

const topicNames = new Map(catalogue.topics.map((topic) => [topic.code, topic]));
const groupNames = new Map(catalogue.groups.map((group) => [group.code, group]));

export function topicName(lang: Lang, code: string): string {
  return topicNames.get(code)?.name[lang] ?? groupNames.get(code)?.name[lang] ?? code;
}

export function groupName(lang: Lang, code: string): string {
  return groupNames.get(code)?.name[lang] ?? code;
}

/** Groups of topics for a filter, and the one topic that an address may already name. */
export function groupOptions(lang: Lang, chosen: string | undefined) {
  const groups = catalogue.groups.map((group) => ({ value: group.code, label: group.name[lang] }));
  return chosen?.includes(".")
    ? [...groups, { value: chosen, label: topicName(lang, chosen) }]
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
