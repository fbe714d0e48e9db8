/**
 * When something is due: rule packs (data with a source and a time of validity) applied to facts.
 * A due date is never stored; it is computed from the start, the pauses, the production calendar
 * and the time zone of the region.
 */
import { z } from "zod";
import type { Calendar } from "./calendar.ts";
import {
  dayAt,
  DAY_MS,
  instantOf,
  isLocalDate,
  localDate,
  MINUTE_MS,
  type LocalDate,
} from "./local-time.ts";

const HOUR_MS = 3_600_000;
// Ten years: past that a rule is a slip of the pen.
const MAX_AMOUNT = { hours: 87_600, "working-hours": 24_000, "working-days": 2_500, days: 3_650 };

const dateSchema = z
  .string("give a day as YYYY-MM-DD")
  .refine(isLocalDate, "give a real day as YYYY-MM-DD, for example 2026-03-30")
  .transform(localDate);

const codeSchema = z
  .string("give a short code in Latin letters")
  .regex(/^[a-z0-9]+([.-][a-z0-9]+)*$/, "use small Latin letters, digits, dots and dashes");

const conditionHelp = "give one value or a list with at least one value";
const conditionSchema = z.union([z.string(), z.array(z.string()).min(1, conditionHelp)], {
  error: conditionHelp,
});

const ruleSchema = z
  .object({
    timer: codeSchema,
    when: z.record(z.string(), conditionSchema).optional(),
    amount: z.number("give a number").positive("give a number greater than zero"),
    unit: z.enum(["hours", "working-hours", "working-days", "days"], {
      error: "choose one of: hours, working-hours, working-days, days",
    }),
    validFrom: dateSchema,
    validTo: dateSchema.optional(),
    source: z
      .string("name the act or agreement that the rule comes from")
      .trim()
      .min(1, "name the act or agreement that the rule comes from"),
  })
  .superRefine((rule, context) => {
    const refuse = (path: string, message: string): void =>
      context.addIssue({ code: "custom", path: [path], message });
    const longest = MAX_AMOUNT[rule.unit];
    if (rule.amount > longest) refuse("amount", `give at most ${longest} ${rule.unit}`);
    if (rule.unit.endsWith("days") && !Number.isInteger(rule.amount)) {
      refuse("amount", "give whole days, or count in hours");
    }
    if (rule.validTo && rule.validTo < rule.validFrom) {
      refuse("validTo", "give a last day that is not before validFrom");
    }
  });

/** A rule pack as it is written in settings or a file; parse before use. */
export const rulePackSchema = z
  .object({ code: codeSchema, rules: z.array(ruleSchema) })
  .superRefine((pack, context) => {
    const seen = new Map<string, number>();
    for (const [index, rule] of pack.rules.entries()) {
      const key = JSON.stringify([rule.timer, rule.validFrom, sortedConditions(rule.when)]);
      const first = seen.get(key);
      if (first === undefined) seen.set(key, index);
      else {
        const message = `same timer, conditions and validFrom as rule ${first + 1}: keep one of them`;
        context.addIssue({ code: "custom", path: ["rules", index], message });
      }
    }
  });

export type RulePack = z.infer<typeof rulePackSchema>;
/** How much time a timer gives; `validTo` is the last day on which it applies. */
export type DeadlineRule = RulePack["rules"][number];
/** What is known of the thing that is timed: `{ topic: "heating", urgency: "high" }`. */
export type Traits = Readonly<Record<string, string | undefined>>;
/** A time when the clock stands; a pause that still lasts is given up to now. */
export type Pause = { from: Date; to: Date };

