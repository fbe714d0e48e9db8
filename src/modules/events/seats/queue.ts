import type { Ctx, UnitOfWork } from "#base/context.ts";
import { recordFact } from "#base/journal.ts";
import { notifySeat } from "../registration/letters.ts";
import {
  listQuotas,
  updateRegistration,
  countTakenSeats,
  listWaiting,
  type Registration,
} from "../registration/store.ts";
import { nextInQueue, checkSeatFor, type SeatLimits, type SeatRequest } from "./allocation.ts";
import type { Event } from "../store.ts";

const hourMs = 3_600_000;

/** Loads the limits of an event's seats. */
export async function loadSeatLimits(ctx: Ctx, event: Event): Promise<SeatLimits> {
  return { ...event, quotas: await listQuotas(ctx, event.id) };
}

/** Checks for a free seat. The caller locks the event, so the result holds until the commit. */
export async function checkSeat(ctx: Ctx, event: Event, request: SeatRequest) {
  return checkSeatFor(
    await loadSeatLimits(ctx, event),
    await countTakenSeats(ctx, event.id),
    request,
  );
}

/**
 * Offers every free seat of a locked event to the queue, by time of request. An offer lasts the
 * event's hours of confirmation, at most until the beginning; without such hours the seat is
 * confirmed at once.
 */
export async function promoteQueue<E extends Event>(
  ctx: Ctx & { unit: UnitOfWork },
  event: E,
): Promise<E> {
  if (event.stage !== "announced" || event.ends_at <= ctx.now()) return event;
  const waiting = await listWaiting(ctx, event.id);
  if (waiting.length === 0) return event;
  const [hall, taken] = [await loadSeatLimits(ctx, event), await countTakenSeats(ctx, event.id)];
  for (const registration of nextInQueue(hall, taken, waiting))
    await offerSeat(ctx, event, registration);
  return event;
}

async function offerSeat(
  ctx: Ctx & { unit: UnitOfWork },
  event: Event,
  registration: Registration,
): Promise<void> {
  const now = ctx.now();
  const until = new Date(
    Math.min(now.getTime() + event.confirm_hours * hourMs, event.starts_at.getTime()),
  );
  const saved =
    until <= now
      ? await updateRegistration(ctx, registration.id, { state: "confirmed", confirmed_at: now })
      : await updateRegistration(ctx, registration.id, {
          state: "offered",
          offered_at: now,
          offered_until: until,
        });
  recordFact(ctx, {
    subject: saved.id,
    type: saved.state === "offered" ? "registration.offered" : "registration.confirmed",
    data: { event: event.id, mode: saved.mode },
  });
  await notifySeat(ctx, event, saved);
}
