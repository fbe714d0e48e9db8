import { optionalId, optionalSeats } from "../inputs.ts";
import { requireMunicipality } from "../load.ts";
import { z } from "zod";
import { asSystem, transact, type Ctx } from "#base/context.ts";
import { startChain, recordFact } from "#base/journal.ts";
import { dateOfDay, dayNumber, fromZoned, type LocalDate } from "#base/time/local-time.ts";
import { authorize } from "#base/policy.ts";
import { conflict, Refusal, invalidField } from "#base/refusal.ts";
import { optionalText, requiredText, seenVersion } from "#base/http/fields.ts";
import { announceEvent, createEvent } from "../edit/actions.ts";
import { eventKinds, eventFormats } from "../event.ts";
import { eventPolicy } from "../policy.ts";
import { expandRecurrence } from "./recurrence.ts";
import {
  insertSeries,
  lockSeries,
  listOccurrenceDays,
  listRunningSeries,
  updateSeries,
  type EventSeries,
} from "./store.ts";
import { requireVersion } from "../store.ts";

const clockTimePattern = /^([01]\d|2[0-3]):([0-5]\d)$/;

export const seriesInput = z.object({
  title: requiredText(200).min(3),
  summary: optionalText(4000),
  kind: z.enum(eventKinds).default("club"),
  format: z.enum(eventFormats).default("in-person"),
  municipalityId: z.uuid("events.unknown-municipality"),
  roomId: optionalId,
  address: optionalText(300),
  organisationId: optionalId,
  projectId: optionalId,
  capacity: optionalSeats,
  rule: z.enum(["week", "month"]),
  every: z.coerce.number().int().min(1).max(12).default(1),
  firstDay: z.iso.date(),
  lastDay: z.iso.date().nullable().default(null),
  /** Dates separated by commas or spaces. */
  exceptions: optionalText(2000)
    .transform((given) => given.split(/[\s,;]+/).filter(Boolean))
    .pipe(z.array(z.iso.date("events.exception-wrong")).max(100)),
  /** Local time, «18:00». */
  start: z.string().regex(clockTimePattern, "events.moment-wrong"),
  /** Length, in minutes. */
  length: z.coerce.number().int().min(5).max(1440),
  weeksAhead: z.coerce.number().int().min(1).max(52).default(6),
  announce: z.boolean().default(true),
  version: seenVersion,
});
export type SeriesInput = z.input<typeof seriesInput>;

/** Creates a series or changes its rule from now on; events already created do not change. */
export async function saveSeries(ctx: Ctx, given: SeriesInput, id?: string): Promise<EventSeries> {
  const input = seriesInput.parse(given);
  const columns = toColumns(input);
  const series = await transact(ctx, async (tx) => {
    const known = id === undefined ? undefined : await lockSeries(tx, id);
    if (known !== undefined)
      authorize({ policy: eventPolicy, actor: tx.actor, action: "handle", row: known });
    authorize({ policy: eventPolicy, actor: tx.actor, action: "handle", row: columns });
    if (known !== undefined) requireVersion(known, input.version);
    if (known !== undefined && known.ended_at !== null) throw conflict("events.series-ended");
    if (input.lastDay !== null && input.lastDay < input.firstDay)
      throw invalidField("lastDay", "events.last-before-first");
    await requireMunicipality(tx, input.municipalityId);
    if (known !== undefined) {
      recordFact(tx, { subject: known.id, type: "series.changed" });
      return updateSeries(tx, known, columns);
    }
    const saved = await insertSeries(tx, { id: tx.newId(), ...columns, created_at: tx.now() });
    startChain(tx, saved.id);
    recordFact(tx, {
      subject: saved.id,
      type: "series.created",
      data: { municipality: saved.municipality_id },
    });
    return saved;
  });
  await createOccurrences(ctx, series);
  return series;
}

function toColumns(input: z.output<typeof seriesInput>) {
  const [hours = 0, minutes = 0] = input.start.split(":").map(Number);
  return {
    title: input.title,
    summary: input.summary,
    kind: input.kind,
    format: input.format,
    municipality_id: input.municipalityId,
    room_id: input.roomId,
    address: input.address,
    organisation_id: input.organisationId,
    project_id: input.projectId,
    capacity: input.capacity,
    rule: input.rule,
    every: input.every,
    first_day: input.firstDay,
    last_day: input.lastDay,
    exceptions: input.exceptions,
    start_minutes: hours * 60 + minutes,
    length_minutes: input.length,
    weeks_ahead: input.weeksAhead,
    announce: input.announce,
  };
}

/** Ends a series: no further events are created, existing ones remain. */
export async function endSeries(ctx: Ctx, id: string): Promise<EventSeries> {
  return transact(ctx, async (tx) => {
    const series = await lockSeries(tx, id);
    authorize({ policy: eventPolicy, actor: tx.actor, action: "handle", row: series });
    if (series.ended_at !== null) return series;
    recordFact(tx, { subject: series.id, type: "series.ended" });
    return updateSeries(tx, series, { ended_at: tx.now() });
  });
}

/**
 * Creates the missing events of the coming weeks, each in a transaction of its own. Where the room
 * is taken, a draft without the room is created. Returns how many were created.
 */
export async function createOccurrences(ctx: Ctx, series: EventSeries): Promise<number> {
  if (series.ended_at !== null) return 0;
  const today = ctx.today();
  const days = expandRecurrence(
    {
      rule: series.rule,
      every: series.every,
      firstDay: series.first_day,
      lastDay: series.last_day,
      exceptions: series.exceptions,
    },
    { from: today, to: dateOfDay(dayNumber(today) + series.weeks_ahead * 7) },
  );
  const made = await listOccurrenceDays(ctx, series.id);
  const missing = days.filter((day) => !made.has(day));
  for (const day of missing) await createOccurrence(asSystem(ctx, "series"), series.id, day);
  return missing.length;
}

async function createOccurrence(ctx: Ctx, id: string, day: LocalDate): Promise<void> {
  await transact(ctx, async (tx) => {
    // The lock prevents a second worker from creating the same day.
    const series = await lockSeries(tx, id);
    if ((await listOccurrenceDays(tx, id)).has(day)) return;
    const startsAt = fromZoned(day, series.start_minutes, tx.region.timeZone);
    const input = {
      kind: series.kind,
      title: series.title,
      summary: series.summary,
      format: series.format,
      startsAt,
      endsAt: new Date(startsAt.getTime() + series.length_minutes * 60_000),
      municipalityId: series.municipality_id,
      roomId: series.room_id,
      address: series.address,
      organisationId: series.organisation_id,
      projectId: series.project_id,
      capacity: series.capacity,
    };
    const occurrence = { seriesId: series.id, seriesDay: day };
    try {
      const event = await createEvent(tx, input, occurrence);
      if (series.announce && event.ends_at > tx.now()) await announceEvent(tx, event.id);
    } catch (error) {
      if (!(error instanceof Refusal) || error.fields.roomId === undefined) throw error;
      await createEvent(tx, { ...input, roomId: null }, occurrence);
    }
  });
}

/** Creates the coming events of every series of the region. Returns how many were created. */
export async function createAllOccurrences(ctx: Ctx): Promise<number> {
  let created = 0;
  for (const series of await listRunningSeries(ctx))
    created += await createOccurrences(ctx, series);
  return created;
}
