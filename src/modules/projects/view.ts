import type { RequestContext } from "#base/http/route.ts";
import { dayNumber, localDate, toZoned } from "#base/time/local-time.ts";
import { formatDate, formatNumber, type StatusKind } from "#base/ui/index.ts";
import type { Lang, Messages } from "#base/messages.ts";
import { en } from "./messages.en.ts";
import { occurrenceProgress, type ProjectStage } from "./project.ts";
import type { Occurrence } from "./rows/store.ts";
import { ru } from "./messages.ru.ts";

export const projectMessages = { ru, en };
export type ProjectMessages = Messages<typeof ru>;

/** Where and when the reader stands: every page needs language, zone and the present. */
export type ProjectViewContext = {
  lang: Lang;
  zone: string;
  now: Date;
  /** The region's day, «YYYY-MM-DD». */
  today: string;
  t: ProjectMessages;
};

export function projectViewContext(c: RequestContext): ProjectViewContext {
  const { region } = c.ctx;
  const now = c.ctx.now();
  const today = toZoned(now, region.timeZone).date;
  return { lang: c.lang, zone: region.timeZone, now, today, t: projectMessages[c.lang] };
}

/** «12 марта», with the year where it is another one. */
export const formatDay = (reader: ProjectViewContext, day: string): string =>
  formatDate(new Date(`${day}T12:00:00Z`), { ...reader, zone: "UTC" });

/** A day where there is no room for the whole word of its month. */
export const formatShortDay = ({ lang }: ProjectViewContext, day: string): string =>
  new Intl.DateTimeFormat(lang, { day: "numeric", month: "short", timeZone: "UTC" }).format(
    new Date(`${day}T12:00:00Z`),
  );

/** «1 сентября 2025 – 30 мая 2026»; a single day once. */
export function formatDaySpan(
  reader: ProjectViewContext,
  from: string | null,
  to: string | null,
): string {
  if (from === null && to === null) return "";
  if (from === null || to === null || from === to) return formatDay(reader, from ?? to ?? "");
  return reader.t.plan.anyTime(formatDay(reader, from), formatDay(reader, to));
}

/** Kopecks as roubles with thousands: «1 240 000,50». */
export const formatRoubleAmount = (reader: ProjectViewContext, kopecks: number): string =>
  formatNumber(kopecks / 100, { lang: reader.lang });

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

export function projectStatus(reader: ProjectViewContext, { stage }: { stage: ProjectStage }) {
  return { kind: projectStatusKinds[stage], text: reader.t.stages[stage] };
}

/** How an occasion stands today; without evidence what is done is only said. */
export function occurrenceStatus(
  reader: ProjectViewContext,
  occasion: Pick<Occurrence, "state" | "planned_from" | "planned_to" | "evidence_kind">,
): { kind: StatusKind; standing: keyof ProjectMessages["standings"]; text: string } {
  const standing = occurrenceProgress(occasion, reader.today);
  const displayed = standing === "done" && occasion.evidence_kind === null ? "said" : standing;
  return {
    kind: occurrenceStatusKinds[displayed],
    standing: displayed,
    text: reader.t.standings[displayed],
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
