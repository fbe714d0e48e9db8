import { z } from "zod";
import { dateOfDay } from "#base/time/local-time.ts";
import type { BurstData, BurstReport } from "./bursts.ts";

const count = z.int();
const breakdownItem = z.object({
  code: z.enum(["excess", "authors", "growth", "returns", "overdue"]),
  points: count,
  of: count,
  value: z.number(),
});

/** One burst in the data files. */
export const burstSchema = z.object({
  /** address of the municipality; null is the whole region */
  territory: z.string().nullable(),
  territoryName: z.string().nullable(),
  topic: z.string().nullable(),
  group: z.string(),
  at: z.iso.date(),
  window: count,
  observed: count,
  expected: z.number(),
  usual: z.number(),
  weekday: z.number(),
  coverage: z.number(),
  season: z.number(),
  ratio: z.number(),
  pValue: z.number(),
  falseAlarmsPerMonth: z.number(),
  authors: count,
  messages: count,
  before: count.nullable(),
  growth: count,
  returns: count,
  open: count,
  overdueShare: z.number().nullable(),
  score: count,
  summands: z.array(breakdownItem),
  why: z.string(),
});

/**
 * Returns a burst for the data files, `why` being the sentence for people; numbers have four
 * significant digits.
 */
export function toBurstRecord(row: BurstReport, why: string): z.infer<typeof burstSchema> {
  const { burst, territory, open, late } = row;
  return {
    territory: territory?.slug ?? null,
    territoryName: territory?.name ?? null,
    topic: burst.kind === "topic" ? burst.code : null,
    group: burst.group,
    at: dateOfDay(burst.day),
    window: burst.window,
    observed: burst.authors,
    expected: roundToFourDigits(burst.expected),
    usual: roundToFourDigits(burst.factors.baseline),
    weekday: roundToFourDigits(burst.factors.weekday),
    coverage: roundToFourDigits(burst.factors.coverage),
    season: roundToFourDigits(burst.factors.season),
    ratio: roundToFourDigits(burst.authors / burst.expected),
    pValue: roundToFourDigits(burst.pValue),
    falseAlarmsPerMonth: roundToFourDigits(burst.falseAlarms),
    authors: burst.authors,
    messages: burst.messages,
    before: row.before,
    growth: Math.max(0, burst.authors - (row.before ?? 0)),
    returns: row.returns,
    open,
    overdueShare: open === 0 ? null : roundToFourDigits(late / open),
    score: row.score,
    summands: row.breakdown.map(({ code, points, max, value }) => ({
      code,
      points,
      of: max,
      value: roundToFourDigits(value),
    })),
    why,
  };
}

const roundToFourDigits = (value: number): number => Number(value.toPrecision(4));

/** Selects the rows of one municipality; those of the whole region belong to every place. */
export const burstsOfTerritory = (data: BurstData, territory: string | undefined): BurstReport[] =>
  territory === undefined
    ? data.bursts
    : data.bursts.filter((row) => row.territory?.slug === territory);
