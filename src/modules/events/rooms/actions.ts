import { z } from "zod";
import { transact, type Ctx } from "#base/context.ts";
import { startChain, recordFact } from "#base/journal.ts";
import { authorize } from "#base/policy.ts";
import { invalidField } from "#base/refusal.ts";
import { seenVersion } from "#base/http/fields.ts";
import { findTerritory } from "#modules/territories/index.ts";
import type { EventRoom } from "./conflicts-store.ts";
import { roomPolicy } from "../policy.ts";
import { insertRoom, lockRoom, updateRoom } from "./store.ts";
import { requireVersion } from "../store.ts";

const textInput = (max: number) => z.string().trim().max(max);

export const roomInput = z.object({
  name: textInput(160).min(2),
  municipalityId: z.uuid("events.unknown-municipality"),
  address: textInput(300).default(""),
  capacity: z.coerce.number().int().min(1).max(100_000).nullable().default(null),
  organisationId: z.uuid().nullable().default(null),
  note: textInput(1000).default(""),
  version: seenVersion,
});
export type RoomInput = z.input<typeof roomInput>;

/** A new place with a timetable, or other words about one that is there. */
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
    const territory = await findTerritory(tx, input.municipalityId);
    if (territory?.kind !== "municipality")
      throw invalidField("municipalityId", "events.unknown-municipality");
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

/** Nothing new is appointed in a closed room; what stands in its timetable remains. */
export async function closeRoom(ctx: Ctx, id: string): Promise<EventRoom> {
  return transact(ctx, async (tx) => {
    const room = await lockRoom(tx, id);
    authorize({ policy: roomPolicy, actor: tx.actor, action: "handle", row: room });
    if (room.closed_at !== null) return room;
    recordFact(tx, { subject: room.id, type: "room.closed" });
    return updateRoom(tx, room, { closed_at: tx.now() });
  });
}
