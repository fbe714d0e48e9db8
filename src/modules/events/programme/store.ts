import { sql, type Insertable, type Selectable, type Updateable } from "kysely";
import type { Ctx } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import { conflict, found } from "#base/refusal.ts";
import type { SessionKind, SpeakerRole } from "../event.ts";
import type { ProgrammeChange, Snapshot } from "./diff.ts";

export type Session = Omit<Selectable<Tables["events_sessions"]>, "kind"> & { kind: SessionKind };
export type Speaker = Omit<Selectable<Tables["events_speakers"]>, "role"> & { role: SpeakerRole };

const own = (ctx: Ctx) =>
  ctx.db.selectFrom("events_sessions").selectAll().where("region_id", "=", ctx.region.id);

/** The draft of an event's programme, by time; what was taken out of it is absent. */
export async function sessionsOf(ctx: Ctx, event: string): Promise<Session[]> {
  const rows = await own(ctx)
    .where("event_id", "=", event)
    .where("removed_at", "is", null)
    .orderBy("starts_at")
    .orderBy("position")
    .orderBy("id")
    .execute();
  return rows as Session[];
}

export async function loadSession(ctx: Ctx, event: string, id: string): Promise<Session> {
  const row = await own(ctx)
    .where("event_id", "=", event)
    .where("id", "=", id)
    .where("removed_at", "is", null)
    .executeTakeFirst();
  return found(row) as Session;
}

export async function insertSession(
  ctx: Ctx,
  row: Omit<Insertable<Tables["events_sessions"]>, "region_id">,
): Promise<Session> {
  const saved = await ctx.db
    .insertInto("events_sessions")
    .values({ region_id: ctx.region.id, ...row })
    .returningAll()
    .executeTakeFirstOrThrow();
  return saved as Session;
}

export async function saveSession(
  ctx: Ctx,
  session: Session,
  patch: Updateable<Tables["events_sessions"]>,
): Promise<Session> {
  const saved = await ctx.db
    .updateTable("events_sessions")
    .set({ ...patch, version: sql<number>`version + 1` })
    .where("region_id", "=", ctx.region.id)
    .where("id", "=", session.id)
    .where("version", "=", session.version)
    .returningAll()
    .executeTakeFirst();
  if (saved === undefined) throw conflict("events.changed-meanwhile");
  return saved as Session;
}

/** Marks sessions as taken out: whoever chose one is told when the programme is published. */
export async function markRemoved(ctx: Ctx, ids: readonly string[]): Promise<void> {
  await ctx.db
    .updateTable("events_sessions")
    .set({ removed_at: ctx.now() })
    .where("region_id", "=", ctx.region.id)
    .where("id", "in", ids)
    .execute();
}

/** Forgets what was taken out, choices included, once those who chose it were found. */
export async function deleteRemoved(ctx: Ctx, event: string): Promise<void> {
  await ctx.db
    .deleteFrom("events_sessions")
    .where("region_id", "=", ctx.region.id)
    .where("event_id", "=", event)
    .where("removed_at", "is not", null)
    .execute();
}

/** All sessions of a moved event are carried along by the same time. */
export async function shiftSessions(ctx: Ctx, event: string, milliseconds: number): Promise<void> {
  const by = sql<Date>`${`${milliseconds} milliseconds`}::interval`;
  await ctx.db
    .updateTable("events_sessions")
    .set({
      starts_at: sql<Date>`starts_at + ${by}`,
      ends_at: sql<Date>`ends_at + ${by}`,
      version: sql<number>`version + 1`,
    })
    .where("region_id", "=", ctx.region.id)
    .where("event_id", "=", event)
    .execute();
}

/** Speakers of a whole event, in their order. */
export async function speakersOf(ctx: Ctx, event: string): Promise<Speaker[]> {
  const rows = await ctx.db
    .selectFrom("events_speakers")
    .selectAll()
    .where("region_id", "=", ctx.region.id)
    .where("event_id", "=", event)
    .orderBy("position")
    .orderBy("id")
    .execute();
  return rows as Speaker[];
}

export async function insertSpeaker(
  ctx: Ctx,
  speaker: Omit<Insertable<Tables["events_speakers"]>, "region_id">,
): Promise<boolean> {
  const row = await ctx.db
    .insertInto("events_speakers")
    .values({ region_id: ctx.region.id, ...speaker })
    .onConflict((conflict) =>
      conflict.columns(["region_id", "session_id", "contact_id"]).doNothing(),
    )
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

export async function deleteSpeaker(ctx: Ctx, event: string, id: string): Promise<void> {
  await ctx.db
    .deleteFrom("events_speakers")
    .where("region_id", "=", ctx.region.id)
    .where("event_id", "=", event)
    .where("id", "=", id)
    .execute();
}

export type Programme = {
  version: number;
  snapshot: Snapshot;
  changes: ProgrammeChange[];
  published_at: Date;
};

const programmes = (ctx: Ctx, event: string) =>
  ctx.db
    .selectFrom("events_programmes")
    .select(["version", "snapshot", "changes", "published_at"])
    .where("region_id", "=", ctx.region.id)
    .where("event_id", "=", event)
    .orderBy("version", "desc");

/** The programme that visitors see; undefined while none was published. */
export async function publishedProgramme(ctx: Ctx, event: string): Promise<Programme | undefined> {
  const row = await programmes(ctx, event).executeTakeFirst();
  return row === undefined ? undefined : (row as Programme);
}

/** All published versions, the newest first. */
export async function programmeVersions(ctx: Ctx, event: string): Promise<Programme[]> {
  return (await programmes(ctx, event).execute()) as Programme[];
}

export async function insertProgramme(
  ctx: Ctx,
  event: string,
  { version, snapshot, changes }: Omit<Programme, "published_at">,
): Promise<void> {
  await ctx.db
    .insertInto("events_programmes")
    .values({
      region_id: ctx.region.id,
      id: ctx.newId(),
      event_id: event,
      version,
      snapshot: JSON.stringify(snapshot),
      changes: JSON.stringify(changes),
      published_at: ctx.now(),
      published_by: ctx.actor.kind === "person" ? ctx.actor.id : null,
    })
    .execute();
}
