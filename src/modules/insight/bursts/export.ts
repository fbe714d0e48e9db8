import { z } from "zod";
import { dateOfDay } from "#base/time/local-time.ts";
import type { HotData, HotRow } from "./bursts.ts";

const count = z.int();
const summand = z.object({
  code: z.enum(["excess", "authors", "growth", "returns", "overdue"]),
  points: count,
  of: count,
  value: z.number(),
});

/** One thing that burns, as programs read it. */
export const hotSchema = z.object({
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
  summands: z.array(summand),
  why: z.string(),
});

/** A row as programs read it, `why` being the sentence for people; numbers have four digits that mean something. */
export function hotRecord(row: HotRow, why: string): z.infer<typeof hotSchema> {
  const { spot, territory, open, late } = row;
  return {
    territory: territory?.slug ?? null,
    territoryName: territory?.name ?? null,
    topic: spot.kind === "topic" ? spot.code : null,
    group: spot.group,
    at: dateOfDay(spot.day),
    window: spot.window,
    observed: spot.authors,
    expected: digits(spot.expected),
    usual: digits(spot.made.usual),
    weekday: digits(spot.made.weekday),
    coverage: digits(spot.made.coverage),
    season: digits(spot.made.season),
    ratio: digits(spot.authors / spot.expected),
    pValue: digits(spot.pValue),
    falseAlarmsPerMonth: digits(spot.falseAlarms),
    authors: spot.authors,
    messages: spot.messages,
    before: row.before,
    growth: Math.max(0, spot.authors - (row.before ?? 0)),
    returns: row.returns,
    open,
    overdueShare: open === 0 ? null : digits(late / open),
    score: row.score,
    summands: row.summands.map(({ code, points, max, value }) => ({
      code,
      points,
      of: max,
      value: digits(value),
    })),
    why,
  };
}

const digits = (value: number): number => Number(value.toPrecision(4));

/** Rows of one municipality; the whole region's rows stand with every place's. */
export const rowsOf = (data: HotData, territory: string | undefined): HotRow[] =>
  territory === undefined
    ? data.rows
    : data.rows.filter((row) => row.territory?.slug === territory);
