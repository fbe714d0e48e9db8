import { sql, type Selectable } from "kysely";
import type { Ctx } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import { from, insertInto, updateIn } from "#base/db/region.ts";
import type { AttendanceMode } from "../event.ts";
import type { AttendanceMark, Presence, PresenceSource, MarkWithdrawal } from "./presence.ts";

/** A row of `events_presences` with narrowed column types. */
export type PresenceRow = Omit<Selectable<Tables["events_presences"]>, "mode" | "source"> & {
  mode: AttendanceMode;
  source: PresenceSource;
};

/** Inserts marks that are not stored yet; returns the ids of the new ones. */
export async function insertMarks(
  ctx: Ctx,
  event: string,
  marks: readonly AttendanceMark[],
): Promise<Set<string>> {
  if (marks.length === 0) return new Set();
  const rows = await insertInto(
    ctx,
    "events_marks",
    marks.map((mark) => ({
      id: mark.id,
      event_id: event,
      session_id: mark.sessionId,
      contact_id: mark.contactId,
      mode: mark.mode,
      source: mark.source,
      at: mark.at,
      received_at: ctx.now(),
      recorded_by: mark.recordedBy,
      device: mark.device,
      paper_list_id: mark.paperListId,
    })),
  )
    .onConflict((conflict) => conflict.columns(["region_id", "id"]).doNothing())
    .returning("id")
    .execute();
  return new Set(rows.map((row) => row.id));
}

/** Finds the stored marks with these ids: mark id → event and contact. */
export async function findMarksById(
  ctx: Ctx,
  ids: readonly string[],
): Promise<Map<string, { event: string; contact: string }>> {
  if (ids.length === 0) return new Map();
  const rows = await from(ctx, "events_marks")
    .select(["id", "event_id", "contact_id"])
    .where("id", "in", [...ids])
    .execute();
  return new Map(rows.map((row) => [row.id, { event: row.event_id, contact: row.contact_id }]));
}

/** Inserts withdrawals; of two withdrawals of one mark the later remains. */
export async function insertWithdrawals(
  ctx: Ctx,
  event: string,
  withdrawals: readonly (MarkWithdrawal & { by: string | null })[],
): Promise<void> {
  for (const one of withdrawals) {
    await sql`
      insert into events_withdrawals (region_id, mark_id, event_id, reason, at, withdrawn_by)
      values (${ctx.region.id}, ${one.markId}, ${event}, ${one.reason}, ${one.at}, ${one.by})
      on conflict (region_id, mark_id) do update
        set reason = excluded.reason, at = excluded.at, withdrawn_by = excluded.withdrawn_by
        where (events_withdrawals.at, events_withdrawals.reason) < (excluded.at, excluded.reason)`.execute(
      ctx.db,
    );
  }
}

/** Lists the marks of these people at the event, with their withdrawals. */
export async function listMarks(
  ctx: Ctx,
  event: string,
  contacts: readonly string[],
): Promise<{ marks: AttendanceMark[]; withdrawals: MarkWithdrawal[] }> {
  if (contacts.length === 0) return { marks: [], withdrawals: [] };
  const rows = await from(ctx, "events_marks as m")
    .leftJoin("events_withdrawals as w", (join) =>
      join.onRef("w.region_id", "=", "m.region_id").onRef("w.mark_id", "=", "m.id"),
    )
    .select([
      "m.id",
      "m.session_id",
      "m.contact_id",
      "m.mode",
      "m.source",
      "m.at",
      "m.recorded_by",
      "m.device",
      "m.paper_list_id",
      "w.reason",
      "w.at as withdrawn_at",
    ])
    .where("m.event_id", "=", event)
    .where("m.contact_id", "in", [...new Set(contacts)])
    .execute();
  return {
    marks: rows.map((row) => ({
      id: row.id,
      sessionId: row.session_id,
      contactId: row.contact_id,
      mode: row.mode as AttendanceMode,
      source: row.source as PresenceSource,
      at: row.at,
      recordedBy: row.recorded_by,
      device: row.device,
      paperListId: row.paper_list_id,
    })),
    withdrawals: rows.flatMap((row) =>
      row.withdrawn_at === null || row.reason === null
        ? []
        : [{ markId: row.id, reason: row.reason, at: row.withdrawn_at }],
    ),
  };
}

/** Municipality and organisation of a person on that day. */
export type Affiliation = {
  humanId: string;
  municipalityId: string | null;
  organisationId: string | null;
  organisation: string;
  nameKey: Buffer;
};

/** Inserts or updates computed presences; the affiliation remains as first written. */
export async function upsertPresences(
  ctx: Ctx,
  event: string,
  rows: readonly (Presence & { affiliation: Affiliation })[],
): Promise<void> {
  if (rows.length === 0) return;
  await insertInto(
    ctx,
    "events_presences",
    rows.map(({ mark, affiliation, withdrawn, ...at }) => ({
      id: ctx.newId(),
      event_id: event,
      session_id: at.sessionId,
      contact_id: at.contactId,
      human_id: affiliation.humanId,
      mark_id: mark.id,
      mode: mark.mode,
      source: mark.source,
      at: mark.at,
      recorded_by: mark.recordedBy,
      device: mark.device,
      paper_list_id: mark.paperListId,
      municipality_id: affiliation.municipalityId,
      organisation_id: affiliation.organisationId,
      organisation: affiliation.organisation,
      name_key: affiliation.nameKey,
      withdrawn_at: withdrawn?.at ?? null,
      withdrawn_reason: withdrawn?.reason ?? "",
    })),
  )
    .onConflict((conflict) =>
      conflict.columns(["region_id", "event_id", "session_id", "contact_id"]).doUpdateSet((eb) => ({
        mark_id: eb.ref("excluded.mark_id"),
        mode: eb.ref("excluded.mode"),
        source: eb.ref("excluded.source"),
        at: eb.ref("excluded.at"),
        recorded_by: eb.ref("excluded.recorded_by"),
        device: eb.ref("excluded.device"),
        paper_list_id: eb.ref("excluded.paper_list_id"),
        withdrawn_at: eb.ref("excluded.withdrawn_at"),
        withdrawn_reason: eb.ref("excluded.withdrawn_reason"),
      })),
    )
    .execute();
}

