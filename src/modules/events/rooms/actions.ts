import { z } from "zod";
import { transact, type Ctx } from "#base/context.ts";
import { bornNow, record } from "#base/journal.ts";
import { demand } from "#base/policy.ts";
import { invalid } from "#base/refusal.ts";
import { findTerritory } from "#modules/territories/index.ts";
import type { Room } from "./conflicts-store.ts";
import { roomPolicy } from "../policy.ts";
import { insertRoom, lockRoom, saveRoom } from "./store.ts";
import { demandVersion } from "../store.ts";

const text = (most: number) => z.string().trim().max(most);

export const roomInput = z.object({
  name: text(160).min(2),
  municipalityId: z.uuid("events.unknown-municipality"),
  address: text(300).default(""),
  capacity: z.coerce.number().int().min(1).max(100_000).nullable().default(null),
  organisationId: z.uuid().nullable().default(null),
  note: text(1000).default(""),
  version: z.coerce.number().int().optional(),
});
export type RoomInput = z.input<typeof roomInput>;

/** A new place with a timetable, or other words about one that is there. */
export async function keepRoom(ctx: Ctx, given: RoomInput, id?: string): Promise<Room> {
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
      demand({ policy: roomPolicy, actor: tx.actor, action: "handle", row: known });
    demand({ policy: roomPolicy, actor: tx.actor, action: "handle", row: columns });
    if (known !== undefined) demandVersion(known, input.version);
    const territory = await findTerritory(tx, input.municipalityId);
    if (territory?.kind !== "municipality")
      throw invalid("events.unknown-municipality", {
        fields: { municipalityId: "events.unknown-municipality" },
      });
    if (known !== undefined) {
      record(tx, { subject: known.id, type: "room.changed" });
      return saveRoom(tx, known, { ...columns, closed_at: null });
    }
    const room = await insertRoom(tx, { id: tx.newId(), ...columns });
    bornNow(tx, room.id);
    record(tx, {
      subject: room.id,
      type: "room.opened",
      data: { municipality: room.municipality_id },
    });
    return room;
  });
}

/** Nothing new is appointed in a closed room; what stands in its timetable remains. */
export async function closeRoom(ctx: Ctx, id: string): Promise<Room> {
  return transact(ctx, async (tx) => {
    const room = await lockRoom(tx, id);
    demand({ policy: roomPolicy, actor: tx.actor, action: "handle", row: room });
    if (room.closed_at !== null) return room;
    record(tx, { subject: room.id, type: "room.closed" });
    return saveRoom(tx, room, { closed_at: tx.now() });
  });
}
