import ical, { ICalCalendarMethod, ICalEventStatus } from "ical-generator";
import { DAY_MS, toZoned } from "#base/time/local-time.ts";
import type { Event } from "../store.ts";

/**
 * One entry of a calendar file; the address of the broadcast is included only where the reader may
 * have it.
 */
export type CalendarEntry = {
  event: Event;
  where: string;
  url: string;
  /** For registered people: the address of the broadcast and their code. */
  note?: string;
};

/**
 * Renders iCalendar text (RFC 5545): local times with a VTIMEZONE, a UID that never changes, a
 * SEQUENCE that grows with each change, STATUS:CANCELLED for cancelled events.
 */
export function renderCalendar(options: {
  name: string;
  zone: string;
  entries: readonly CalendarEntry[];
  /** Address of the feed itself. */
  self: string;
}): string {
  const { name, zone, entries, self } = options;
  const calendar = ical({
    name,
    prodId: { company: "OKNO", product: "events", language: "RU" },
    method: ICalCalendarMethod.PUBLISH,
    timezone: {
      name: null,
      generator: () =>
        renderTimeZone(
          zone,
          entries.map(({ event }) => event),
        ),
    },
    url: self,
    ttl: 3600,
  });
  for (const { event, where, url, note } of entries) {
    const cancelled = event.stage === "cancelled";
    calendar.createEvent({
      id: `${event.id}@okno`,
      sequence: event.sequence,
      timezone: zone,
      start: new ZonedDate(event.starts_at, zone),
      end: new ZonedDate(event.ends_at, zone),
      stamp: event.changed_at,
      lastModified: event.changed_at,
      created: event.created_at,
      summary: event.title,
      description: [event.summary, note, cancelled ? event.cancel_reason : ""]
        .filter(Boolean)
        .join("\n\n"),
      ...(where !== "" && { location: where }),
      url,
      status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    });
  }
  return calendar.toString();
}

/**
 * A Date whose local parts are those of a time zone. The generator writes the local parts beside
 * TZID; those of a plain Date would be in the server's zone.
 */
class ZonedDate extends Date {
  readonly internal: Date;
  readonly zone: string;

  constructor(at: Date, zone: string) {
    super(at);
    this.internal = at;
    this.zone = zone;
  }
  withTimeZone(zone: string): ZonedDate {
    return new ZonedDate(this.internal, zone);
  }
  tzComponents(): string[] {
    return [this.zone];
  }
  override getFullYear(): number {
    return Number(this.wall().date.slice(0, 4));
  }
  override getMonth(): number {
    return Number(this.wall().date.slice(5, 7)) - 1;
  }
  override getDate(): number {
    return Number(this.wall().date.slice(8));
  }
  override getHours(): number {
    return Math.floor(this.wall().minutes / 60);
  }
  override getMinutes(): number {
    return this.wall().minutes % 60;
  }
  private wall() {
    return toZoned(this.internal, this.zone);
  }
}

/**
 * Renders the VTIMEZONE for the years of the entries: one observance where the offset never
 * changes.
 */
function renderTimeZone(zone: string, events: readonly Event[]): string {
  const times = events.flatMap((event) => [event.starts_at.getTime(), event.ends_at.getTime()]);
  const first = new Date(times.length === 0 ? 0 : Math.min(...times)).getUTCFullYear();
  const last = new Date(times.length === 0 ? 0 : Math.max(...times)).getUTCFullYear();
  const start = Date.UTC(first, 0, 1) - DAY_MS;
  const blocks = [
    renderObservance({
      at: start,
      from: offsetAt(start, zone),
      to: offsetAt(start, zone),
      standard: true,
    }),
  ];
  for (let day = start; day < Date.UTC(last + 1, 0, 1); day += DAY_MS) {
    const [from, to] = [offsetAt(day, zone), offsetAt(day + DAY_MS, zone)];
    if (from !== to)
      blocks.push(
        renderObservance({ at: findOffsetChange(day, zone), from, to, standard: to < from }),
      );
  }
  return ["BEGIN:VTIMEZONE", `TZID:${zone}`, ...blocks, "END:VTIMEZONE"].join("\r\n");
}

/** Returns the offset of the zone from UTC, in minutes. */
function offsetAt(instant: number, zone: string): number {
  const { date, minutes } = toZoned(new Date(instant), zone);
  return Math.round(
    (Date.parse(date) + minutes * 60_000 - Math.floor(instant / 60_000) * 60_000) / 60_000,
  );
}

/** Returns the minute of the day after `day` at which the offset changes. */
function findOffsetChange(day: number, zone: string): number {
  const before = offsetAt(day, zone);
  let [low, high] = [day, day + DAY_MS];
  while (high - low > 60_000) {
    const middle = low + Math.floor((high - low) / 120_000) * 60_000;
    if (offsetAt(middle, zone) === before) low = middle;
    else high = middle;
  }
  return high;
}

function renderObservance(change: {
  at: number;
  from: number;
  to: number;
  standard: boolean;
}): string {
  const name = change.standard ? "STANDARD" : "DAYLIGHT";
  // DTSTART is written in the offset that was valid before the change.
  const wall = new Date(change.at + change.from * 60_000).toISOString();
  const start = wall.slice(0, 19).replace(/[-:]/g, "");
  return [
    `BEGIN:${name}`,
    `DTSTART:${start}`,
    `TZOFFSETFROM:${formatOffset(change.from)}`,
    `TZOFFSETTO:${formatOffset(change.to)}`,
    `END:${name}`,
  ].join("\r\n");
}

function formatOffset(minutes: number): string {
  const size = Math.abs(minutes);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}${two(size % 60)}`;
}

/** Creates the response of a calendar subscription. */
export function calendarResponse(text: string, name: string): Response {
  return new Response(text, {
    headers: {
      "content-type": "text/calendar; charset=utf-8",
      "content-disposition": `inline; filename="${name}.ics"`,
    },
  });
}
