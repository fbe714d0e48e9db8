import { z } from "zod";
import { transact, type Ctx, type UnitOfWork } from "#base/context.ts";
import { conflict } from "#base/refusal.ts";
import { optionalText } from "#base/http/fields.ts";
import { requireFuture, requirePast } from "../consultation.ts";
import { lockSlot } from "./store.ts";
import { lockConsultation, type Consultation } from "../store.ts";
import { handBackInput } from "../actions.ts";
import { clearedMeeting, loadForHandling, transition, versionField } from "../transition.ts";

export const bookInput = z.object({
  startsAt: z.coerce.date("consultations.time-missing"),
  minutes: z.coerce.number().int().min(10).max(480).default(60),
  place: optionalText(300),
  ...versionField,
});

/** Books a time that was agreed by telephone or letter, without a slot. */
export function bookConsultation(
  ctx: Ctx,
  key: string,
  given: z.input<typeof bookInput>,
): Promise<Consultation> {
  const input = bookInput.parse(given);
  return transact(ctx, async (tx) => {
    const consultation = await loadForHandling(tx, key, input.version);
    requireFuture(input.startsAt, tx.now());
    const ends = new Date(input.startsAt.getTime() + input.minutes * 60_000);
    return transition(tx, consultation, "book", {
      set: { ...clearedMeeting, starts_at: input.startsAt, ends_at: ends, place: input.place },
      data: { starts: input.startsAt.toISOString() },
    });
  });
}

/** Books an offered slot; refuses one that is taken, the request stays as it was. */
export async function bookSlot(
  tx: Ctx & { unit: UnitOfWork },
  consultation: Consultation,
  slotId: string,
): Promise<Consultation> {
  const slot = await lockSlot(tx, slotId);
  if (slot === undefined || slot.withdrawn || slot.isTaken) {
    throw conflict("consultations.slot-taken", { fields: { slotId: "consultations.slot-taken" } });
  }
  requireFuture(slot.starts_at, tx.now());
  return transition(tx, consultation, "book", {
    set: {
      slot_id: slot.id,
      consultant_id: slot.consultant_id,
      taken_at: consultation.taken_at ?? tx.now(),
      starts_at: slot.starts_at,
      ends_at: slot.ends_at,
      place: slot.place,
    },
    data: { starts: slot.starts_at.toISOString(), slot: slot.id },
  });
}

/** Books an offered slot for a request that the actor handles. */
export function bookOfferedSlot(
  ctx: Ctx,
  key: string,
  given: { slotId: string; version?: number },
): Promise<Consultation> {
  return transact(ctx, async (tx) =>
    bookSlot(tx, await loadForHandling(tx, key, given.version), given.slotId),
  );
}

/** Marks a missed meeting: the request waits for another time. */
export function markMissed(
  ctx: Ctx,
  key: string,
  given: z.input<typeof handBackInput> = {},
): Promise<Consultation> {
  return transact(ctx, async (tx) => {
    const consultation = await loadForHandling(tx, key, handBackInput.parse(given).version);
    requirePast(consultation.starts_at ?? tx.now(), tx.now());
    return transition(tx, consultation, "miss", {
      set: { ...clearedMeeting, missed_count: consultation.missed_count + 1 },
    });
  });
}

/** Books a slot for the person who asked, by the private link. */
export function chooseSlot(ctx: Ctx, id: string, slotId: string): Promise<Consultation> {
  return transact(ctx, async (tx) => bookSlot(tx, await lockConsultation(tx, id), slotId));
}
