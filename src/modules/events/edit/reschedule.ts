import type { Ctx } from "#base/context.ts";
import { Refusal, invalidField } from "#base/refusal.ts";
import { requireNoSessionConflict } from "../rooms/conflicts.ts";
import type { ProgrammeSnapshot } from "../programme/diff.ts";
import {
  insertProgramme,
  findPublishedProgramme,
  listSessions,
  shiftSessions,
  listSpeakers,
  type ProgrammeSession,
} from "../programme/store.ts";
import type { Event } from "../store.ts";

/**
 * Shifts the programme, the published one too, along with the event's beginning. Returns the
 * columns of the event to save. Throws where the programme no longer fits, or a room or speaker is
 * taken at the new time.
 */
export async function rescheduleProgramme(
  ctx: Ctx,
  { before, after }: { before: Event; after: Event },
): Promise<{ programme_version?: number }> {
  const shift = after.starts_at.getTime() - before.starts_at.getTime();
  if (shift === 0 && after.ends_at >= before.ends_at) return {};
  const sessions = await listSessions(ctx, before.id);
  const last = Math.max(0, ...sessions.map((session) => session.ends_at.getTime()));
  if (last + shift > after.ends_at.getTime())
    throw invalidField("endsAt", "events.programme-outside");
  if (shift === 0) return {};
  await shiftSessions(ctx, before.id, shift);
  await requireNoConflicts(ctx, before.id);
  const published = await findPublishedProgramme(ctx, before.id);
  if (published === undefined) return {};
  const version = before.programme_version + 1;
  await insertProgramme(ctx, before.id, {
    version,
    snapshot: shiftSnapshot(published.snapshot, shift),
    changes: [],
  });
  return { programme_version: version };
}

function shiftSnapshot({ sessions }: ProgrammeSnapshot, by: number): ProgrammeSnapshot {
  const shift = (at: string) => new Date(Date.parse(at) + by).toISOString();
  return {
    sessions: sessions.map((session) => ({
      ...session,
      startsAt: shift(session.startsAt),
      endsAt: shift(session.endsAt),
    })),
  };
}

/**
 * Throws for a conflict of any session, at the field of the beginning: the form of an event has no
 * speakers.
 */
async function requireNoConflicts(ctx: Ctx, event: string): Promise<void> {
  const sessions = await listSessions(ctx, event);
  const speakers = await listSpeakers(ctx, event);
  for (const session of sessions) {
    try {
      await requireNoSessionConflict(ctx, {
        event,
        session: session.id,
        room: session.room_id,
        speakers: speakers
          .filter((one) => one.session_id === session.id)
          .map((one) => one.contact_id),
        within: sessions.map(({ id }: ProgrammeSession) => id),
        startsAt: session.starts_at,
        endsAt: session.ends_at,
      });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { kind, reason, values } = error;
      throw new Refusal(kind, reason, { values, fields: { startsAt: reason } });
    }
  }
}
