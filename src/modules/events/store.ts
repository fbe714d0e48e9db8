import { sql, type Insertable, type Selectable, type Updateable } from "kysely";
import type { Ctx } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import { from, insertInto, lockRow, updateIn } from "#base/db/region.ts";
import { isUuid } from "#base/db/ids.ts";
import { conflict, orNotFound } from "#base/refusal.ts";
import type { EventKind, EventFormat, EventStage } from "./event.ts";

type EventColumnsRow = Selectable<Tables["events_events"]>;

/** Columns used only in SQL. */
type InternalColumn = "search" | "recounts";

/** A row of `events_events` with narrowed column types. */
export type Event = Omit<EventColumnsRow, InternalColumn | "kind" | "stage" | "format"> & {
  kind: EventKind;
  stage: EventStage;
  format: EventFormat;
};

export const eventColumns = [
  "region_id",
  "id",
  "number",
  "kind",
  "title",
  "summary",
  "stage",
  "stage_since",
  "cancel_reason",
  "format",
  "starts_at",
  "ends_at",
  "day",
  "municipality_id",
  "room_id",
  "address",
  "online_url",
  "organisation_id",
  "project_id",
  "activity_id",
  "series_id",
  "series_day",
  "capacity",
  "online_capacity",
  "registration_opens_at",
  "registration_closes_at",
  "registration_form_id",
  "feedback_form_id",
  "confirm_hours",
  "certificate_hours",
  "certificate_after_sessions",
  "certificate_after_hours",
  "public",
  "programme_version",
  "sequence",
  "last_seat",
  "present",
  "attendance_closed_at",
  "created_at",
  "changed_at",
  "version",
] as const satisfies (keyof EventColumnsRow)[];

const toEvent = (row: Omit<EventColumnsRow, InternalColumn>): Event => row as Event;

/**
 * Locks an event, by id or number, for a change; throws not-found, also for one of another region.
 */
export async function lockEvent(ctx: Ctx, key: string): Promise<Event> {
  const wanted = isUuid(key) ? key : { number: key };
  const row = await lockRow(ctx, "events_events", wanted, eventColumns);
  return toEvent(orNotFound(row));
}

/** Finds an event by id or number. */
export async function findEvent(ctx: Ctx, key: string): Promise<Event | undefined> {
  const row = await from(ctx, "events_events")
    .select(eventColumns)
    .where(isUuid(key) ? "id" : "number", "=", key)
    .executeTakeFirst();
  return row && toEvent(row);
}

/** Finds events by id: id → event. */
export async function findEventsById(
  ctx: Ctx,
  ids: readonly string[],
): Promise<Map<string, Event>> {
  if (ids.length === 0) return new Map();
  const rows = await from(ctx, "events_events")
    .select(eventColumns)
    .where("id", "in", [...new Set(ids)])
    .execute();
  return new Map(rows.map((row) => [row.id, toEvent(row)]));
}

/** Inserts an event. */
export async function insertEvent(
  ctx: Ctx,
  row: Omit<Insertable<Tables["events_events"]>, "region_id">,
): Promise<Event> {
  const saved = await insertInto(ctx, "events_events", row)
    .returning(eventColumns)
    .executeTakeFirstOrThrow();
  return toEvent(saved);
}

/**
 * Updates an event and returns it; throws `events.changed-meanwhile` where its version has changed.
 */
export async function updateEvent(
  ctx: Ctx,
  event: Event,
  patch: Updateable<Tables["events_events"]>,
): Promise<Event> {
  const saved = await updateIn(ctx, "events_events")
    .set({ ...patch, changed_at: ctx.now(), version: sql<number>`version + 1` })
    .where("id", "=", event.id)
    .where("version", "=", event.version)
    .returning(eventColumns)
    .executeTakeFirst();
  if (saved === undefined) throw conflict("events.changed-meanwhile");
  return toEvent(saved);
}

/**
 * Throws `events.changed-meanwhile` where the version that the person saw is not the current one.
 */
export function requireVersion(row: { version: number }, seen: number | undefined): void {
  if (seen !== undefined && seen !== row.version) throw conflict("events.changed-meanwhile");
}

/** Lists the ids of announced events that are over, the oldest first. */
export async function listFinishedEvents(ctx: Ctx, limit: number): Promise<string[]> {
  const rows = await from(ctx, "events_events")
    .select("id")
    .where("stage", "=", "announced")
    .where("ends_at", "<=", ctx.now())
    .orderBy("ends_at")
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

/** Lists announced events that begin within the span, the earliest first. */
export async function listAnnouncedBetween(
  ctx: Ctx,
  span: { from: Date; to: Date },
): Promise<Event[]> {
  const rows = await from(ctx, "events_events")
    .select(eventColumns)
    .where("stage", "=", "announced")
    .where("starts_at", ">=", span.from)
    .where("starts_at", "<", span.to)
    .orderBy("starts_at")
    .execute();
  return rows.map(toEvent);
}

type VersionedTable = "events_sessions" | "events_rooms" | "events_series";

/**
 * Updates a row that several people may edit, increments its version and returns it; throws
 * `events.changed-meanwhile` where its version has changed.
 */
export async function updateVersioned<T extends VersionedTable>(
  ctx: Ctx,
  table: T,
  row: { id: string; version: number },
  patch: Updateable<Tables[T]>,
): Promise<Selectable<Tables[T]>> {
  // The tables share id and version, so the body is checked against one of them.
  const saved: unknown = await updateIn(ctx, table as "events_rooms")
    .set({ ...patch, version: sql<number>`version + 1` })
    .where("id", "=", row.id)
    .where("version", "=", row.version)
    .returningAll()
    .executeTakeFirst();
  if (saved === undefined) throw conflict("events.changed-meanwhile");
  return saved as Selectable<Tables[T]>;
}
