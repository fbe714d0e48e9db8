import { sql, type Insertable, type Selectable, type Updateable } from "kysely";
import type { Ctx } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import { found } from "#base/refusal.ts";
import type { Mode, RegistrationRole, RegistrationState } from "./event.ts";

/** One person's seat, wait or former seat at an event. */
export type Registration = Omit<
  Selectable<Tables["events_registrations"]>,
  "role" | "mode" | "state"
> & { role: RegistrationRole; mode: Mode; state: RegistrationState };

const own = (ctx: Ctx) =>
  ctx.db.selectFrom("events_registrations").selectAll().where("region_id", "=", ctx.region.id);

const narrow = (row: Selectable<Tables["events_registrations"]>): Registration =>
  row as Registration;

export async function registrationByHash(
  ctx: Ctx,
  hash: Buffer,
): Promise<Registration | undefined> {
  const row = await own(ctx).where("token_hash", "=", hash).executeTakeFirst();
  return row && narrow(row);
}

export async function registrationByCode(
  ctx: Ctx,
  { event, code }: { event: string; code: string },
): Promise<Registration | undefined> {
  const row = await own(ctx)
    .where("event_id", "=", event)
    .where("code", "=", code)
    .executeTakeFirst();
  return row && narrow(row);
}

export async function registrationOf(
  ctx: Ctx,
  { event, contact }: { event: string; contact: string },
): Promise<Registration | undefined> {
  const row = await own(ctx)
    .where("event_id", "=", event)
    .where("contact_id", "=", contact)
    .executeTakeFirst();
  return row && narrow(row);
}

export async function lockRegistration(ctx: Ctx, id: string): Promise<Registration> {
  return narrow(found(await own(ctx).where("id", "=", id).forUpdate().executeTakeFirst()));
}

/** All of an event's, by seat; those of the states named, or every one. */
export async function registrationsOf(
  ctx: Ctx,
  event: string,
  states?: readonly RegistrationState[],
): Promise<Registration[]> {
  let rows = own(ctx).where("event_id", "=", event);
  if (states !== undefined) rows = rows.where("state", "in", states);
  return (await rows.orderBy("seat").execute()).map(narrow);
}

/** What a contact registered for, newest first. */
export async function registrationsOfContact(ctx: Ctx, contact: string): Promise<Registration[]> {
  const rows = await own(ctx)
    .where("contact_id", "=", contact)
    .orderBy("asked_at", "desc")
    .execute();
  return rows.map(narrow);
}

export async function insertRegistration(
  ctx: Ctx,
  row: Omit<Insertable<Tables["events_registrations"]>, "region_id">,
): Promise<Registration> {
  const saved = await ctx.db
    .insertInto("events_registrations")
    .values({ region_id: ctx.region.id, ...row })
    .returningAll()
    .executeTakeFirstOrThrow();
  return narrow(saved);
}

export async function saveRegistration(
  ctx: Ctx,
  id: string,
  patch: Updateable<Tables["events_registrations"]>,
): Promise<Registration> {
  const saved = await ctx.db
    .updateTable("events_registrations")
    .set({ ...patch, version: sql<number>`version + 1` })
    .where("region_id", "=", ctx.region.id)
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return narrow(saved);
}
