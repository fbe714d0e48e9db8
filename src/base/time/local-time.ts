/**
 * Days and clocks of a place: local dates, and moving between an instant and the wall clock of a
 * time zone. No library: offsets come from Intl and are remembered, so a conversion costs well
 * under a microsecond.
 */

declare const localDateBrand: unique symbol;

/** A day on a wall calendar, "YYYY-MM-DD", without a time zone. Compares correctly as text. */
export type LocalDate = string & { readonly [localDateBrand]: true };

/** Minutes are whole, counted from local midnight on the wall clock: 0…1439. */
export type ZonedTime = { date: LocalDate; minutes: number };

export const DAY_MS = 86_400_000;
export const MINUTE_MS = 60_000;

/** Returns whether the text is a real day written as YYYY-MM-DD ("2026-02-30" is not). */
export function isLocalDate(text: string): text is LocalDate {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** Returns the text as a local date; throws a RangeError when it is not a real day. */
export function localDate(text: string): LocalDate {
  if (!isLocalDate(text)) throw new RangeError(`not a day written as YYYY-MM-DD: ${text}`);
  return text;
}

/** Days since 1970-01-01: the form in which days are added, compared and walked. */
export function dayNumber(date: LocalDate): number {
  return Date.parse(date) / DAY_MS;
}

/** Returns the local date of a day number. */
export function dateOfDay(day: number): LocalDate {
  return new Date(day * DAY_MS).toISOString().slice(0, 10) as LocalDate;
}

/** Converts an instant to the zone's wall clock. Throws a RangeError for an unknown zone. */
export function toZoned(instant: Date, zone: string): ZonedTime {
  const wall = wallTime(instant.getTime(), zone);
  const day = Math.floor(wall / DAY_MS);
  return { date: dateOfDay(day), minutes: Math.floor((wall - day * DAY_MS) / MINUTE_MS) };
}

/**
 * Converts a wall-clock time of the zone to an instant. A time that occurs twice (clocks go back)
 * gives the first; a skipped time (clocks go forward) gives the instant of the jump.
 */
export function fromZoned(date: LocalDate, minutes: number, zone: string): Date {
  return new Date(instantOf(dayNumber(date) * DAY_MS + minutes * MINUTE_MS, zone));
}

/** Returns the day number of the zone's calendar at this instant (ms since 1970). */
export function dayAt(instant: number, zone: string): number {
  return Math.floor(wallTime(instant, zone) / DAY_MS);
}

/** Returns the wall clock as ms since 1970-01-01 00:00 of that same wall clock. */
export function wallTime(instant: number, zone: string): number {
  return instant + offsetAt(instant, zone);
}

/**
 * Converts wall-clock numbers to an instant as `fromZoned`; monotonic in the wall time, which
 * deadlines rely on.
 */
export function instantOf(wall: number, zone: string): number {
  // No offset exceeds a day, so the true instant lies between these two probes.
  const before = offsetAt(wall - DAY_MS, zone);
  const after = offsetAt(wall + DAY_MS, zone);
  if (before === after) return wall - before;
  if (offsetAt(wall - before, zone) === before) return wall - before;
  if (offsetAt(wall - after, zone) === after) return wall - after;
  const [from, to] = [wall - Math.max(before, after), wall - Math.min(before, after)];
  return findFirstChange(from, to, (at) => offsetAt(at, zone));
}

function offsetAt(instant: number, zone: string): number {
  const stretch = offsetPeriodAt(instant, zone);
  return instant < stretch.change ? stretch.before : stretch.after;
}

/** Eight days of a zone: one offset, or two and the instant of the change between them. */
type OffsetPeriod = { before: number; after: number; change: number };
type ZoneClock = { format: Intl.DateTimeFormat; periods: Map<number, OffsetPeriod> };

// Shorter than any pause of summer time (about a month in Ramadan), so it holds one change at most.
const PERIOD_MS = 8 * DAY_MS;
// A century of one zone. Past that the memory is emptied rather than grown by odd input.
const MAX_CACHED_PERIODS = 4_600;
const clocks = new Map<string, ZoneClock>();

function offsetPeriodAt(instant: number, zone: string): OffsetPeriod {
  const clock = clocks.get(zone) ?? createZoneClock(zone);
  const index = Math.floor(instant / PERIOD_MS);
  return clock.periods.get(index) ?? computeOffsetPeriod(clock, index);
}

function createZoneClock(zone: string): ZoneClock {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const clock = { format, periods: new Map<number, OffsetPeriod>() };
  clocks.set(zone, clock);
  return clock;
}

function computeOffsetPeriod(clock: ZoneClock, index: number): OffsetPeriod {
  const from = index * PERIOD_MS;
  const before = computeOffset(clock, from);
  const after = computeOffset(clock, from + PERIOD_MS);
  const change =
    before === after
      ? Infinity
      : findFirstChange(from, from + PERIOD_MS, (at) => computeOffset(clock, at));
  if (clock.periods.size >= MAX_CACHED_PERIODS) clock.periods.clear();
  clock.periods.set(index, { before, after, change });
  return { before, after, change };
}

/** The first whole second in (from, to] at which the value is no longer that of `from`. */
function findFirstChange(from: number, to: number, valueAt: (instant: number) => number): number {
  const first = valueAt(from);
  let low = Math.floor(from / 1000);
  let high = Math.ceil(to / 1000);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (valueAt(middle * 1000) === first) low = middle;
    else high = middle;
  }
  return high * 1000;
}

/** Milliseconds that the zone is ahead of UTC, asked of Intl. */
function computeOffset(clock: ZoneClock, instant: number): number {
  const second = Math.floor(instant / 1000) * 1000;
  const shown = clock.format.format(second).match(/\d+/g) ?? [];
  const [month = 1, day = 1, year = 1970, hour = 0, minute = 0, s = 0] = shown.map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, s) - second;
}
