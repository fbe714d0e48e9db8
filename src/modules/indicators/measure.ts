import { z } from "zod";
import type { Ctx } from "#base/context.ts";
import type { CountAsk, CountCell, CountedRow, RowsPage } from "#base/ports/count-source.ts";
import type { PageOf } from "#base/db/paging.ts";
import { invalid } from "#base/refusal.ts";
import { findEvent } from "#modules/events/index.ts";
import { shapes, sourceNames, sourceOf, type SourceName } from "./sources.ts";

/** What is counted, and how the question is narrowed; as it is kept. */
export type Measure = { source: SourceName; parts: Record<string, unknown> };

const codes = z.array(z.string().max(60)).default([]);

/** The measure as a form gives it. */
export const measureInput = z.object({
  source: z.enum(sourceNames, "promises.choose-source"),
  /** Facts of this project, or of everybody. */
  whose: z.enum(["project", "all"]).default("project"),
  kinds: codes,
  atLeast: z.coerce
    .number("promises.at-least-wrong")
    .int("promises.at-least-wrong")
    .min(1, "promises.at-least-wrong")
    .max(100_000)
    .optional(),
  /** Number of one event. */
  event: z.string().trim().max(40).optional(),
  topics: codes,
  mode: z.string().max(40).optional(),
  stage: z.string().max(40).optional(),
  groups: codes,
});
export type MeasureInput = z.input<typeof measureInput>;

/** The parts of a measure out of a form; what the source does not know is refused at its field. */
export async function measureFrom(
  ctx: Ctx,
  project: { id: string },
  given: MeasureInput,
): Promise<Measure> {
  const input = measureInput.parse(given);
  const { ofProject, asks } = shapes[input.source];
  const parts: Record<string, unknown> = {};
  for (const name of asks) {
    const value = name === "event" ? undefined : input[name];
    if (Array.isArray(value) ? value.length > 0 : value !== undefined) parts[name] = value;
  }
  if (asks.includes("event") && input.event !== undefined)
    parts.eventId = await eventNamed(ctx, input.event);
  if (ofProject !== undefined && input.whose === "project" && parts.eventId === undefined)
    parts[ofProject] = project.id;
  const read = sourceOf(input.source).parts.safeParse(parts);
  if (read.success) return { source: input.source, parts: read.data as Record<string, unknown> };
  const field = String(read.error.issues[0]?.path[0] ?? "source");
  throw invalid("promises.part-wrong", { fields: { [field]: "promises.part-wrong" } });
}

async function eventNamed(ctx: Ctx, number: string): Promise<string> {
  const event = await findEvent(ctx, number);
  if (event !== undefined) return event.id;
  throw invalid("promises.unknown-event", { fields: { event: "promises.unknown-event" } });
}

export const isShare = (source: string): boolean => sourceOf(source).measure === "share";

/** Whether two measures would count the same facts. */
export function sameMeasure(a: Measure, b: Measure): boolean {
  return a.source === b.source && canonical(a.parts) === canonical(b.parts);
}

/** JSON with sorted keys: alike for equal values, whoever wrote them down. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(",")}}`;
}

/** What may be asked of facts for a promise, saved or not. */
export type Question = Measure & {
  /** Of a saved promise: facts entered by hand belong to it. */
  id?: string;
  scope: string;
  places: readonly string[];
  starts_on: string;
  due_on: string;
};

function askOf(question: Question): CountAsk {
  const { parts, places, starts_on, due_on, scope, source } = question;
  const own = source === "promises.entered" && question.id !== undefined;
  return {
    parts: own ? { ...parts, promiseId: question.id } : parts,
    from: starts_on,
    to: due_on,
    ...(places.length > 0 && { places }),
    per: scope === "per-place" ? "place" : "total",
  };
}

/** The cells of a promise: one question to its source. */
export function cellsFor(ctx: Ctx, question: Question): Promise<CountCell[]> {
  return sourceOf(question.source).cells(ctx, askOf(question));
}

/** What is announced or booked ahead for a promise; nothing where its source knows of no such thing. */
export async function comingFor(ctx: Ctx, question: Question): Promise<CountCell[]> {
  return (await sourceOf(question.source).coming?.(ctx, askOf(question))) ?? [];
}

/** Both for many promises: of equal questions one is asked. */
export function askingOnce(ctx: Ctx): Record<"cellsOf" | "comingOf", Asking> {
  const once = (ask: (ctx: Ctx, question: Question) => Promise<CountCell[]>): Asking => {
    const asked = new Map<string, Promise<CountCell[]>>();
    return (question) => {
      const key = canonical({ source: question.source, ...askOf(question) });
      const answer = asked.get(key) ?? ask(ctx, question);
      asked.set(key, answer);
      return answer;
    };
  };
  return { cellsOf: once(cellsFor), comingOf: once(comingFor) };
}
type Asking = (question: Question) => Promise<CountCell[]>;

/** The rows behind a promise, or behind one of its places, newest first. */
export function rowsFor(
  ctx: Ctx,
  question: Question,
  page: RowsPage & { place?: string },
): Promise<PageOf<CountedRow>> {
  const { place, ...rest } = page;
  const ask = askOf(question);
  return sourceOf(question.source).rows(ctx, {
    ...ask,
    ...rest,
    ...(place !== undefined && { places: [place] }),
  });
}
