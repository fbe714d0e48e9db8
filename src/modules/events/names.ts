import type { Ctx } from "#base/context.ts";
import { organisationDirectory } from "#modules/organisations/index.ts";
import { territoryDirectory } from "#modules/territories/index.ts";
import type { EventRoom } from "./rooms/conflicts-store.ts";
import { listRooms } from "./rooms/store.ts";

/** How places, organisations and rooms are called: from books kept in memory, and the few rooms. */
export type EventNames = {
  territory: (id: string | null) => string;
  organisation: (id: string | null) => string;
  room: (id: string | null) => EventRoom | undefined;
  municipalities: readonly { id: string; name: string }[];
  rooms: readonly EventRoom[];
};

export async function loadEventNames(ctx: Ctx): Promise<EventNames> {
  const [places, organisations, rooms] = [
    await territoryDirectory(ctx),
    await organisationDirectory(ctx),
    await listRooms(ctx),
  ];
  const byId = new Map(rooms.map((room) => [room.id, room]));
  return {
    territory: (id) => (id === null ? "" : (places.byId.get(id)?.name ?? "")),
    organisation: (id) => (id === null ? "" : (organisations.byId.get(id)?.shortName ?? "")),
    room: (id) => (id === null ? undefined : byId.get(id)),
    municipalities: places.municipalities,
    rooms,
  };
}

type PlaceColumns = { municipality_id: string; room_id: string | null; address: string };

/** «Долгомост, Дом молодёжи, ул. Пристанская, 3» */
export function formatPlace(
  names: EventNames,
  { municipality_id, room_id, address }: PlaceColumns,
): string {
  const room = names.room(room_id);
  return [names.territory(municipality_id), room?.name, room?.address, address]
    .filter(Boolean)
    .join(", ");
}
