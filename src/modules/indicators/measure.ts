import { z } from "zod";
import type { Ctx } from "#base/context.ts";
import type { CountQuery, CountCell, CountedRow, RowsPage } from "#base/ports/count-source.ts";
import type { PageOf } from "#base/db/paging.ts";
import { invalidField } from "#base/refusal.ts";
import { findEvent } from "#modules/events/index.ts";
import { sourceShapes, sourceNames, getSource, type SourceName } from "./sources.ts";

/** What is counted, and the filters of the query, as stored. */
export type Measure = { source: SourceName; parts: Record<string, unknown> };

const codeList = z.array(z.string().max(60)).default([]);

/** The measure as a form posts it. */
export const measureInput = z.object({
  source: z.enum(sourceNames, "indicators.choose-source"),
  /** Facts of this project, or of everybody. */
  whose: z.enum(["project", "all"]).default("project"),
  kinds: codeList,
  atLeast: z.coerce
    .number("indicators.at-least-wrong")
    .int("indicators.at-least-wrong")
    .min(1, "indicators.at-least-wrong")
    .max(100_000)
    .optional(),
  /** Number of one event. */
  event: z.string().trim().max(40).optional(),
  topics: codeList,
  mode: z.string().max(40).optional(),
  stage: z.string().max(40).optional(),
  groups: codeList,
});
export type MeasureInput = z.input<typeof measureInput>;

/** Parses a measure from a form; throws an error at the field that the source does not accept. */
export async function parseMeasure(
  ctx: Ctx,
  project: { id: string },
  given: MeasureInput,
): Promise<Measure> {
  const input = measureInput.parse(given);
  const { ofProject, parameters } = sourceShapes[input.source];
  const parts: Record<string, unknown> = {};
  for (const name of parameters) {
    const value = name === "event" ? undefined : input[name];
    if (Array.isArray(value) ? value.length > 0 : value !== undefined) parts[name] = value;
  }
  if (parameters.includes("event") && input.event !== undefined)
    parts.eventId = await requireEventId(ctx, input.event);
  if (ofProject !== undefined && input.whose === "project" && parts.eventId === undefined)
    parts[ofProject] = project.id;
  const read = getSource(input.source).filters.safeParse(parts);
  if (read.success) return { source: input.source, parts: read.data as Record<string, unknown> };
  const field = String(read.error.issues[0]?.path[0] ?? "source");
  throw invalidField(field, "indicators.part-wrong");
}

async function requireEventId(ctx: Ctx, number: string): Promise<string> {
  const event = await findEvent(ctx, number);
  if (event !== undefined) return event.id;
  throw invalidField("event", "indicators.unknown-event");
}

/** Returns whether the source measures a share in per cent. */
export const isShare = (source: string): boolean => getSource(source).measure === "share";

/** Returns whether two measures count the same facts. */
export function isSameMeasure(a: Measure, b: Measure): boolean {
  return a.source === b.source && canonicalJson(a.parts) === canonicalJson(b.parts);
}

/** Returns JSON with sorted keys: the same text for equal values. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join(",")}}`;
}

/** A query of an indicator, saved or not. */
export type MeasureQuery = Measure & {
  /** Id of a saved indicator: entries belong to it. */
  id?: string;
  scope: string;
  places: readonly string[];
  starts_on: string;
  due_on: string;
};

function toCountQuery(question: MeasureQuery): CountQuery {
  const { parts, places, starts_on, due_on, scope, source } = question;
  const own = source === "indicators.entered" && question.id !== undefined;
  return {
    filters: own ? { ...parts, indicatorId: question.id } : parts,
    from: starts_on,
    to: due_on,
    ...(places.length > 0 && { places }),
    per: scope === "per-place" ? "place" : "total",
  };
}

/** Counts the cells of an indicator with one query to its source. */
export function countCells(ctx: Ctx, question: MeasureQuery): Promise<CountCell[]> {
  return getSource(question.source).cells(ctx, toCountQuery(question));
}

/** Counts what is scheduled for an indicator; empty when its source has no schedule. */
export async function countScheduled(ctx: Ctx, question: MeasureQuery): Promise<CountCell[]> {
  return (await getSource(question.source).scheduled?.(ctx, toCountQuery(question))) ?? [];
}

/** Creates counters for many indicators that run equal queries once. */
export function createCachedCounters(ctx: Ctx): Record<"cellsOf" | "scheduledOf", CellCounter> {
  const cachedCounter = (
    count: (ctx: Ctx, question: MeasureQuery) => Promise<CountCell[]>,
  ): CellCounter => {
    const pending = new Map<string, Promise<CountCell[]>>();
    return (question) => {
      const key = canonicalJson({ source: question.source, ...toCountQuery(question) });
      const answer = pending.get(key) ?? count(ctx, question);
      pending.set(key, answer);
      return answer;
    };
  };
  return { cellsOf: cachedCounter(countCells), scheduledOf: cachedCounter(countScheduled) };
}
type CellCounter = (question: MeasureQuery) => Promise<CountCell[]>;

/** Lists the rows behind an indicator, or behind one of its places, newest first. */
export function listCountedRows(
  ctx: Ctx,
  question: MeasureQuery,
  page: RowsPage & { place?: string },
): Promise<PageOf<CountedRow>> {
  const { place, ...rest } = page;
  const query = toCountQuery(question);
  return getSource(question.source).rows(ctx, {
    ...query,
    ...rest,
    ...(place !== undefined && { places: [place] }),
  });
}
