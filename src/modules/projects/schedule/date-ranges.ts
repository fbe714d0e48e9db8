import { dateOfDay, dayNumber, isLocalDate, localDate } from "#base/time/local-time.ts";
import { invalidField } from "#base/refusal.ts";

/** A planned range of days, both ends included. */
export type DateRange = { from: string; to: string };

const maxOccurrences = 200;
const datePattern = /(\d{1,2})\.(\d{1,2})\.(\d{4})|(\d{4}-\d{2}-\d{2})/g;

/**
 * Returns the ranges of an activity's plan: each of the months named («2026-03»), each of the
 * dates listed («12.03.2026, 14–16.…» as full dates, one or two to a piece), or one range between
 * its ends.
 */
export function parsePlan(plan: {
  startsOn: string;
  endsOn: string;
  months: readonly string[];
  days: string;
}): DateRange[] {
  const whole = { from: plan.startsOn, to: plan.endsOn };
  const listed = parseDays(plan.days);
  for (const day of listed) requireInside(day, whole);
  const monthly = plan.months.map((month) => clipToRange(monthRange(month), whole));
  const all = uniqueRanges([...monthly, ...listed]);
  if (all.length > maxOccurrences) throw invalidDays("projects.days-many");
  return all.length === 0 ? [whole] : all;
}

/** Converts a plan back to form values. */
export function formatPlanForForm(
  activity: { startsOn: string; endsOn: string },
  ranges: readonly DateRange[],
): { months: string[]; days: string } {
  const whole = { from: activity.startsOn, to: activity.endsOn };
  if (ranges.length === 1 && isSameRange(ranges[0], whole)) return { months: [], days: "" };
  const monthly = ranges.filter((one) => isWholeMonth(one, whole));
  const rest = ranges.filter((one) => !isWholeMonth(one, whole));
  return {
    months: monthly.map(({ from }) => from.slice(0, 7)),
    days: rest
      .map(({ from, to }) =>
        from === to ? formatDottedDate(from) : `${formatDottedDate(from)}–${formatDottedDate(to)}`,
      )
      .join("\n"),
  };
}

/** Lists the months that a range overlaps, «2026-03». */
export function listMonths({ from, to }: DateRange): string[] {
  const months: string[] = [];
  for (let month = from.slice(0, 7); month <= to.slice(0, 7); month = nextMonth(month)) {
    months.push(month);
  }
  return months;
}

/** Returns the first and last day of a month. */
export function monthRange(month: string): DateRange {
  if (!isLocalDate(`${month}-01`)) throw invalidDays("projects.day-wrong", month);
  const next = localDate(`${nextMonth(month)}-01`);
  return { from: `${month}-01`, to: dateOfDay(dayNumber(next) - 1) };
}

function nextMonth(month: string): string {
  const [year, n] = [Number(month.slice(0, 4)), Number(month.slice(5))];
  return n === 12 ? `${year + 1}-01` : `${month.slice(0, 5)}${String(n + 1).padStart(2, "0")}`;
}

/** Formats a day as «12.03.2026». */
export const formatDottedDate = (day: string): string => day.split("-").toReversed().join(".");

function parseDays(text: string): DateRange[] {
  return text
    .split(/[\n,;]+/)
    .map((piece) => piece.trim())
    .filter(Boolean)
    .map(parseDayRange);
}

function parseDayRange(text: string): DateRange {
  const days = [...text.matchAll(datePattern)].map(([, day = "", month = "", year = "", iso]) =>
    iso === undefined ? `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}` : iso,
  );
  const [from, to = from] = days;
  if (from === undefined || to === undefined || days.length > 2) throw invalidDay(text);
  if (!isLocalDate(from) || !isLocalDate(to) || to < from) throw invalidDay(text);
  return { from, to };
}

const invalidDay = (piece: string) => invalidDays("projects.day-wrong", piece.slice(0, 60));

function requireInside(range: DateRange, whole: DateRange): void {
  if (range.from >= whole.from && range.to <= whole.to) return;
  throw invalidDays(
    "projects.day-outside",
    formatDottedDate(range.from < whole.from ? range.from : range.to),
  );
}

const invalidDays = (reason: string, text = "") => invalidField("days", reason, { text });

function clipToRange(month: DateRange, whole: DateRange): DateRange {
  const from = month.from < whole.from ? whole.from : month.from;
  const to = month.to > whole.to ? whole.to : month.to;
  if (from > to) throw invalidField("months", "projects.month-outside");
  return { from, to };
}

const isWholeMonth = (one: DateRange, whole: DateRange): boolean =>
  one.from.slice(0, 7) === one.to.slice(0, 7) &&
  one.from !== one.to &&
  isSameRange(one, clipToRange(monthRange(one.from.slice(0, 7)), whole));

const isSameRange = (a: DateRange | undefined, b: DateRange) => a?.from === b.from && a.to === b.to;

function uniqueRanges(stretches: readonly DateRange[]): DateRange[] {
  const byKey = new Map(stretches.map((one) => [`${one.from} ${one.to}`, one]));
  return [...byKey.values()].toSorted((a, b) => (a.from + a.to < b.from + b.to ? -1 : 1));
}
