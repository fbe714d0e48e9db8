import { dateOfDay, dayNumber, localDate, type LocalDate } from "#base/time/local-time.ts";

/**
 * A rule: every n weeks on the weekday of the first day, or every n months on the same weekday of
 * the month.
 */
export type RecurrenceRule = {
  rule: "week" | "month";
  every: number;
  firstDay: string;
  lastDay: string | null;
  exceptions: readonly string[];
};

/**
 * Returns the days of a rule between two days, both included. A month without such a weekday (a
 * fifth Monday) is skipped, as are exceptions.
 */
export function expandRecurrence(
  rule: RecurrenceRule,
  { from, to }: { from: string; to: string },
): LocalDate[] {
  const start = dayNumber(localDate(rule.firstDay));
  const last = Math.min(
    dayNumber(localDate(to)),
    rule.lastDay === null ? Infinity : dayNumber(localDate(rule.lastDay)),
  );
  const first = Math.max(start, dayNumber(localDate(from)));
  const days =
    rule.rule === "week"
      ? expandWeekly({ start, first, last, every: rule.every })
      : expandMonthly({ start, last, every: rule.every });
  return days
    .filter((day) => day >= first)
    .map(dateOfDay)
    .filter((day) => !rule.exceptions.includes(day));
}

type RecurrenceSteps = { start: number; last: number; every: number };

function expandWeekly({
  start,
  first,
  last,
  every,
}: RecurrenceSteps & { first: number }): number[] {
  const step = 7 * every;
  const days: number[] = [];
  for (let day = start + Math.ceil((first - start) / step) * step; day <= last; day += step)
    days.push(day);
  return days;
}

function expandMonthly({ start, last, every }: RecurrenceSteps): number[] {
  const [year = 1970, month = 1, date = 1] = dateOfDay(start).split("-").map(Number);
  const nth = Math.floor((date - 1) / 7);
  const weekday = weekdayOf(start);
  const days: number[] = [];
  for (let step = 0; ; step += every) {
    const begin = Date.UTC(year, month - 1 + step, 1) / 86_400_000;
    if (begin > last) return days;
    const day = begin + ((weekday - weekdayOf(begin) + 7) % 7) + nth * 7;
    const within =
      new Date(day * 86_400_000).getUTCMonth() === new Date(begin * 86_400_000).getUTCMonth();
    if (within && day >= start && day <= last) days.push(day);
  }
}

/** Returns 0 for Monday … 6 for Sunday; day 0 was a Thursday. */
const weekdayOf = (day: number): number => (((day + 3) % 7) + 7) % 7;
