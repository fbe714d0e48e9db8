import { sql } from "kysely";
import type { Ctx } from "#base/context.ts";
import { deleteFrom, from, insertInto, updateIn } from "#base/db/region.ts";

export type SessionChoice = { session_id: string; state: "waiting" | "confirmed" };

/** Lists the sessions chosen by a registration. */
export async function listChoices(ctx: Ctx, registration: string): Promise<SessionChoice[]> {
  const rows = await from(ctx, "events_session_choices")
    .select(["session_id", "state"])
    .where("registration_id", "=", registration)
    .execute();
  return rows as SessionChoice[];
}

/** Counts the confirmed places of a session. */
export async function countConfirmedChoices(ctx: Ctx, session: string): Promise<number> {
  const { count } = await from(ctx, "events_session_choices")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("session_id", "=", session)
    .where("state", "=", "confirmed")
    .executeTakeFirstOrThrow();
  return count;
}

/** Counts the places taken and the people waiting, by session. */
export async function countChoicesBySession(
  ctx: Ctx,
  event: string,
): Promise<Map<string, { taken: number; waiting: number }>> {
  const { rows } = await sql<{ session: string; taken: number; waiting: number }>`
    select session_id as session, count(*) filter (where state = 'confirmed') as taken,
      count(*) filter (where state = 'waiting') as waiting
    from events_session_choices where region_id = ${ctx.region.id} and event_id = ${event}
    group by 1`.execute(ctx.db);
  return new Map(rows.map(({ session, taken, waiting }) => [session, { taken, waiting }]));
}

/** Inserts the choice of a session. */
export async function insertChoice(
  ctx: Ctx,
  choice: { event: string; registration: string; session: string; state: SessionChoice["state"] },
): Promise<void> {
  await insertInto(ctx, "events_session_choices", {
    event_id: choice.event,
    registration_id: choice.registration,
    session_id: choice.session,
    state: choice.state,
    asked_at: ctx.now(),
  }).execute();
}

/** Deletes the choices of these sessions. */
export async function deleteChoices(
  ctx: Ctx,
  registration: string,
  sessions: readonly string[],
): Promise<void> {
  await deleteFrom(ctx, "events_session_choices")
    .where("registration_id", "=", registration)
    .where("session_id", "in", sessions)
    .execute();
}

/** Lists the registrations next in the queue for free places of a session. */
export async function listNextInSessionQueue(ctx: Ctx, session: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select registration_id as id from events_session_choices
    where region_id = ${ctx.region.id} and session_id = ${session} and state = 'waiting'
    order by asked_at, registration_id
    limit greatest(0, coalesce((
      select s.capacity - (select count(*) from events_session_choices c
        where c.region_id = s.region_id and c.session_id = s.id and c.state = 'confirmed')
      from events_sessions s where s.region_id = ${ctx.region.id} and s.id = ${session}), 100000))`.execute(
    ctx.db,
  );
  return rows.map(({ id }) => id);
}

/** Confirms a waiting choice. */
export async function confirmChoice(
  ctx: Ctx,
  { registration, session }: { registration: string; session: string },
): Promise<void> {
  await updateIn(ctx, "events_session_choices")
    .set({ state: "confirmed" })
    .where("registration_id", "=", registration)
    .where("session_id", "=", session)
    .execute();
}

/** Lists the ids of registrations that chose one of the sessions. */
export async function listRegistrationsChoosing(
  ctx: Ctx,
  sessions: readonly string[],
): Promise<string[]> {
  if (sessions.length === 0) return [];
  const rows = await from(ctx, "events_session_choices")
    .select("registration_id")
    .distinct()
    .where("session_id", "in", sessions)
    .execute();
  return rows.map(({ registration_id }) => registration_id);
}
