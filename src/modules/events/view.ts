import type { RequestContext } from "#base/http/route.ts";
import { toZoned } from "#base/time/local-time.ts";
import {
  dateParts,
  formatDate,
  formatTime,
  type StatusKind,
  type ViewContext,
} from "#base/ui/index.ts";
import type { EventStage } from "./event.ts";
import { en } from "./messages.en.ts";
import { ru } from "./messages.ru.ts";

export const messages = { ru, en };
export type EventMessages = typeof ru;

/** Where and when the reader stands: every page needs language, zone and the present. */
export type EventsViewContext = ViewContext & { t: EventMessages };

export function eventsViewContext(c: RequestContext): EventsViewContext {
  return { lang: c.lang, zone: c.ctx.region.timeZone, now: c.ctx.now(), t: messages[c.lang] };
}

type SpanColumns = { starts_at: Date; ends_at: Date };

/** «10:00–17:30» */
export const formatHours = (view: EventsViewContext, { starts_at, ends_at }: SpanColumns): string =>
  `${formatTime(starts_at, view)}–${formatTime(ends_at, view)}`;

/** «17 апреля, пятница, 10:00–17:30», or both days where it lasts longer. */
export function formatWhen(
  view: EventsViewContext,
  span: SpanColumns,
): { day: string; hours: string } {
  const weekday = new Intl.DateTimeFormat(view.lang === "ru" ? "ru-RU" : "en-GB", {
    weekday: "long",
    timeZone: view.zone,
  });
  const [from, to] = [formatDate(span.starts_at, view), formatDate(span.ends_at, view)];
  if (from === to) {
    return { day: `${from}, ${weekday.format(span.starts_at)}`, hours: formatHours(view, span) };
  }
  return { day: `${from} — ${to}`, hours: formatHours(view, span) };
}

export const dateBadge = (view: EventsViewContext, at: Date) => {
  const { day, month } = dateParts(at, view);
  return { day, month };
};

/** Whole local days from now to then; negative for the past. */
export function daysUntil(view: EventsViewContext, at: Date): number {
  const day = (when: Date) => Date.parse(toZoned(when, view.zone).date);
  return Math.round((day(at) - day(view.now)) / 86_400_000);
}

const stageStatusKinds: Record<EventStage, StatusKind> = {
  draft: "new",
  announced: "working",
  held: "closed",
  cancelled: "overdue",
};

export const stageStatusKind = (stage: EventStage): StatusKind => stageStatusKinds[stage];

/** What a datetime field shows: the wall clock of the region. */
export function formatWallTime(at: Date | null, zone: string): string | undefined {
  if (at === null) return undefined;
  const { date, minutes } = toZoned(at, zone);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${date}T${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
