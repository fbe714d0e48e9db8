import { optionalId, optionalSeats } from "../inputs.ts";
import { requireMunicipality } from "../load.ts";
import { z } from "zod";
import { transact, type Ctx } from "#base/context.ts";
import { startChain, recordFact } from "#base/journal.ts";
import { authorize } from "#base/policy.ts";
import { optionalText, requiredText, seenVersion } from "#base/http/fields.ts";
import type { EventRoom } from "./conflicts-store.ts";
import { roomPolicy } from "../policy.ts";
import { insertRoom, lockRoom, updateRoom } from "./store.ts";
import { requireVersion } from "../store.ts";

export const roomInput = z.object({
  name: requiredText(160).min(2),
  municipalityId: z.uuid("events.unknown-municipality"),
  address: optionalText(300),
  capacity: optionalSeats,
  organisationId: optionalId,
  note: optionalText(1000),
  version: seenVersion,
});
export type RoomInput = z.input<typeof roomInput>;

/** Creates a room or changes one; a changed room is open again. */
export async function saveRoom(ctx: Ctx, given: RoomInput, id?: string): Promise<EventRoom> {
  const input = roomInput.parse(given);
  const columns = {
    name: input.name,
    municipality_id: input.municipalityId,
    address: input.address,
    capacity: input.capacity,
    organisation_id: input.organisationId,
    note: input.note,
  };
  return transact(ctx, async (tx) => {
    const known = id === undefined ? undefined : await lockRoom(tx, id);
    if (known !== undefined)
      authorize({ policy: roomPolicy, actor: tx.actor, action: "handle", row: known });
    authorize({ policy: roomPolicy, actor: tx.actor, action: "handle", row: columns });
    if (known !== undefined) requireVersion(known, input.version);
    await requireMunicipality(tx, input.municipalityId);
    if (known !== undefined) {
      recordFact(tx, { subject: known.id, type: "room.changed" });
      return updateRoom(tx, known, { ...columns, closed_at: null });
    }
    const room = await insertRoom(tx, { id: tx.newId(), ...columns });
    startChain(tx, room.id);
    recordFact(tx, {
      subject: room.id,
      type: "room.opened",
      data: { municipality: room.municipality_id },
    });
    return room;
  });
}

/** Closes a room for new events; its timetable remains. */
export async function closeRoom(ctx: Ctx, id: string): Promise<EventRoom> {
  return transact(ctx, async (tx) => {
    const room = await lockRoom(tx, id);
    authorize({ policy: roomPolicy, actor: tx.actor, action: "handle", row: room });
    if (room.closed_at !== null) return room;
    recordFact(tx, { subject: room.id, type: "room.closed" });
    return updateRoom(tx, room, { closed_at: tx.now() });
  });
}
