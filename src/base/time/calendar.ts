/**
 * Which days are worked and at which hours: a production calendar made from yearly data. Pure; the
 * years are data (`calendar-russia.ru.ts`), the hours of the working day are a setting of the region.
 */
import { dateOfDay, dayNumber, localDate, type LocalDate } from "./local-time.ts";

export { fromZoned, isLocalDate, localDate, toZoned } from "./local-time.ts";
export type { LocalDate, ZonedTime } from "./local-time.ts";

/** One year of a five-day week. Days are "MM-DD". */
export type CalendarYear = {
  year: number;
  /** The act that fixed the year. */
  source: string;
  /** The yearly decree is not out yet: holidays are known, moved days off are not. */
  provisional?: boolean;
  /** Days from Monday to Friday that are off. */
  off: readonly string[];
  /** Saturdays and Sundays that are worked. */
  work: readonly string[];
  /** Working days that end an hour earlier. */
  short: readonly string[];
  /** Days declared non-working without being holidays, both ends included. */
  declared?: readonly { from: string; to: string; source: string }[];
};

/** Wall-clock hours "HH:MM"; lunch, where given, is not working time. */
export type Workday = { from: string; to: string; lunch?: { from: string; to: string } };

/** How far a date can be trusted; anything but "decreed" is worth a note on the page. */
export type Certainty = "decreed" | "provisional" | "weekends-only";

/** A stretch of working time in minutes from local midnight. */
export type WorkingInterval = { from: number; to: number };

export type Calendar = {
  isWorkingDay(date: LocalDate): boolean;
  /** Working days from `from` up to and without `to`; 0 when `to` is not later. */
  countWorkingDays(range: { from: LocalDate; to: LocalDate }): number;
  certaintyOf(date: LocalDate): Certainty;
  /** The act behind the date's year, if the year is known. */
  sourceOf(date: LocalDate): string | undefined;
  /** `isWorkingDay` by day number, for walking over many days. */
  isWorkingDayNumber(day: number): boolean;
  /** The working time of a day number, in order; empty on a day off. */
  workingIntervals(day: number): readonly WorkingInterval[];
};

type DayException = "off" | "work" | "short";

/**
 * Creates a calendar of these years and hours. A year without data has weekends only, which
 * `certaintyOf` reports. `declaredDays`: whether days declared non-working count as worked, the
 * official count and the default. Throws a RangeError for wrong data (no such day, overlapping hours).
 */
export function createCalendar({
  years,
  workday,
  declaredDays = "worked",
}: {
  years: readonly CalendarYear[];
  workday: Workday;
  declaredDays?: "worked" | "off";
}): Calendar {
  const known = new Map(years.map((year) => [year.year, year]));
  const exceptions = new Map(years.flatMap((year) => [...exceptionsOf(year, declaredDays)]));
  const full = workingIntervalsOf(workday, 0);
  const short = workingIntervalsOf(workday, SHORT_DAY_MINUTES);

  const worksOn = (day: number): boolean => {
    const exception = exceptions.get(day);
    return exception === undefined ? !isWeekend(day) : exception !== "off";
  };
  const yearOf = (date: LocalDate): CalendarYear | undefined => known.get(Number(date.slice(0, 4)));

  return {
    isWorkingDayNumber: worksOn,
    workingIntervals: (day) =>
      worksOn(day) ? (exceptions.get(day) === "short" ? short : full) : NO_INTERVALS,
    isWorkingDay: (date) => worksOn(dayNumber(date)),
    countWorkingDays: ({ from, to }) => {
      const end = dayNumber(to);
      let count = 0;
      for (let day = dayNumber(from); day < end; day += 1) if (worksOn(day)) count += 1;
      return count;
    },
    certaintyOf: (date) => {
      const year = yearOf(date);
      if (!year) return "weekends-only";
      return year.provisional ? "provisional" : "decreed";
    },
    sourceOf: (date) => yearOf(date)?.source,
  };
}

const NO_INTERVALS: readonly WorkingInterval[] = [];
// Labour Code of Russia, art. 95: the eve of a holiday is one hour shorter.
const SHORT_DAY_MINUTES = 60;

/** Day 0, 1970-01-01, was a Thursday, so days 2 and 3 of each such week are the weekend. */
function isWeekend(day: number): boolean {
  const place = ((day % 7) + 7) % 7;
  return place === 2 || place === 3;
}

function exceptionsOf(
  year: CalendarYear,
  declaredDays: "worked" | "off",
): ReadonlyMap<number, DayException> {
  const dayOf = (text: string): number => dayNumber(localDate(`${year.year}-${text}`));
  const days = new Map<number, DayException>();
  const works = (day: number): boolean =>
    days.has(day) ? days.get(day) !== "off" : !isWeekend(day);
  const put = (text: string, exception: DayException, fits: (day: number) => boolean): void => {
    const day = dayOf(text);
    if (!fits(day)) throw new RangeError(`${dateOfDay(day)} cannot be "${exception}"`);
    days.set(day, exception);
  };

  for (const text of year.off) put(text, "off", works);
  for (const text of year.work) put(text, "work", (day) => !works(day));
  for (const text of year.short) put(text, "short", works);
  if (declaredDays === "worked") return days;
  for (const { from, to } of year.declared ?? []) {
    for (let day = dayOf(from); day <= dayOf(to); day += 1) days.set(day, "off");
  }
  return days;
}

function workingIntervalsOf(workday: Workday, shorterBy: number): readonly WorkingInterval[] {
  const from = minutesOf(workday.from);
  const to = minutesOf(workday.to) - shorterBy;
  if (to <= from) throw new RangeError("the working day must be longer than an hour");
  if (!workday.lunch) return [{ from, to }];
  const lunch = { from: minutesOf(workday.lunch.from), to: minutesOf(workday.lunch.to) };
  if (lunch.from <= from || lunch.to >= to || lunch.to <= lunch.from) {
    throw new RangeError("lunch must lie inside the working day");
  }
  return [
    { from, to: lunch.from },
    { from: lunch.to, to },
  ];
}

function minutesOf(text: string): number {
  const [, hours, minutes] = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(text) ?? [];
  const total = Number(hours) * 60 + Number(minutes);
  if (!(total <= 24 * 60)) throw new RangeError(`not a time written as HH:MM: ${text}`);
  return total;
}
