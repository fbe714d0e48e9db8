import { updateVersioned } from "../store.ts";
import { sql, type Insertable, type Selectable, type Updateable } from "kysely";
import type { Ctx } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import { deleteFrom, from, insertInto, updateIn } from "#base/db/region.ts";
import { orNotFound } from "#base/refusal.ts";
import type { SessionKind, SpeakerRole } from "../event.ts";
import type { ProgrammeChange, ProgrammeSnapshot } from "./diff.ts";

export type ProgrammeSession = Omit<Selectable<Tables["events_sessions"]>, "kind"> & {
  kind: SessionKind;
};
export type SessionSpeaker = Omit<Selectable<Tables["events_speakers"]>, "role"> & {
  role: SpeakerRole;
};

const selectSessions = (ctx: Ctx) => from(ctx, "events_sessions").selectAll();

/** Lists the draft of an event's programme by time, without removed sessions. */
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

/** Loads a session of the draft; throws when there is none or it is removed. */
export async function loadSession(ctx: Ctx, event: string, id: string): Promise<ProgrammeSession> {
  const row = await selectSessions(ctx)
    .where("event_id", "=", event)
    .where("id", "=", id)
    .where("removed_at", "is", null)
    .executeTakeFirst();
  return orNotFound(row) as ProgrammeSession;
}

/** Inserts a session into the draft. */
export async function insertSession(
  ctx: Ctx,
  row: Omit<Insertable<Tables["events_sessions"]>, "region_id">,
): Promise<ProgrammeSession> {
  const saved = await insertInto(ctx, "events_sessions", row)
    .returningAll()
    .executeTakeFirstOrThrow();
  return saved as ProgrammeSession;
}

/** Updates a session; throws `events.changed-meanwhile` where its version has changed. */
export async function updateSession(
  ctx: Ctx,
  session: ProgrammeSession,
  patch: Updateable<Tables["events_sessions"]>,
): Promise<ProgrammeSession> {
  return (await updateVersioned(ctx, "events_sessions", session, patch)) as ProgrammeSession;
}

/**
 * Marks sessions as removed; people who chose them get an email when the programme is published.
 */
export async function markSessionsRemoved(ctx: Ctx, ids: readonly string[]): Promise<void> {
  await updateIn(ctx, "events_sessions")
    .set({ removed_at: ctx.now() })
    .where("id", "in", ids)
    .execute();
}

/** Deletes removed sessions with their choices, after the people affected were found. */
export async function deleteRemovedSessions(ctx: Ctx, event: string): Promise<void> {
  await deleteFrom(ctx, "events_sessions")
    .where("event_id", "=", event)
    .where("removed_at", "is not", null)
    .execute();
}

/** Shifts all sessions of an event by the same time, in milliseconds. */
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

/** Lists the speakers of all sessions of an event, in order. */
export async function listSpeakers(ctx: Ctx, event: string): Promise<SessionSpeaker[]> {
  const rows = await from(ctx, "events_speakers")
    .selectAll()
    .where("event_id", "=", event)
    .orderBy("position")
    .orderBy("id")
    .execute();
  return rows as SessionSpeaker[];
}

/** Inserts a speaker; returns false where the person is already a speaker of the session. */
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

/** Deletes a speaker of an event. */
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

/** Finds the latest published programme; undefined before the first publication. */
export async function findPublishedProgramme(
  ctx: Ctx,
  event: string,
): Promise<PublishedProgramme | undefined> {
  const row = await selectProgrammes(ctx, event).executeTakeFirst();
  return row === undefined ? undefined : (row as PublishedProgramme);
}

/** Lists all published versions, newest first. */
export async function listProgrammeVersions(
  ctx: Ctx,
  event: string,
): Promise<PublishedProgramme[]> {
  return (await selectProgrammes(ctx, event).execute()) as PublishedProgramme[];
}

/** Inserts a published version. */
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
