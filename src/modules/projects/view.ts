import type { RequestContext } from "#base/http/route.ts";
import { dayNumber, localDate, toZoned } from "#base/time/local-time.ts";
import { formatDate, formatNumber, type StatusKind, type ViewContext } from "#base/ui/index.ts";
import type { Messages } from "#base/messages.ts";
import { en } from "./messages.en.ts";
import { occurrenceProgress, type ProjectStage } from "./project.ts";
import type { Occurrence } from "./rows/store.ts";
import { ru } from "./messages.ru.ts";

export const projectMessages = { ru, en };
export type ProjectMessages = Messages<typeof ru>;

/** Language, time zone, current time and messages for pages. */
export type ProjectViewContext = ViewContext & {
  /** The region's day, «YYYY-MM-DD». */
  today: string;
  t: ProjectMessages;
};

/** Creates the view context of the module's pages. */
export function projectViewContext(c: RequestContext): ProjectViewContext {
  const { region } = c.ctx;
  const now = c.ctx.now();
  const today = toZoned(now, region.timeZone).date;
  return { lang: c.lang, zone: region.timeZone, now, today, t: projectMessages[c.lang] };
}

/** Formats a day as «12 марта», with the year when it is not the current one. */
export const formatDay = (view: ProjectViewContext, day: string): string =>
  formatDate(new Date(`${day}T12:00:00Z`), { ...view, zone: "UTC" });

/** Formats a day with an abbreviated month. */
export const formatShortDay = ({ lang }: ProjectViewContext, day: string): string =>
  new Intl.DateTimeFormat(lang, { day: "numeric", month: "short", timeZone: "UTC" }).format(
    new Date(`${day}T12:00:00Z`),
  );

/** Formats a range as «1 сентября 2025 – 30 мая 2026»; a single day once. */
export function formatDaySpan(
  view: ProjectViewContext,
  from: string | null,
  to: string | null,
): string {
  if (from === null && to === null) return "";
  if (from === null || to === null || from === to) return formatDay(view, from ?? to ?? "");
  return view.t.plan.anyTime(formatDay(view, from), formatDay(view, to));
}

/** Formats kopecks as roubles with thousands separators: «1 240 000,50». */
export const formatRoubleAmount = (view: ProjectViewContext, kopecks: number): string =>
  formatNumber(kopecks / 100, { lang: view.lang });

/** Returns the number of days from one day to another, negative when it is earlier. */
export const daysBetween = (from: string, to: string): number =>
  dayNumber(localDate(to)) - dayNumber(localDate(from));

const projectStatusKinds: Record<ProjectStage, StatusKind> = {
  idea: "new",
  concept: "new",
  application: "routed",
  submitted: "answered",
  "not-supported": "refuted",
  supported: "claimed",
  implementation: "working",
  reported: "answered",
  closed: "verified",
  withdrawn: "closed",
};

/** Returns the kind and text of a project's status. */
export function projectStatus(view: ProjectViewContext, { stage }: { stage: ProjectStage }) {
  return { kind: projectStatusKinds[stage], text: view.t.stages[stage] };
}

/** Returns the status of an occurrence; done without evidence is shown as reported. */
export function occurrenceStatus(
  view: ProjectViewContext,
  occurrence: Pick<Occurrence, "state" | "planned_from" | "planned_to" | "evidence_kind">,
): { kind: StatusKind; progress: keyof ProjectMessages["standings"]; text: string } {
  const progress = occurrenceProgress(occurrence, view.today);
  const displayed = progress === "done" && occurrence.evidence_kind === null ? "said" : progress;
  return {
    kind: occurrenceStatusKinds[displayed],
    progress: displayed,
    text: view.t.standings[displayed],
  };
}

const occurrenceStatusKinds: Record<keyof ProjectMessages["standings"], StatusKind> = {
  done: "verified",
  said: "claimed",
  cancelled: "closed",
  overdue: "overdue",
  due: "working",
  coming: "new",
};
