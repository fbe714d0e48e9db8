import { sql, type Insertable, type Selectable, type Updateable } from "kysely";
import type { Ctx } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import { deleteFrom, from, insertInto, lockRow, updateIn } from "#base/db/region.ts";
import { orNotFound } from "#base/refusal.ts";
import type { AttendanceMode, RegistrationRole, RegistrationState } from "../event.ts";
import type { SeatQuota, TakenSeats } from "../seats/allocation.ts";

/** One person's seat, wait or former seat at an event. */
export type Registration = Omit<
  Selectable<Tables["events_registrations"]>,
  "role" | "mode" | "state"
> & { role: RegistrationRole; mode: AttendanceMode; state: RegistrationState };

const selectRegistrations = (ctx: Ctx) => from(ctx, "events_registrations").selectAll();

const toRegistration = (row: Selectable<Tables["events_registrations"]>): Registration =>
  row as Registration;

export async function findRegistrationByHash(
  ctx: Ctx,
  hash: Buffer,
): Promise<Registration | undefined> {
  const row = await selectRegistrations(ctx).where("token_hash", "=", hash).executeTakeFirst();
  return row && toRegistration(row);
}

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

export async function lockRegistration(ctx: Ctx, id: string): Promise<Registration> {
  return toRegistration(orNotFound(await lockRow(ctx, "events_registrations", id)));
}

/** All of an event's, by seat; those of the states named, or every one. */
export async function listRegistrations(
  ctx: Ctx,
  event: string,
  states?: readonly RegistrationState[],
): Promise<Registration[]> {
  let rows = selectRegistrations(ctx).where("event_id", "=", event);
  if (states !== undefined) rows = rows.where("state", "in", states);
  return (await rows.orderBy("seat").execute()).map(toRegistration);
}

/** What a contact registered for, newest first. */
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

export async function insertRegistration(
  ctx: Ctx,
  row: Omit<Insertable<Tables["events_registrations"]>, "region_id">,
): Promise<Registration> {
  const saved = await insertInto(ctx, "events_registrations", row)
    .returningAll()
    .executeTakeFirstOrThrow();
  return toRegistration(saved);
}

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

/** Seats given or offered, by what limits look at. */
export async function countTakenSeats(ctx: Ctx, event: string): Promise<TakenSeats[]> {
  const rows = await from(ctx, "events_registrations")
    .select((eb) => ["mode", "municipality_id", "role", eb.fn.countAll<number>().as("count")])
    .where("event_id", "=", event)
    .where("state", "in", ["offered", "confirmed"])
    .groupBy(["mode", "municipality_id", "role"])
    .execute();
  return rows as TakenSeats[];
}

/** The queue, by the time of asking. */
export async function listWaiting(ctx: Ctx, event: string): Promise<Registration[]> {
  const rows = await selectRegistrations(ctx)
    .where("event_id", "=", event)
    .where("state", "=", "waiting")
    .orderBy("asked_at")
    .orderBy("id")
    .execute();
  return rows.map(toRegistration);
}

export async function listQuotas(ctx: Ctx, event: string): Promise<SeatQuota[]> {
  const rows = await from(ctx, "events_quotas")
    .select(["by", "value", "seats"])
    .where("event_id", "=", event)
    .orderBy("by")
    .orderBy("id")
    .execute();
  return rows as SeatQuota[];
}

/** The whole set of shares is replaced; the event is locked by the caller. */
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

/** The next seat of a locked event; its version stays, since nobody edited the event. */
export async function allocateSeatNumber(ctx: Ctx, event: string): Promise<number> {
  const { last_seat } = await updateIn(ctx, "events_events")
    .set({ last_seat: sql<number>`last_seat + 1` })
    .where("id", "=", event)
    .returning("last_seat")
    .executeTakeFirstOrThrow();
  return last_seat;
}

/** Offers that ran out, the oldest first. */
export async function listLapsedOffers(ctx: Ctx, limit: number) {
  return from(ctx, "events_registrations")
    .select(["id", "event_id"])
    .where("state", "=", "offered")
    .where("offered_until", "<=", ctx.now())
    .orderBy("offered_until")
    .limit(limit)
    .execute();
}
