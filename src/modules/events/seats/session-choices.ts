import type { Ctx, UnitOfWork } from "#base/context.ts";
import { conflict, invalidField } from "#base/refusal.ts";
import {
  listChoices,
  countConfirmedChoices,
  deleteChoices,
  insertChoice,
  listNextInSessionQueue,
  confirmChoice,
} from "./session-choices-store.ts";
import { spansOverlap } from "../event.ts";
import { listSessions, type ProgrammeSession } from "../programme/store.ts";
import type { Registration } from "../registration/store.ts";
import type { Event } from "../store.ts";

/** Returns whether a session has to be chosen: only one with a number of places. */
export const requiresChoice = (session: Pick<ProgrammeSession, "capacity">): boolean =>
  session.capacity !== null;

/**
 * Sets the sections of a registration: a free place is confirmed, a full section queues.
 * Overlapping sections are refused. The caller locks the event.
 */
export async function chooseSessions(
  ctx: Ctx & { unit: UnitOfWork },
  event: Event,
  { registration, sessions }: { registration: Registration; sessions: readonly string[] },
): Promise<void> {
  const choosable = (await listSessions(ctx, event.id)).filter(requiresChoice);
  const requested = [...new Set(sessions)].map((id) =>
    choosable.find((session) => session.id === id),
  );
  const chosen = requested.filter((session) => session !== undefined);
  if (chosen.length !== requested.length) throw invalidSessions("unknown-session");
  requireNoOverlap(chosen);
  const known = await listChoices(ctx, registration.id);
  const left = known.filter(({ session_id }) => !chosen.some(({ id }) => id === session_id));
  await releaseSessions(
    ctx,
    registration.id,
    left.map(({ session_id }) => session_id),
  );
  for (const session of chosen) {
    if (known.some(({ session_id }) => session_id === session.id)) continue;
    const taken = await countConfirmedChoices(ctx, session.id);
    const state = taken < (session.capacity ?? Infinity) ? "confirmed" : "waiting";
    await insertChoice(ctx, {
      event: event.id,
      registration: registration.id,
      session: session.id,
      state,
    });
  }
}

function requireNoOverlap(chosen: readonly ProgrammeSession[]): void {
  for (const [index, one] of chosen.entries()) {
    const other = chosen.slice(index + 1).find((next) => spansOverlap(toSpan(one), toSpan(next)));
    if (other !== undefined)
      throw conflict("events.sessions-together", {
        values: { one: one.title, other: other.title },
        fields: { sessions: "events.sessions-together" },
      });
  }
}

/** Converts the columns of a session into a span. */
export const toSpan = (session: { starts_at: Date; ends_at: Date }) => ({
  startsAt: session.starts_at,
  endsAt: session.ends_at,
});

const invalidSessions = (reason: string) => invalidField("sessions", `events.${reason}`);

/** Releases all places of a registration, each to the next who waits for it. */
export async function releaseChoices(ctx: Ctx, registration: string): Promise<void> {
  const known = await listChoices(ctx, registration);
  await releaseSessions(
    ctx,
    registration,
    known.map(({ session_id }) => session_id),
  );
}

async function releaseSessions(
  ctx: Ctx,
  registration: string,
  sessions: readonly string[],
): Promise<void> {
  if (sessions.length === 0) return;
  await deleteChoices(ctx, registration, sessions);
  for (const session of sessions) await promoteSessionQueue(ctx, session);
}

/** Confirms waiting choices while a session has free places, by time of request. */
export async function promoteSessionQueue(ctx: Ctx, session: string): Promise<void> {
  for (const registration of await listNextInSessionQueue(ctx, session))
    await confirmChoice(ctx, { registration, session });
}
