import type { Exchange } from "#base/http/route.ts";
import { toZoned } from "#base/time/local-time.ts";
import { dateParts, formatDate, formatTime, type StatusKind } from "#base/ui/index.ts";
import type { Lang } from "#base/messages.ts";
import type { Stage } from "./event.ts";
import { en } from "./messages.en.ts";
import { ru } from "./messages.ru.ts";

export const words = { ru, en };
export type EventWords = typeof ru;

/** Where and when the reader stands: every page needs language, zone and the present. */
export type Reader = { lang: Lang; zone: string; now: Date; t: EventWords };

export function readerOf(x: Exchange): Reader {
  return { lang: x.lang, zone: x.ctx.region.timeZone, now: x.ctx.now(), t: words[x.lang] };
}

export const sayDay = (reader: Reader, at: Date): string => formatDate(at, reader);
export const sayTime = (reader: Reader, at: Date): string => formatTime(at, reader);
export const sayMoment = (reader: Reader, at: Date): string =>
  `${formatDate(at, reader)}, ${formatTime(at, reader)}`;

type Span = { starts_at: Date; ends_at: Date };

/** «10:00–17:30» */
export const sayHours = (reader: Reader, { starts_at, ends_at }: Span): string =>
  `${sayTime(reader, starts_at)}–${sayTime(reader, ends_at)}`;

/** «17 апреля, пятница, 10:00–17:30», or both days where it lasts longer. */
export function sayWhen(reader: Reader, span: Span): { day: string; hours: string } {
  const weekday = new Intl.DateTimeFormat(reader.lang === "ru" ? "ru-RU" : "en-GB", {
    weekday: "long",
    timeZone: reader.zone,
  });
  const [from, to] = [sayDay(reader, span.starts_at), sayDay(reader, span.ends_at)];
  if (from === to) {
    return { day: `${from}, ${weekday.format(span.starts_at)}`, hours: sayHours(reader, span) };
  }
  return { day: `${from} — ${to}`, hours: sayHours(reader, span) };
}

export const dateBox = (reader: Reader, at: Date) => {
  const { day, month } = dateParts(at, reader);
  return { day, month };
};

/** Whole local days from now to then; negative for the past. */
export function daysUntil(reader: Reader, at: Date): number {
  const day = (when: Date) => Date.parse(toZoned(when, reader.zone).date);
  return Math.round((day(at) - day(reader.now)) / 86_400_000);
}

const looks: Record<Stage, StatusKind> = {
  draft: "new",
  announced: "working",
  held: "closed",
  cancelled: "overdue",
};

export const stageLook = (stage: Stage): StatusKind => looks[stage];

/** What a datetime field shows: the wall clock of the region. */
export function wallText(at: Date | null, zone: string): string | undefined {
  if (at === null) return undefined;
  const { date, minutes } = toZoned(at, zone);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${date}T${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
