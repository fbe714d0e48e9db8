import { updateVersioned } from "../store.ts";
import { sql, type Insertable, type Updateable } from "kysely";
import type { Ctx } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import { from, insertInto, lockRow } from "#base/db/region.ts";
import { orNotFound } from "#base/refusal.ts";
import type { EventRoom } from "./conflicts-store.ts";

/** Lists all rooms of a region by name: tens, a few hundred at most. */
export async function listRooms(ctx: Ctx): Promise<EventRoom[]> {
  return from(ctx, "events_rooms").selectAll().orderBy("name").orderBy("id").execute();
}

/** Locks a room for a change; throws when there is none. */
export async function lockRoom(ctx: Ctx, id: string): Promise<EventRoom> {
  return orNotFound(await lockRow(ctx, "events_rooms", id));
}

/** Inserts a room. */
export async function insertRoom(
  ctx: Ctx,
  row: Omit<Insertable<Tables["events_rooms"]>, "region_id">,
): Promise<EventRoom> {
  return insertInto(ctx, "events_rooms", row).returningAll().executeTakeFirstOrThrow();
}

/** Updates a room; throws `events.changed-meanwhile` where its version has changed. */
export async function updateRoom(
  ctx: Ctx,
  room: EventRoom,
  patch: Updateable<Tables["events_rooms"]>,
): Promise<EventRoom> {
  return updateVersioned(ctx, "events_rooms", room, patch);
}

/** An entry of a room's timetable: a whole event, or a single session. */
export type RoomSlot = {
  number: string;
  event: string;
  title: string;
  starts_at: Date;
  ends_at: Date;
};

/**
 * Lists the bookings of a room between two instants; with `drafts` also those visitors do not see.
 */
export async function listRoomSlots(
  ctx: Ctx,
  query: { room: string; from: Date; to: Date; drafts: boolean },
): Promise<RoomSlot[]> {
  const shown = query.drafts
    ? sql`stage <> 'cancelled'`
    : sql`stage in ('announced', 'held') and public`;
  const { rows } = await sql<RoomSlot>`
    with shown as (
      select region_id, id, number, title, starts_at, ends_at, room_id from events_events
      where region_id = ${ctx.region.id} and ${shown} and starts_at < ${query.to} and ends_at > ${query.from})
    select number, title as event, title, starts_at, ends_at from shown where room_id = ${query.room}
    union all
    select e.number, e.title, s.title, s.starts_at, s.ends_at
    from shown e join events_sessions s on s.region_id = e.region_id and s.event_id = e.id
    where s.room_id = ${query.room} and s.removed_at is null and e.room_id is distinct from ${query.room}
    order by 4, 1 limit 300`.execute(ctx.db);
  return rows;
}
