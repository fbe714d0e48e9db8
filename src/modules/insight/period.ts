import { z } from "zod";
import type { Ctx } from "#base/context.ts";
import { fromZoned, toZoned } from "#base/time/calendar.ts";
import { dateOfDay, dayNumber } from "#base/time/local-time.ts";

export const periods = ["5", "13", "26", "52"] as const;

export const periodQuery = z.object({ weeks: z.enum(periods).default("13") });

export const scopeQuery = periodQuery.extend({
  topic: z.string().max(60).optional(),
  body: z.uuid().optional(),
});
export type ScopeQuery = z.output<typeof scopeQuery>;

export type FigurePeriod = {
  from: Date;
  to: Date;
  /** Mondays of the period in the region's zone, «2026-03-09», oldest first. */
  weeks: string[];
};

/**
 * Returns the period of the present week and the ones before it, `weeks` in all; weeks begin on Monday
 * in the region's zone.
 */
export function lastWeeks(ctx: Ctx, weeks: number): FigurePeriod {
  const zone = ctx.region.timeZone;
  const today = dayNumber(toZoned(ctx.now(), zone).date);
  // The first of January 1970, day 0, was a Thursday.
  const monday = today - ((today + 3) % 7);
  const mondays = Array.from({ length: weeks }, (_, index) =>
    dateOfDay(monday - 7 * (weeks - 1 - index)),
  );
  const [first = dateOfDay(monday)] = mondays;
  return { from: fromZoned(first, 0, zone), to: justAfterNow(ctx), weeks: mondays };
}

/** Returns the period of the last so many times 24 hours up to and including now. */
export function lastDays(ctx: Ctx, days: number): { from: Date; to: Date } {
  return { from: new Date(ctx.now().getTime() - days * 86_400_000), to: justAfterNow(ctx) };
}

/** Returns the end of a period that includes this very instant, since ends are exclusive. */
const justAfterNow = (ctx: Ctx) => new Date(ctx.now().getTime() + 1);
