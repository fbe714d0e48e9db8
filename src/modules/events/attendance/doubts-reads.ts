import { sql } from "kysely";
import type { Ctx } from "#base/context.ts";
import type { Doubt } from "#base/ports/count-source.ts";

/**
 * A doubtful entry of an event's list: the contacts concerned, or how many people are above
 * capacity.
 */
export type PresenceDoubt = {
  kind: Doubt;
  /** Contacts concerned; empty for `above-capacity`. */
  contacts: string[];
  /** The other event, at which a person was marked at the same time. */
  otherEvent: string | null;
  /** Number of people above the number of places. */
  over: number;
};

type DoubtRow = { event_id: string } & Omit<PresenceDoubt, "otherEvent"> & {
    other_event: string | null;
  };

/**
 * Finds doubtful entries of these events: a person in two places at one time, more people than the
 * room has places, two contacts of one name. Doubts change no figure: staff withdraw a mark or
 * merge two contacts.
 */
export async function findDoubts(
  ctx: Ctx,
  events: readonly string[],
): Promise<Map<string, PresenceDoubt[]>> {
  if (events.length === 0) return new Map();
  const [twice, above, alike] = [
    await findTwoPlaces(ctx, events),
    await findAboveCapacity(ctx, events),
    await findSameNames(ctx, events),
  ];
  const found = new Map<string, PresenceDoubt[]>();
  for (const { event_id, other_event, ...row } of [...twice, ...above, ...alike]) {
    const doubt = { ...row, otherEvent: other_event };
    found.set(event_id, [...(found.get(event_id) ?? []), doubt]);
  }
  return found;
}

/**
 * Finds people in person at two events, or in two sessions in different rooms, that overlap by more
 * than a walk.
 */
async function findTwoPlaces(ctx: Ctx, events: readonly string[]): Promise<DoubtRow[]> {
  const { rows } = await sql<DoubtRow>`
    select 'two-places-at-once' as kind, p.event_id, o.event_id as other_event, 0 as over,
      array_agg(distinct p.contact_id) as contacts
    from events_presences p
    join events_events e on e.region_id = p.region_id and e.id = p.event_id
    join events_presences o on o.region_id = p.region_id and o.human_id = p.human_id
      and o.event_id <> p.event_id and o.session_id is null and o.withdrawn_at is null
      and o.mode = 'in-person'
    join events_events oe on oe.region_id = o.region_id and oe.id = o.event_id
      and oe.starts_at < e.ends_at and e.starts_at < oe.ends_at and oe.stage <> 'cancelled'
    where p.region_id = ${ctx.region.id} and p.event_id = any(${[...events]}::uuid[])
      and p.session_id is null and p.withdrawn_at is null and p.mode = 'in-person'
    group by p.event_id, o.event_id
    union all
    select 'two-places-at-once', p.event_id, null, 0, array_agg(distinct p.contact_id)
    from events_presences p
    join events_sessions s on s.region_id = p.region_id and s.id = p.session_id
    join events_presences o on o.region_id = p.region_id and o.event_id = p.event_id
      and o.contact_id = p.contact_id and o.session_id > p.session_id and o.withdrawn_at is null
      and o.mode = 'in-person'
    join events_sessions os on os.region_id = o.region_id and os.id = o.session_id
      and os.starts_at < s.ends_at and s.starts_at < os.ends_at
      and (os.room_id, os.place) is distinct from (s.room_id, s.place)
      and os.parent_id is distinct from s.id and s.parent_id is distinct from os.id
    where p.region_id = ${ctx.region.id} and p.event_id = any(${[...events]}::uuid[])
      and p.withdrawn_at is null and p.mode = 'in-person'
    group by p.event_id`.execute(ctx.db);
  return rows;
}

/** Finds events with more people in person than the room, or else the event, has places. */
async function findAboveCapacity(ctx: Ctx, events: readonly string[]): Promise<DoubtRow[]> {
  const { rows } = await sql<DoubtRow>`
    select 'above-capacity' as kind, e.id as event_id, null as other_event, '{}'::uuid[] as contacts,
      (n.people - coalesce(r.capacity, e.capacity))::int as over
    from events_events e
    left join events_rooms r on r.region_id = e.region_id and r.id = e.room_id
    join lateral (
      select count(distinct p.human_id) as people from events_presences p
      where p.region_id = e.region_id and p.event_id = e.id and p.session_id is null
        and p.withdrawn_at is null and p.mode = 'in-person'
    ) n on true
    where e.region_id = ${ctx.region.id} and e.id = any(${[...events]}::uuid[])
      and n.people > coalesce(r.capacity, e.capacity)`.execute(ctx.db);
  return rows;
}

/** Finds two contacts of one full name at one event: namesakes, or one person saved twice. */
async function findSameNames(ctx: Ctx, events: readonly string[]): Promise<DoubtRow[]> {
  const { rows } = await sql<DoubtRow>`
    select 'same-twice' as kind, event_id, null as other_event, 0 as over,
      array_agg(distinct contact_id) as contacts
    from events_presences
    where region_id = ${ctx.region.id} and event_id = any(${[...events]}::uuid[])
      and session_id is null and withdrawn_at is null
    group by event_id, name_key having count(distinct human_id) > 1`.execute(ctx.db);
  return rows;
}
