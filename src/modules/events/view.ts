import type { ComponentChildren } from "preact";
import type { FormState } from "#base/http/form.ts";
import type { RequestContext } from "#base/http/route.ts";
import { toZoned } from "#base/time/local-time.ts";
import {
  dateParts,
  fieldProps,
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

/** What every page needs: language, time zone, the present and messages. */
export type EventsViewContext = ViewContext & { t: EventMessages };

/** Returns what every page of events needs: language, time zone, the present and messages. */
export function eventsViewContext(c: RequestContext): EventsViewContext {
  return { lang: c.lang, zone: c.ctx.region.timeZone, now: c.ctx.now(), t: messages[c.lang] };
}

type SpanColumns = { starts_at: Date; ends_at: Date };

/** Formats «10:00–17:30» in the region's zone. */
export const formatHours = (view: EventsViewContext, { starts_at, ends_at }: SpanColumns): string =>
  `${formatTime(starts_at, view)}–${formatTime(ends_at, view)}`;

/**
 * Formats day and hours: «17 апреля, пятница» and «10:00–17:30», or both dates of a longer span.
 */
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

/** Returns day and month for the badge of a row. */
export const dateBadge = (view: EventsViewContext, at: Date) => {
  const { day, month } = dateParts(at, view);
  return { day, month };
};

/** Returns the whole local days from now to `at`; negative for the past. */
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

/** Returns the kind of status by which a stage is shown. */
export const stageStatusKind = (stage: EventStage): StatusKind => stageStatusKinds[stage];

/** Formats a local time for a datetime field, «2026-04-17T10:00»; undefined for null. */
export function formatWallTime(at: Date | null, zone: string): string | undefined {
  if (at === null) return undefined;
  const { date, minutes } = toZoned(at, zone);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${date}T${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** Returns the breadcrumb of the list of events. */
export const listBreadcrumb = (c: RequestContext) => ({
  label: messages[c.lang].list.title,
  href: c.href("/events"),
});

/** Returns the breadcrumbs of a page under an event: the list, then the event. */
export const eventBreadcrumbs = (c: RequestContext, event: { number: string; title: string }) => [
  listBreadcrumb(c),
  { label: event.title, href: c.href(`/events/${event.number}`) },
];

/** Returns a function that gives a field its label, and from the form its name, value and error. */
export const labelledFields =
  (form: FormState) => (name: string, label: ComponentChildren, initial?: string) => ({
    ...fieldProps(form, name, initial),
    label,
  });

/**
 * Returns a submitted form with the current version of its row, so that it can be sent again over
 * another person's change.
 */
export const withVersion = (form: FormState, row: { version: number } | undefined): FormState => ({
  ...form,
  values: { ...form.values, ...(row !== undefined && { version: String(row.version) }) },
});
