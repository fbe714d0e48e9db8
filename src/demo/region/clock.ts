/** The region's fixed time: "now", its working days and ids that are the same in every run. */

export const TIME_ZONE = "Asia/Yekaterinburg";
export const ZONE_OFFSET = "+05:00";
export const FIRST_DAY = "2026-02-01";

/** The imaginary now, a Sunday morning: the weekend's messages are still unsorted. */
export const NOW = "2026-05-31T09:00:00+05:00";

/** Days off on weekdays between February and May 2026, as moved by the production calendar. */
const DAYS_OFF = new Set(["2026-02-23", "2026-03-09", "2026-05-01", "2026-05-11"]);

const MINUTE = 60_000;
const DAY = 1440;

/** An instant, in whole minutes since 1970 local time; only arithmetic inside this folder uses it. */
export type Minutes = number;

/** Reads local "2026-03-03T08:12" (or a date alone) as minutes. */
export function parseMinutes(local: string): Minutes {
  const full = local.length === 10 ? `${local}T00:00` : local.slice(0, 16);
  return Date.parse(`${full}:00Z`) / MINUTE;
}

/** Writes minutes as an ISO instant with the region's offset, `2026-03-03T08:12:00+05:00`. */
export function formatInstant(at: Minutes): string {
  return `${new Date(at * MINUTE).toISOString().slice(0, 19)}${ZONE_OFFSET}`;
}

/** Returns the local calendar day of an instant, `2026-03-03`. */
export function dayOf(at: Minutes): string {
  return formatInstant(at).slice(0, 10);
}

/** Returns true on Monday to Friday outside the holidays above. */
export function isWorkday(at: Minutes): boolean {
  const weekday = (Math.floor(at / DAY) + 4) % 7;
  return weekday !== 0 && weekday !== 6 && !DAYS_OFF.has(dayOf(at));
}

/** Moves an instant into office hours, 09:00–18:00 of a working day, keeping the minute varied. */
export function toOfficeHours(at: Minutes): Minutes {
  const clock = at % DAY;
  if (isWorkday(at) && clock >= 540 && clock < 1080) return at;
  const spread = at % 47;
  if (isWorkday(at) && clock < 540) return at - clock + 543 + spread;
  let next = at - clock + DAY;
  while (!isWorkday(next)) next += DAY;
  return next + 543 + spread;
}

/** Moves an instant into the duty hours of the governance centre, 08:00–20:00 on any day. */
export function toDutyHours(at: Minutes): Minutes {
  const clock = at % DAY;
  if (clock >= 480 && clock < 1200) return at;
  return at - clock + (clock < 480 ? 0 : DAY) + 482 + (at % 23);
}

/** Moves an instant to when residents write, 07:00–22:30 on any day. */
export function toWakingHours(at: Minutes): Minutes {
  const clock = at % DAY;
  if (clock >= 420 && clock < 1350) return at;
  return at - clock + (clock < 420 ? 0 : DAY) + 432 + (at % 71);
}

/**
 * Returns the moment `days` working days later at the given minute of the day, moved into office
 * hours.
 */
export function addWorkdays(at: Minutes, days: number, clock: number): Minutes {
  let day = at - (at % DAY);
  for (let left = days; left > 0;) {
    day += DAY;
    if (isWorkday(day)) left -= 1;
  }
  return toOfficeHours(Math.max(at + 25, day + clock));
}

/** Returns a UUIDv7-shaped id made of a counter, so that fixtures and pictures never change. */
export function fixedId(n: number): string {
  return `019c1630-6000-7000-8000-${n.toString(16).padStart(12, "0")}`;
}
