import type { Ctx, Unit } from "#base/context.ts";
import { conflict, invalid } from "#base/refusal.ts";
import {
  choicesOf,
  countChosen,
  deleteChoices,
  insertChoice,
  nextChoosers,
  raiseChoice,
} from "./session-choices-store.ts";
import { overlap } from "../event.ts";
import { sessionsOf, type Session } from "../programme/store.ts";
import type { Registration } from "../registration/store.ts";
import type { Event } from "../store.ts";

/** Only sessions with a number of places are chosen; the rest are open to all who came. */
export const isChosen = (session: Pick<Session, "capacity">): boolean => session.capacity !== null;

/**
 * The sections of a registration become exactly these: a free place is theirs, a full section means
 * its queue. Two that run at the same hour are refused. The event is locked by the caller.
 */
export async function chooseSessions(
  ctx: Ctx & { unit: Unit },
  event: Event,
  { registration, sessions }: { registration: Registration; sessions: readonly string[] },
): Promise<void> {
  const offered = (await sessionsOf(ctx, event.id)).filter(isChosen);
  const wanted = [...new Set(sessions)].map((id) => offered.find((session) => session.id === id));
  const chosen = wanted.filter((session) => session !== undefined);
  if (chosen.length !== wanted.length) throw at("unknown-session");
  demandApart(chosen);
  const known = await choicesOf(ctx, registration.id);
  const left = known.filter(({ session_id }) => !chosen.some(({ id }) => id === session_id));
  await free(
    ctx,
    registration.id,
    left.map(({ session_id }) => session_id),
  );
  for (const session of chosen) {
    if (known.some(({ session_id }) => session_id === session.id)) continue;
    const taken = await countChosen(ctx, session.id);
    const state = taken < (session.capacity ?? Infinity) ? "confirmed" : "waiting";
    await insertChoice(ctx, {
      event: event.id,
      registration: registration.id,
      session: session.id,
      state,
    });
  }
}

function demandApart(chosen: readonly Session[]): void {
  for (const [index, one] of chosen.entries()) {
    const other = chosen.slice(index + 1).find((next) => overlap(spanOf(one), spanOf(next)));
    if (other !== undefined)
      throw conflict("events.sessions-together", {
        values: { one: one.title, other: other.title },
        fields: { sessions: "events.sessions-together" },
      });
  }
}

export const spanOf = (session: { starts_at: Date; ends_at: Date }) => ({
  startsAt: session.starts_at,
  endsAt: session.ends_at,
});

const at = (reason: string) =>
  invalid(`events.${reason}`, { fields: { sessions: `events.${reason}` } });

/** All places of a registration are given back, each to the next who waits for it. */
export async function freeChoices(ctx: Ctx, registration: string): Promise<void> {
  const known = await choicesOf(ctx, registration);
  await free(
    ctx,
    registration,
    known.map(({ session_id }) => session_id),
  );
}

async function free(ctx: Ctx, registration: string, sessions: readonly string[]): Promise<void> {
  if (sessions.length === 0) return;
  await deleteChoices(ctx, registration, sessions);
  for (const session of sessions) await fillSession(ctx, session);
}

/** Places of a section that nobody has go to those who wait, by the time they asked. */
export async function fillSession(ctx: Ctx, session: string): Promise<void> {
  for (const registration of await nextChoosers(ctx, session))
    await raiseChoice(ctx, { registration, session });
}
