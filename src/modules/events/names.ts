import type { Ctx } from "#base/context.ts";
import { organisationBook } from "#modules/organisations/index.ts";
import { territoryBook } from "#modules/territories/index.ts";
import type { Room } from "./rooms/conflicts-store.ts";
import { listRooms } from "./rooms/store.ts";

/** How places, organisations and rooms are called: from books kept in memory, and the few rooms. */
export type Names = {
  territory: (id: string | null) => string;
  organisation: (id: string | null) => string;
  room: (id: string | null) => Room | undefined;
  municipalities: readonly { id: string; name: string }[];
  rooms: readonly Room[];
};

export async function namesFor(ctx: Ctx): Promise<Names> {
  const [places, bodies, rooms] = [
    await territoryBook(ctx),
    await organisationBook(ctx),
    await listRooms(ctx),
  ];
  const byId = new Map(rooms.map((room) => [room.id, room]));
  return {
    territory: (id) => (id === null ? "" : (places.byId.get(id)?.name ?? "")),
    organisation: (id) => (id === null ? "" : (bodies.byId.get(id)?.shortName ?? "")),
    room: (id) => (id === null ? undefined : byId.get(id)),
    municipalities: places.municipalities,
    rooms,
  };
}

type Placed = { municipality_id: string; room_id: string | null; address: string };

/** «Долгомост, Дом молодёжи, ул. Пристанская, 3» */
export function placeText(names: Names, { municipality_id, room_id, address }: Placed): string {
  const room = names.room(room_id);
  return [names.territory(municipality_id), room?.name, room?.address, address]
    .filter(Boolean)
    .join(", ");
}
