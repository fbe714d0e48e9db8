import { sql, type Insertable, type Selectable, type Updateable } from "kysely";
import type { Ctx } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import { deleteFrom, from, insertInto, updateIn } from "#base/db/region.ts";
import { conflict, orNotFound } from "#base/refusal.ts";
import type { SessionKind, SpeakerRole } from "../event.ts";
import type { ProgrammeChange, ProgrammeSnapshot } from "./diff.ts";

export type ProgrammeSession = Omit<Selectable<Tables["events_sessions"]>, "kind"> & {
  kind: SessionKind;
};
export type SessionSpeaker = Omit<Selectable<Tables["events_speakers"]>, "role"> & {
  role: SpeakerRole;
};

const selectSessions = (ctx: Ctx) => from(ctx, "events_sessions").selectAll();

/** The draft of an event's programme, by time; what was taken out of it is absent. */
export async function listSessions(ctx: Ctx, event: string): Promise<ProgrammeSession[]> {
  const rows = await selectSessions(ctx)
    .where("event_id", "=", event)
    .where("removed_at", "is", null)
    .orderBy("starts_at")
    .orderBy("position")
    .orderBy("id")
    .execute();
  return rows as ProgrammeSession[];
}

export async function loadSession(ctx: Ctx, event: string, id: string): Promise<ProgrammeSession> {
  const row = await selectSessions(ctx)
    .where("event_id", "=", event)
    .where("id", "=", id)
    .where("removed_at", "is", null)
    .executeTakeFirst();
  return orNotFound(row) as ProgrammeSession;
}

export async function insertSession(
  ctx: Ctx,
  row: Omit<Insertable<Tables["events_sessions"]>, "region_id">,
): Promise<ProgrammeSession> {
  const saved = await insertInto(ctx, "events_sessions", row)
    .returningAll()
    .executeTakeFirstOrThrow();
  return saved as ProgrammeSession;
}

export async function updateSession(
  ctx: Ctx,
  session: ProgrammeSession,
  patch: Updateable<Tables["events_sessions"]>,
): Promise<ProgrammeSession> {
  const saved = await updateIn(ctx, "events_sessions")
    .set({ ...patch, version: sql<number>`version + 1` })
    .where("id", "=", session.id)
    .where("version", "=", session.version)
    .returningAll()
    .executeTakeFirst();
  if (saved === undefined) throw conflict("events.changed-meanwhile");
  return saved as ProgrammeSession;
}

/** Marks sessions as taken out: whoever chose one is told when the programme is published. */
export async function markSessionsRemoved(ctx: Ctx, ids: readonly string[]): Promise<void> {
  await updateIn(ctx, "events_sessions")
    .set({ removed_at: ctx.now() })
    .where("id", "in", ids)
    .execute();
}

/** Forgets what was taken out, choices included, once those who chose it were found. */
export async function deleteRemovedSessions(ctx: Ctx, event: string): Promise<void> {
  await deleteFrom(ctx, "events_sessions")
    .where("event_id", "=", event)
    .where("removed_at", "is not", null)
    .execute();
}

/** All sessions of a moved event are carried along by the same time. */
export async function shiftSessions(ctx: Ctx, event: string, milliseconds: number): Promise<void> {
  const by = sql<Date>`${`${milliseconds} milliseconds`}::interval`;
  await updateIn(ctx, "events_sessions")
    .set({
      starts_at: sql<Date>`starts_at + ${by}`,
      ends_at: sql<Date>`ends_at + ${by}`,
      version: sql<number>`version + 1`,
    })
    .where("event_id", "=", event)
    .execute();
}

/** Speakers of a whole event, in their order. */
export async function listSpeakers(ctx: Ctx, event: string): Promise<SessionSpeaker[]> {
  const rows = await from(ctx, "events_speakers")
    .selectAll()
    .where("event_id", "=", event)
    .orderBy("position")
    .orderBy("id")
    .execute();
  return rows as SessionSpeaker[];
}

export async function insertSpeaker(
  ctx: Ctx,
  speaker: Omit<Insertable<Tables["events_speakers"]>, "region_id">,
): Promise<boolean> {
  const row = await insertInto(ctx, "events_speakers", speaker)
    .onConflict((conflict) =>
      conflict.columns(["region_id", "session_id", "contact_id"]).doNothing(),
    )
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

export async function deleteSpeaker(ctx: Ctx, event: string, id: string): Promise<void> {
  await deleteFrom(ctx, "events_speakers")
    .where("event_id", "=", event)
    .where("id", "=", id)
    .execute();
}

export type PublishedProgramme = {
  version: number;
  snapshot: ProgrammeSnapshot;
  changes: ProgrammeChange[];
  published_at: Date;
};

const selectProgrammes = (ctx: Ctx, event: string) =>
  from(ctx, "events_programmes")
    .select(["version", "snapshot", "changes", "published_at"])
    .where("event_id", "=", event)
    .orderBy("version", "desc");

/** The programme that visitors see; undefined while none was published. */
export async function findPublishedProgramme(
  ctx: Ctx,
  event: string,
): Promise<PublishedProgramme | undefined> {
  const row = await selectProgrammes(ctx, event).executeTakeFirst();
  return row === undefined ? undefined : (row as PublishedProgramme);
}

/** All published versions, the newest first. */
export async function listProgrammeVersions(
  ctx: Ctx,
  event: string,
): Promise<PublishedProgramme[]> {
  return (await selectProgrammes(ctx, event).execute()) as PublishedProgramme[];
}

export async function insertProgramme(
  ctx: Ctx,
  event: string,
  { version, snapshot, changes }: Omit<PublishedProgramme, "published_at">,
): Promise<void> {
  await insertInto(ctx, "events_programmes", {
    id: ctx.newId(),
    event_id: event,
    version,
    snapshot: JSON.stringify(snapshot),
    changes: JSON.stringify(changes),
    published_at: ctx.now(),
    published_by: ctx.actor.kind === "person" ? ctx.actor.id : null,
  }).execute();
}