function sortedConditions(when: DeadlineRule["when"]): unknown {
  return Object.entries(when ?? {})
    .map(([key, value]) => [key, [value].flat().toSorted()] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/**
 * Returns the rule for a timer on a local day: of those whose conditions all hold, the one with the
 * most conditions, then the later validFrom, then the first in the pack.
 */
export function findRule(
  pack: RulePack,
  { timer, at, traits = {} }: { timer: string; at: LocalDate; traits?: Traits },
): DeadlineRule | undefined {
  let best: DeadlineRule | undefined;
  for (const rule of pack.rules) {
    if (rule.timer !== timer || at < rule.validFrom) continue;
    if (rule.validTo !== undefined && at > rule.validTo) continue;
    if (!ruleApplies(rule, traits)) continue;
    if (!best || isMoreSpecific(rule, best)) best = rule;
  }
  return best;
}

function ruleApplies(rule: DeadlineRule, traits: Traits): boolean {
  return Object.entries(rule.when ?? {}).every(([key, wanted]) => {
    const value = traits[key];
    return value !== undefined && [wanted].flat().includes(value);
  });
}

function isMoreSpecific(rule: DeadlineRule, than: DeadlineRule): boolean {
  const conditions = Object.keys(rule.when ?? {}).length;
  const others = Object.keys(than.when ?? {}).length;
  return conditions === others ? rule.validFrom > than.validFrom : conditions > others;
}

/** The part of a rule that says how long. */
export type Term = Pick<DeadlineRule, "amount" | "unit">;

/**
 * Computes the instant at which a term that began at `startedAt` ends.
 *
 * - hours: elapsed hours, day and night.
 * - working-hours: hours inside the working time of the zone.
 * - working-days: the end of the N-th working day after the day of the start.
 * - days: the end of the N-th calendar day after the day of the start; if that is a day off, the
 *   end of the next working day (Civil Code of Russia, art. 191, 193 and 194: counted from the next
 *   day, moved off a day off, over when the office closes).
 *
 * Paused time does not count: for hours to the millisecond, for days every day after the one on
 * which the pause began, up to and including the one on which it ended.
 */
export function dueAt({
  rule,
  startedAt,
  calendar,
  zone,
  pauses = [],
}: {
  rule: Term;
  startedAt: Date;
  calendar: Calendar;
  zone: string;
  pauses?: readonly Pause[];
}): Date {
  const start = startedAt.getTime();
  const gaps = sortedGaps(pauses);
  const place = { calendar, zone };
  switch (rule.unit) {
    case "hours":
      return new Date(addRunningTime(start, Math.round(rule.amount * HOUR_MS), gaps));
    case "working-hours":
      return new Date(addWorkingTime(start, Math.round(rule.amount * HOUR_MS), { ...place, gaps }));
    case "working-days":
      return endOfDay(findNthDay(start, rule.amount, { ...place, gaps, counts: "working" }), place);
    case "days":
      return endOfDay(findNthDay(start, rule.amount, { ...place, gaps, counts: "every" }), place);
  }
}

/** A stretch of instants in ms. */
type Gap = { from: number; to: number };
type Place = { calendar: Calendar; zone: string };

// A calendar in which nothing is worked any more would keep a walk from ending.
const MAX_SEARCH_DAYS = 40_000;

function sortedGaps(pauses: readonly Pause[]): readonly Gap[] {
  return pauses
    .map(({ from, to }) => ({ from: from.getTime(), to: to.getTime() }))
    .filter(({ from, to }) => from < to)
    .toSorted((a, b) => a.from - b.from);
}

/** The parts of [from, to) outside the gaps, in order; the gaps, by start, may overlap. */
function subtractGaps(from: number, to: number, gaps: readonly Gap[]): readonly Gap[] {
  const parts: Gap[] = [];
  let cursor = from;
  for (const gap of gaps) {
    if (gap.to <= cursor) continue;
    if (gap.from >= to) break;
    if (gap.from > cursor) parts.push({ from: cursor, to: gap.from });
    cursor = gap.to;
  }
  if (cursor < to) parts.push({ from: cursor, to });
  return parts;
}

function addRunningTime(start: number, amount: number, gaps: readonly Gap[]): number {
  let left = amount;
  for (const part of subtractGaps(start, Infinity, gaps)) {
    if (left <= part.to - part.from) return part.from + left;
    left -= part.to - part.from;
  }
  return start + amount;
}

function addWorkingTime(
  start: number,
  amount: number,
  { calendar, zone, gaps }: Place & { gaps: readonly Gap[] },
): number {
  let left = amount;
  const first = dayAt(start, zone);
  for (let day = first; day < first + MAX_SEARCH_DAYS; day += 1) {
    for (const span of calendar.workingIntervals(day)) {
      const from = Math.max(start, instantOf(day * DAY_MS + span.from * MINUTE_MS, zone));
      const to = instantOf(day * DAY_MS + span.to * MINUTE_MS, zone);
      for (const part of subtractGaps(from, to, gaps)) {
        if (left <= part.to - part.from) return part.from + left;
        left -= part.to - part.from;
      }
    }
  }
  throw new RangeError("no working time left in the calendar for this term");
}

function findNthDay(
  start: number,
  amount: number,
  { calendar, zone, gaps, counts }: Place & { gaps: readonly Gap[]; counts: "working" | "every" },
): number {
  const still = gaps.map((gap) => ({ after: dayAt(gap.from, zone), upTo: dayAt(gap.to, zone) }));
  const first = dayAt(start, zone);
  let left = amount;
  for (let day = first + 1; day < first + MAX_SEARCH_DAYS; day += 1) {
    if (still.some(({ after, upTo }) => day > after && day <= upTo)) continue;
    const works = calendar.isWorkingDayNumber(day);
    if (works || counts === "every") left -= 1;
    if (left <= 0 && works) return day;
  }
  throw new RangeError("no working day left in the calendar for this term");
}

function endOfDay(day: number, { calendar, zone }: Place): Date {
  const minutes = calendar.workingIntervals(day).at(-1)?.to ?? 24 * 60;
  return new Date(instantOf(day * DAY_MS + minutes * MINUTE_MS, zone));
}

/** How far it is from now to the due moment; when `late`, how far it is past it. */
export type TimeLeft = {
  late: boolean;
  /** Working days after the nearer of the two days up to and with the farther one. */
  workingDays: number;
  /** Elapsed whole hours in all, and the minutes (0…59) that remain. */
  hours: number;
  minutes: number;
  /** Used part of the elapsed time from start to due, 0…1. */
  share: number;
};

/**
 * Returns the time left or overdue in every measure that a page may show. Exactly on time is not
 * overdue.
 */
export function timeLeft({
  now,
  due,
  startedAt,
  calendar,
  zone,
}: {
  now: Date;
  due: Date;
  startedAt: Date;
} & Place): TimeLeft {
  const left = due.getTime() - now.getTime();
  const [near, far] = left < 0 ? [due, now] : [now, due];
  const last = dayAt(far.getTime(), zone);
  let workingDays = 0;
  for (let day = dayAt(near.getTime(), zone) + 1; day <= last; day += 1) {
    if (calendar.isWorkingDayNumber(day)) workingDays += 1;
  }
  const wholeMinutes = Math.floor(Math.abs(left) / MINUTE_MS);
  return {
    late: left < 0,
    workingDays,
    hours: Math.floor(wholeMinutes / 60),
    minutes: wholeMinutes % 60,
    share: shareUsed(now.getTime() - startedAt.getTime(), due.getTime() - startedAt.getTime()),
  };
}

function shareUsed(used: number, whole: number): number {
  if (whole <= 0) return 1;
  return Math.min(1, Math.max(0, used / whole));
}
