import type { Messages } from "#base/messages.ts";
import type { roomsRu } from "./messages.ru.ts";

export const roomsEn = {
  rooms: {
    title: "Rooms",
    lead: "Halls and classes where events are held: when they are taken and when free.",
    capacity: (n) => `${n} ${n === 1 ? "seat" : "seats"}`,
    timetable: "Timetable",
    emptyTitle: "There are no rooms yet",
    emptyText: "Add a hall, and events will not collide in it.",
    free: "Nothing is appointed in the coming eight weeks.",
    add: "Add a room",
    change: "Change the room",
    name: "Name",
    municipality: "Municipality",
    address: "Address",
    seats: "Seats",
    organisation: "Whose",
    noOrganisation: "The resource centre's",
    note: "Good to know",
    noteHint: "Ramp, projector, way in",
    save: "Save",
    saved: "The room is kept",
    close: "Close the room",
    closed: "The room is closed",
    isClosed: "Closed",
  },
} satisfies Messages<typeof roomsRu>;
