import { dateOfDay, dayNumber, isLocalDate, localDate } from "#base/time/local-time.ts";
import { invalid } from "#base/refusal.ts";

/** A planned stretch of days, both ends included; one day when they are the same. */
export type Stretch = { from: string; to: string };

const mostOccasions = 200;
const dayIn = /(\d{1,2})\.(\d{1,2})\.(\d{4})|(\d{4}-\d{2}-\d{2})/g;

/**
 * When an activity is planned: in each of the months named («2026-03»), on each of the days listed
 * («12.03.2026, 14–16.…» as whole dates, one or two to a piece), or once, any time between its ends.
 */
export function planStretches(plan: {
  startsOn: string;
  endsOn: string;
  months: readonly string[];
  days: string;
}): Stretch[] {
  const whole = { from: plan.startsOn, to: plan.endsOn };
  const listed = readDays(plan.days);
  for (const day of listed) demandInside(day, whole);
  const monthly = plan.months.map((month) => clipped(monthStretch(month), whole));
  const all = unique([...monthly, ...listed]);
  if (all.length > mostOccasions) throw atDays("projects.days-many");
  return all.length === 0 ? [whole] : all;
}

/** The same plan as a form shows it again. */
export function planAsForm(
  activity: { startsOn: string; endsOn: string },
  stretches: readonly Stretch[],
): { months: string[]; days: string } {
  const whole = { from: activity.startsOn, to: activity.endsOn };
  if (stretches.length === 1 && same(stretches[0], whole)) return { months: [], days: "" };
  const monthly = stretches.filter((one) => isMonth(one, whole));
  const rest = stretches.filter((one) => !isMonth(one, whole));
  return {
    months: monthly.map(({ from }) => from.slice(0, 7)),
    days: rest
      .map(({ from, to }) =>
        from === to ? asWritten(from) : `${asWritten(from)}–${asWritten(to)}`,
      )
      .join("\n"),
  };
}

/** The months that a stretch touches, «2026-03». */
export function monthsOf({ from, to }: Stretch): string[] {
  const months: string[] = [];
  for (let month = from.slice(0, 7); month <= to.slice(0, 7); month = nextMonth(month)) {
    months.push(month);
  }
  return months;
}

/** First and last day of a month. */
export function monthStretch(month: string): Stretch {
  if (!isLocalDate(`${month}-01`)) throw atDays("projects.day-wrong", month);
  const next = localDate(`${nextMonth(month)}-01`);
  return { from: `${month}-01`, to: dateOfDay(dayNumber(next) - 1) };
}

function nextMonth(month: string): string {
  const [year, n] = [Number(month.slice(0, 4)), Number(month.slice(5))];
  return n === 12 ? `${year + 1}-01` : `${month.slice(0, 5)}${String(n + 1).padStart(2, "0")}`;
}

/** «12.03.2026» */
export const asWritten = (day: string): string => day.split("-").toReversed().join(".");

function readDays(text: string): Stretch[] {
  return text
    .split(/[\n,;]+/)
    .map((piece) => piece.trim())
    .filter(Boolean)
    .map(readPiece);
}

function readPiece(piece: string): Stretch {
  const days = [...piece.matchAll(dayIn)].map(([, day = "", month = "", year = "", iso]) =>
    iso === undefined ? `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}` : iso,
  );
  const [from, to = from] = days;
  if (from === undefined || to === undefined || days.length > 2) throw unreadable(piece);
  if (!isLocalDate(from) || !isLocalDate(to) || to < from) throw unreadable(piece);
  return { from, to };
}

const unreadable = (piece: string) => atDays("projects.day-wrong", piece.slice(0, 60));

function demandInside(day: Stretch, whole: Stretch): void {
  if (day.from >= whole.from && day.to <= whole.to) return;
  throw atDays("projects.day-outside", asWritten(day.from < whole.from ? day.from : day.to));
}

const atDays = (reason: string, text = "") =>
  invalid(reason, { fields: { days: reason }, values: { text } });

function clipped(month: Stretch, whole: Stretch): Stretch {
  const from = month.from < whole.from ? whole.from : month.from;
  const to = month.to > whole.to ? whole.to : month.to;
  if (from > to)
    throw invalid("projects.month-outside", { fields: { months: "projects.month-outside" } });
  return { from, to };
}

const isMonth = (one: Stretch, whole: Stretch): boolean =>
  one.from.slice(0, 7) === one.to.slice(0, 7) &&
  one.from !== one.to &&
  same(one, clipped(monthStretch(one.from.slice(0, 7)), whole));

const same = (a: Stretch | undefined, b: Stretch) => a?.from === b.from && a.to === b.to;

function unique(stretches: readonly Stretch[]): Stretch[] {
  const byKey = new Map(stretches.map((one) => [`${one.from} ${one.to}`, one]));
  return [...byKey.values()].toSorted((a, b) => (a.from + a.to < b.from + b.to ? -1 : 1));
}
