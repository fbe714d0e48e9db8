import { sql, type Insertable, type Selectable, type Updateable } from "kysely";
import type { Ctx } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import { deleteFrom, from, insertInto, lockRow, updateIn } from "#base/db/region.ts";
import { orNotFound } from "#base/refusal.ts";
import type { AttendanceMode, RegistrationRole, RegistrationState } from "../event.ts";
import type { SeatQuota, TakenSeats } from "../seats/allocation.ts";

/** A person's registration for an event, with its seat or place in the queue. */
export type Registration = Omit<
  Selectable<Tables["events_registrations"]>,
  "role" | "mode" | "state"
> & { role: RegistrationRole; mode: AttendanceMode; state: RegistrationState };

const selectRegistrations = (ctx: Ctx) => from(ctx, "events_registrations").selectAll();

const toRegistration = (row: Selectable<Tables["events_registrations"]>): Registration =>
  row as Registration;

/** Finds a registration by the hash of its token. */
export async function findRegistrationByHash(
  ctx: Ctx,
  hash: Buffer,
): Promise<Registration | undefined> {
  const row = await selectRegistrations(ctx).where("token_hash", "=", hash).executeTakeFirst();
  return row && toRegistration(row);
}

/** Finds the registration of a contact at an event. */
export async function findRegistration(
  ctx: Ctx,
  { event, contact }: { event: string; contact: string },
): Promise<Registration | undefined> {
  const row = await selectRegistrations(ctx)
    .where("event_id", "=", event)
    .where("contact_id", "=", contact)
    .executeTakeFirst();
  return row && toRegistration(row);
}

/** Locks a registration for a change; throws when there is none. */
export async function lockRegistration(ctx: Ctx, id: string): Promise<Registration> {
  return toRegistration(orNotFound(await lockRow(ctx, "events_registrations", id)));
}

/** Lists the registrations of an event by seat, in the given states or in any. */
export async function listRegistrations(
  ctx: Ctx,
  event: string,
  states?: readonly RegistrationState[],
): Promise<Registration[]> {
  let rows = selectRegistrations(ctx).where("event_id", "=", event);
  if (states !== undefined) rows = rows.where("state", "in", states);
  return (await rows.orderBy("seat").execute()).map(toRegistration);
}

/** Lists the registrations of a contact, newest first. */
export async function listRegistrationsOfContact(
  ctx: Ctx,
  contact: string,
): Promise<Registration[]> {
  const rows = await selectRegistrations(ctx)
    .where("contact_id", "=", contact)
    .orderBy("asked_at", "desc")
    .execute();
  return rows.map(toRegistration);
}

/** Inserts a registration. */
export async function insertRegistration(
  ctx: Ctx,
  row: Omit<Insertable<Tables["events_registrations"]>, "region_id">,
): Promise<Registration> {
  const saved = await insertInto(ctx, "events_registrations", row)
    .returningAll()
    .executeTakeFirstOrThrow();
  return toRegistration(saved);
}

/** Updates a registration and increments its version; the caller holds the lock. */
export async function updateRegistration(
  ctx: Ctx,
  id: string,
  patch: Updateable<Tables["events_registrations"]>,
): Promise<Registration> {
  const saved = await updateIn(ctx, "events_registrations")
    .set({ ...patch, version: sql<number>`version + 1` })
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return toRegistration(saved);
}

/** Counts the seats offered or confirmed, by mode, municipality and role. */
export async function countTakenSeats(ctx: Ctx, event: string): Promise<TakenSeats[]> {
  const rows = await from(ctx, "events_registrations")
    .select((eb) => ["mode", "municipality_id", "role", eb.fn.countAll<number>().as("count")])
    .where("event_id", "=", event)
    .where("state", "in", ["offered", "confirmed"])
    .groupBy(["mode", "municipality_id", "role"])
    .execute();
  return rows as TakenSeats[];
}

/** Lists the queue, by time of request. */
export async function listWaiting(ctx: Ctx, event: string): Promise<Registration[]> {
  const rows = await selectRegistrations(ctx)
    .where("event_id", "=", event)
    .where("state", "=", "waiting")
    .orderBy("asked_at")
    .orderBy("id")
    .execute();
  return rows.map(toRegistration);
}

/** Lists the quotas of an event. */
export async function listQuotas(ctx: Ctx, event: string): Promise<SeatQuota[]> {
  const rows = await from(ctx, "events_quotas")
    .select(["by", "value", "seats"])
    .where("event_id", "=", event)
    .orderBy("by")
    .orderBy("id")
    .execute();
  return rows as SeatQuota[];
}

/** Replaces all quotas of an event; the caller locks the event. */
export async function replaceQuotas(
  ctx: Ctx,
  event: string,
  quotas: readonly SeatQuota[],
): Promise<void> {
  await deleteFrom(ctx, "events_quotas").where("event_id", "=", event).execute();
  if (quotas.length === 0) return;
  await insertInto(
    ctx,
    "events_quotas",
    quotas.map((quota) => ({
      id: ctx.newId(),
      event_id: event,
      ...quota,
    })),
  ).execute();
}

/** Returns the next seat number of a locked event; the event's version does not change. */
export async function allocateSeatNumber(ctx: Ctx, event: string): Promise<number> {
  const { last_seat } = await updateIn(ctx, "events_events")
    .set({ last_seat: sql<number>`last_seat + 1` })
    .where("id", "=", event)
    .returning("last_seat")
    .executeTakeFirstOrThrow();
  return last_seat;
}

/** Lists expired offers, the oldest first. */
export async function listLapsedOffers(ctx: Ctx, limit: number) {
  return from(ctx, "events_registrations")
    .select(["id", "event_id"])
    .where("state", "=", "offered")
    .where("offered_until", "<=", ctx.now())
    .orderBy("offered_until")
    .limit(limit)
    .execute();
}
