import { sql, type Selectable } from "kysely";
import type { Ctx } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import { from } from "#base/db/region.ts";
import { loadContacts, fullName } from "#modules/people/index.ts";

export type EventRoom = Selectable<Tables["events_rooms"]>;

/** A booking of a room or a speaker: by a whole event, or by one session. */
export type Booking = {
  number: string;
  title: string;
  session: string | null;
  startsAt: Date;
  endsAt: Date;
  who?: string;
};

/** Finds a room by id, closed or not. */
export function findRoom(ctx: Ctx, id: string): Promise<EventRoom | undefined> {
  return from(ctx, "events_rooms").selectAll().where("id", "=", id).executeTakeFirst();
}

type BookingQuery = { event: string; startsAt: Date; endsAt: Date };

/** Lists other events, and sessions other than the given one, that have the room in this time. */
export async function listRoomBookings(
  ctx: Ctx,
  query: BookingQuery & { room: string; session?: string; within?: readonly string[] },
): Promise<Booking[]> {
  // A section books the room for its talks: they do not conflict with one another.
  const relatedIds = [query.session, ...(query.within ?? [])].filter((id) => id !== undefined);
  const { rows } = await sql<Booking>`
    select number, title, null as session, starts_at as "startsAt", ends_at as "endsAt"
    from events_events
    where region_id = ${ctx.region.id} and room_id = ${query.room} and stage <> 'cancelled'
      and id <> ${query.event} and starts_at < ${query.endsAt} and ends_at > ${query.startsAt}
    union all
    select e.number, s.title, s.id::text, s.starts_at, s.ends_at
    from events_sessions s join events_events e on e.region_id = s.region_id and e.id = s.event_id
    where s.region_id = ${ctx.region.id} and s.room_id = ${query.room} and e.stage <> 'cancelled'
      and s.removed_at is null and s.starts_at < ${query.endsAt} and s.ends_at > ${query.startsAt}
      and (e.id <> ${query.event} or ${query.session !== undefined})
      and not (s.id = any(${relatedIds}::uuid[]))
    order by 4 limit 20`.execute(ctx.db);
  return rows;
}

/** Lists sessions at which one of the speakers is busy in this time. */
export async function listSpeakerBookings(
  ctx: Ctx,
  query: BookingQuery & { session: string; speakers: readonly string[]; within: readonly string[] },
): Promise<Booking[]> {
  const relatedIds = [query.session, ...query.within];
  const { rows } = await sql<Booking & { contact: string }>`
    select e.number, s.title, s.id::text as session, s.starts_at as "startsAt", s.ends_at as "endsAt",
      k.contact_id as contact
    from events_speakers k
    join events_sessions s on s.region_id = k.region_id and s.id = k.session_id
    join events_events e on e.region_id = s.region_id and e.id = s.event_id
    where k.region_id = ${ctx.region.id} and k.contact_id = any(${query.speakers}::uuid[])
      and e.stage <> 'cancelled' and s.removed_at is null and not (s.id = any(${relatedIds}::uuid[]))
      and s.starts_at < ${query.endsAt} and s.ends_at > ${query.startsAt}
    order by 4 limit 20`.execute(ctx.db);
  const names = await loadContacts(
    ctx,
    rows.map((row) => row.contact),
  );
  return rows.map(({ contact, ...busy }) => {
    const person = names.get(contact);
    return { ...busy, who: person === undefined ? "" : fullName(person) };
  });
}
