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

/** Only sessions with a number of places are chosen; the rest are open to all who came. */
export const requiresChoice = (session: Pick<ProgrammeSession, "capacity">): boolean =>
  session.capacity !== null;

/**
 * The sections of a registration become exactly these: a free place is theirs, a full section means
 * its queue. Two that run at the same hour are refused. The event is locked by the caller.
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

export const toSpan = (session: { starts_at: Date; ends_at: Date }) => ({
  startsAt: session.starts_at,
  endsAt: session.ends_at,
});

const invalidSessions = (reason: string) => invalidField("sessions", `events.${reason}`);

/** All places of a registration are given back, each to the next who waits for it. */
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

/** Places of a section that nobody has go to those who wait, by the time they asked. */
export async function promoteSessionQueue(ctx: Ctx, session: string): Promise<void> {
  for (const registration of await listNextInSessionQueue(ctx, session))
    await confirmChoice(ctx, { registration, session });
}
