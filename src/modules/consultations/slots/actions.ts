import { z } from "zod";
import { fromZoned, localDate } from "#base/time/calendar.ts";
import { transact, type Ctx } from "#base/context.ts";
import { recordFact } from "#base/journal.ts";
import { authorize } from "#base/policy.ts";
import { conflict, orNotFound, invalid, invalidField } from "#base/refusal.ts";
import { optionalText } from "#base/http/fields.ts";
import { meetingFormats } from "../consultation.ts";
import { slotPolicy } from "../policy.ts";
import { insertSlots, lockSlot, hasOverlap, updateWithdrawn } from "./store.ts";

const timeField = z
  .string("consultations.time-missing")
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "consultations.time-missing");

export const offerInput = z.object({
  date: z.iso.date("consultations.date-wrong"),
  from: timeField,
  to: timeField,
  minutes: z.coerce
    .number()
    .int()
    .min(10, "consultations.minutes-wrong")
    .max(240, "consultations.minutes-wrong"),
  format: z.enum(meetingFormats).default("in-person"),
  place: optionalText(300),
  municipalityId: z.uuid().optional(),
  consultantId: z.uuid().optional(),
});

/** Divides a period of the day into slots that people may book; returns how many. */
export async function offerSlots(ctx: Ctx, given: z.input<typeof offerInput>): Promise<number> {
  const input = offerInput.parse(given);
  authorize({ policy: slotPolicy, actor: ctx.actor, action: "offer" });
  const consultantId =
    input.consultantId ?? (ctx.actor.kind === "person" ? ctx.actor.id : undefined);
  if (consultantId === undefined) throw invalid("consultations.unknown-consultant");
  const pieces = splitIntoSlots(input, ctx.region.timeZone);
  const [first, last] = [pieces[0], pieces.at(-1)];
  if (first === undefined || last === undefined)
    throw invalidField("to", "consultations.stretch-short");
  if (first.from <= ctx.now()) throw invalidField("date", "consultations.time-passed");
  return transact(ctx, async (tx) => {
    if (await hasOverlap(tx, { consultantId, from: first.from, to: last.to }))
      throw invalidField("from", "consultations.slot-overlaps");
    await insertSlots(
      tx,
      pieces.map(({ from, to }) => ({
        id: tx.newId(),
        consultant_id: consultantId,
        starts_at: from,
        ends_at: to,
        format: input.format,
        place: input.place,
        municipality_id: input.municipalityId ?? null,
      })),
    );
    return pieces.length;
  });
}

const parseMinutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));

function splitIntoSlots(
  input: z.output<typeof offerInput>,
  zone: string,
): { from: Date; to: Date }[] {
  const pieces: { from: Date; to: Date }[] = [];
  const end = parseMinutes(input.to);
  const at = (minutes: number) => fromZoned(localDate(input.date), minutes, zone);
  for (let start = parseMinutes(input.from); start + input.minutes <= end; start += input.minutes)
    pieces.push({ from: at(start), to: at(start + input.minutes) });
  return pieces;
}

/** Withdraws a free slot; refuses a booked one. */
export async function withdrawSlot(ctx: Ctx, id: string): Promise<void> {
  await transact(ctx, async (tx) => {
    const slot = orNotFound(await lockSlot(tx, id));
    authorize({ policy: slotPolicy, actor: tx.actor, action: "withdraw", row: slot });
    if (slot.isTaken) throw conflict("consultations.slot-booked");
    await updateWithdrawn(tx, id);
    recordFact(tx, { subject: id, type: "slot.withdrawn" });
  });
}
