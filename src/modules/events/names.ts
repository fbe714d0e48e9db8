import type { Ctx } from "#base/context.ts";
import { organisationDirectory } from "#modules/organisations/index.ts";
import { fullName, type Contact } from "#modules/people/index.ts";
import { territoryDirectory } from "#modules/territories/index.ts";
import type { EventRoom } from "./rooms/conflicts-store.ts";
import { listRooms } from "./rooms/store.ts";

/** Names of territories, organisations and rooms by id; empty or undefined for an unknown one. */
export type EventNames = {
  territory: (id: string | null) => string;
  organisation: (id: string | null) => string;
  room: (id: string | null) => EventRoom | undefined;
  municipalities: readonly { id: string; name: string }[];
  rooms: readonly EventRoom[];
};

/** Loads the names of territories, organisations (both cached) and rooms. */
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

/** Formats a place: «Долгомост, Дом молодёжи, ул. Пристанская, 3». */
export function formatPlace(
  names: EventNames,
  { municipality_id, room_id, address }: PlaceColumns,
): string {
  const room = names.room(room_id);
  return [names.territory(municipality_id), room?.name, room?.address, address]
    .filter(Boolean)
    .join(", ");
}

type FieldOption = { value: string; label: string };

/** Returns the options of a field in which a municipality is chosen. */
export const municipalityOptions = ({
  municipalities,
}: Pick<EventNames, "municipalities">): FieldOption[] =>
  municipalities.map(({ id, name }) => ({ value: id, label: name }));

/** Loads the options of a field in which an organisation is chosen. */
export async function loadOrganisationOptions(ctx: Ctx): Promise<FieldOption[]> {
  const { bodies } = await organisationDirectory(ctx);
  return bodies.map(({ id, shortName }) => ({ value: id, label: shortName }));
}

/** Returns the full name of a contact; empty for an unknown one. */
export function contactName(contacts: ReadonlyMap<string, Contact>, id: string): string {
  const contact = contacts.get(id);
  return contact === undefined ? "" : fullName(contact);
}
