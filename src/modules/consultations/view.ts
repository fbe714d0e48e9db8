import type { RequestContext } from "#base/http/route.ts";
import { toZoned } from "#base/time/calendar.ts";
import { formatDate, formatDateTime, type StatusKind, type ViewContext } from "#base/ui/index.ts";
import type { ConsultationStage } from "./consultation.ts";
import { en } from "./messages.en.ts";
import { ru } from "./messages.ru.ts";

export const messages = { ru, en };
export type ConsultationMessages = typeof ru;

/** What every page of the module needs: messages, addresses, days, the present. */
export type ConsultationViewContext = ViewContext & {
  t: ConsultationMessages;
  /** Today by the region's calendar, «YYYY-MM-DD». */
  today: string;
  href: (path: string) => string;
  formatDay: (at: Date) => string;
  formatMoment: (at: Date) => string;
};

/**
 * Creates the view of a request: its language, the present, and formats in the time zone of the
 * region.
 */
export function createConsultationViewContext(c: RequestContext): ConsultationViewContext {
  const clockwork = { lang: c.lang, zone: c.ctx.region.timeZone, now: c.ctx.now() };
  return {
    t: messages[c.lang],
    lang: c.lang,
    now: clockwork.now,
    today: toZoned(clockwork.now, clockwork.zone).date,
    zone: clockwork.zone,
    href: c.href,
    formatDay: (at) => formatDate(at, clockwork),
    formatMoment: (at) => formatDateTime(at, clockwork),
  };
}

export const stageKinds: Record<ConsultationStage, StatusKind> = {
  asked: "new",
  taken: "working",
  booked: "routed",
  given: "answered",
  closed: "verified",
  declined: "closed",
  withdrawn: "closed",
};

/** Formats the waiting time of a list row: how long it waits, or by how many days it is late. */
export function formatWait(
  view: ConsultationViewContext,
  line: { due_at: Date | null; asked_at: Date; stage: ConsultationStage; starts_at: Date | null },
) {
  const days = (ms: number) => Math.max(0, Math.floor(ms / 86_400_000));
  if (line.due_at !== null && line.due_at < view.now) {
    const late = Math.max(1, days(view.now.getTime() - line.due_at.getTime()));
    return { late: true, text: view.t.queue.late_(late) };
  }
  if (line.stage === "booked" && line.starts_at !== null)
    return { late: false, text: view.t.queue.meets(view.formatMoment(line.starts_at)) };
  return {
    late: false,
    text: view.t.queue.waits(days(view.now.getTime() - line.asked_at.getTime())),
  };
}
