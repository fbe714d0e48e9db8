import type { Ctx, Unit } from "#base/context.ts";
import { record } from "#base/journal.ts";
import { tellSeat } from "../registration/letters.ts";
import {
  quotasOf,
  saveRegistration,
  takenSeats,
  waitingOf,
  type Registration,
} from "../registration/store.ts";
import { nextInQueue, seatFor, type Hall, type SeatAsk } from "./allocation.ts";
import type { Event } from "../store.ts";

const hour = 3_600_000;

/** What limits the event's seats. */
export async function hallOf(ctx: Ctx, event: Event): Promise<Hall> {
  return { ...event, quotas: await quotasOf(ctx, event.id) };
}

/** Is there a seat now? The event is locked, so the answer holds until the commit. */
export async function seatNow(ctx: Ctx, event: Event, ask: SeatAsk) {
  return seatFor(await hallOf(ctx, event), await takenSeats(ctx, event.id), ask);
}

/**
 * Gives every free seat of a locked event to those who wait, by the time they asked. Each has the
 * event's hours to confirm, and none past its beginning; where it gives none, the seat is theirs at once.
 */
export async function promote<E extends Event>(ctx: Ctx & { unit: Unit }, event: E): Promise<E> {
  if (event.stage !== "announced" || event.ends_at <= ctx.now()) return event;
  const waiting = await waitingOf(ctx, event.id);
  if (waiting.length === 0) return event;
  const [hall, taken] = [await hallOf(ctx, event), await takenSeats(ctx, event.id)];
  for (const registration of nextInQueue(hall, taken, waiting))
    await offer(ctx, event, registration);
  return event;
}

async function offer(
  ctx: Ctx & { unit: Unit },
  event: Event,
  registration: Registration,
): Promise<void> {
  const now = ctx.now();
  const until = new Date(
    Math.min(now.getTime() + event.confirm_hours * hour, event.starts_at.getTime()),
  );
  const saved =
    until <= now
      ? await saveRegistration(ctx, registration.id, { state: "confirmed", confirmed_at: now })
      : await saveRegistration(ctx, registration.id, {
          state: "offered",
          offered_at: now,
          offered_until: until,
        });
  record(ctx, {
    subject: saved.id,
    type: saved.state === "offered" ? "registration.offered" : "registration.confirmed",
    data: { event: event.id, mode: saved.mode },
  });
  await tellSeat(ctx, event, saved);
}
