import type { Ctx } from "#base/context.ts";
import { invalid, Refusal } from "#base/refusal.ts";
import { demandFreeSession } from "../rooms/conflicts.ts";
import type { Snapshot } from "../programme/diff.ts";
import {
  insertProgramme,
  publishedProgramme,
  sessionsOf,
  shiftSessions,
  speakersOf,
  type Session,
} from "../programme/store.ts";
import type { Event } from "../store.ts";

/**
 * An event that begins at another hour takes its programme along, the published one too: whoever
 * looks sees right hours at once. Answers the columns to save. A programme that no longer fits, or
 * whose speakers and rooms are taken at the new hour, holds the move back.
 */
export async function carryProgramme(
  ctx: Ctx,
  { before, after }: { before: Event; after: Event },
): Promise<{ programme_version?: number }> {
  const shift = after.starts_at.getTime() - before.starts_at.getTime();
  if (shift === 0 && after.ends_at >= before.ends_at) return {};
  const sessions = await sessionsOf(ctx, before.id);
  const last = Math.max(0, ...sessions.map((session) => session.ends_at.getTime()));
  if (last + shift > after.ends_at.getTime())
    throw invalid("events.programme-outside", { fields: { endsAt: "events.programme-outside" } });
  if (shift === 0) return {};
  await shiftSessions(ctx, before.id, shift);
  await demandAllFree(ctx, before.id);
  const published = await publishedProgramme(ctx, before.id);
  if (published === undefined) return {};
  const version = before.programme_version + 1;
  await insertProgramme(ctx, before.id, {
    version,
    snapshot: shifted(published.snapshot, shift),
    changes: [],
  });
  return { programme_version: version };
}

function shifted({ sessions }: Snapshot, by: number): Snapshot {
  const move = (at: string) => new Date(Date.parse(at) + by).toISOString();
  return {
    sessions: sessions.map((session) => ({
      ...session,
      startsAt: move(session.startsAt),
      endsAt: move(session.endsAt),
    })),
  };
}

/** The form of an event has no field of speakers: what clashes, clashes with its beginning. */
async function demandAllFree(ctx: Ctx, event: string): Promise<void> {
  const sessions = await sessionsOf(ctx, event);
  const speakers = await speakersOf(ctx, event);
  for (const session of sessions) {
    try {
      await demandFreeSession(ctx, {
        event,
        session: session.id,
        room: session.room_id,
        speakers: speakers
          .filter((one) => one.session_id === session.id)
          .map((one) => one.contact_id),
        within: sessions.map(({ id }: Session) => id),
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