/**
 * Recounts the people present and saves the figure in each event; the version, by which editors are
 * distinguished, does not change.
 */
export async function recountPresent(ctx: Ctx, events: readonly string[]): Promise<void> {
  if (events.length === 0) return;
  await sql`
    update events_events e set recounts = e.recounts + 1, present = (
      select count(distinct p.human_id) from events_presences p
      where p.region_id = e.region_id and p.event_id = e.id and p.session_id is null and p.withdrawn_at is null)
    where e.region_id = ${ctx.region.id} and e.id = any(${events}::uuid[])`.execute(ctx.db);
}

/** Returns the saved number of people present. */
export async function countPresent(ctx: Ctx, event: string): Promise<number> {
  const row = await from(ctx, "events_events")
    .select("present")
    .where("id", "=", event)
    .executeTakeFirstOrThrow();
  return row.present;
}

const selectPresences = (ctx: Ctx, event: string) =>
  from(ctx, "events_presences").selectAll().where("event_id", "=", event);

/**
 * Lists presences at the whole event (or at one session), newest first; withdrawn ones only on
 * request.
 */
export async function listPresences(
  ctx: Ctx,
  event: string,
  options: { session?: string | null; withdrawn?: boolean } = {},
): Promise<PresenceRow[]> {
  let rows = selectPresences(ctx, event);
  const { session = null } = options;
  rows =
    session === null
      ? rows.where("session_id", "is", null)
      : rows.where("session_id", "=", session);
  if (options.withdrawn !== true) rows = rows.where("withdrawn_at", "is", null);
  return (await rows.orderBy("at", "desc").orderBy("id").execute()) as PresenceRow[];
}

/**
 * Lists the sessions attended: contact id → session ids; of everybody unless one contact is given.
 */
export async function listSessionsAttended(
  ctx: Ctx,
  event: string,
  contact?: string,
): Promise<Map<string, string[]>> {
  let rows = from(ctx, "events_presences")
    .select(["contact_id", "session_id"])
    .where("event_id", "=", event)
    .where("session_id", "is not", null)
    .where("withdrawn_at", "is", null);
  if (contact !== undefined) rows = rows.where("contact_id", "=", contact);
  const found = new Map<string, string[]>();
  for (const row of await rows.execute()) {
    if (row.session_id === null) continue;
    found.set(row.contact_id, [...(found.get(row.contact_id) ?? []), row.session_id]);
  }
  return found;
}

/** Finds a person's presence at the whole event, withdrawn or not. */
export async function findPresence(
  ctx: Ctx,
  event: string,
  contact: string,
): Promise<PresenceRow | undefined> {
  const row = await selectPresences(ctx, event)
    .where("session_id", "is", null)
    .where("contact_id", "=", contact)
    .executeTakeFirst();
  return row as PresenceRow | undefined;
}

/** Lists the presences of a person at whole events, newest first. */
export async function listPresencesOfHuman(ctx: Ctx, human: string): Promise<PresenceRow[]> {
  const rows = await from(ctx, "events_presences")
    .selectAll()
    .where("human_id", "=", human)
    .where("session_id", "is", null)
    .where("withdrawn_at", "is", null)
    .orderBy("at", "desc")
    .execute();
  return rows as PresenceRow[];
}

/**
 * Moves presences and certificates after two contacts were merged or separated. Returns the ids of
 * the events affected.
 */
export async function reassignHuman(
  ctx: Ctx,
  change: { from: string; to: string } | { apart: string },
): Promise<string[]> {
  const touched = new Set<string>();
  for (const table of ["events_presences", "events_certificates"] as const) {
    const update = updateIn(ctx, table);
    const rows =
      "apart" in change
        ? await update
            .set({ human_id: change.apart })
            .where("contact_id", "=", change.apart)
            .returning("event_id")
            .execute()
        : await update
            .set({ human_id: change.to })
            .where("human_id", "=", change.from)
            .returning("event_id")
            .execute();
    for (const row of rows) touched.add(row.event_id);
  }
  return [...touched];
}

export type MarkableSession = {
  id: string;
  title: string;
  kind: string;
  parent_id: string | null;
  starts_at: Date;
  ends_at: Date;
  room_id: string | null;
};

/** Lists sessions at which people can be marked: all but days and breaks. */
export async function listMarkableSessions(ctx: Ctx, event: string): Promise<MarkableSession[]> {
  return from(ctx, "events_sessions")
    .select(["id", "title", "kind", "parent_id", "starts_at", "ends_at", "room_id"])
    .where("event_id", "=", event)
    .where("kind", "not in", ["day", "break"])
    .orderBy("starts_at")
    .orderBy("position")
    .execute();
}
