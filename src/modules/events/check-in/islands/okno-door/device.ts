import { parseTicket } from "../../../attendance/presence.ts";

/** One person of the list that a device takes along. */
export type DoorPerson = {
  contact: string;
  name: string;
  code: string;
  /** First bytes of the hash of the private link. */
  link: string;
  /** When they were marked, as known here. */
  at: string | null;
};

export type DoorSnapshot = { present: number; people: DoorPerson[] };

/** A mark that waits in the device until the house has taken it. */
export type QueuedMark = {
  id: string;
  /** The door's address: a device may serve several events. */
  door: string;
  at: string;
  session: string | null;
  source: "qr" | "surname";
  contact?: string;
  ticket?: string;
};

export type ServerMarkResult = {
  id: string;
  state:
    | "counted"
    | "known"
    | "other-event"
    | "unknown-ticket"
    | "unknown-person"
    | "unknown-session";
  name?: string;
  event?: { number: string; title: string };
};

/** Whose ticket this is, by the list; undefined for a ticket that the list does not know. */
export async function findTicketOwner(
  list: DoorSnapshot,
  text: string,
): Promise<DoorPerson | undefined> {
  const ticket = parseTicket(text);
  if (ticket === undefined) return undefined;
  if ("code" in ticket) return list.people.find((one) => one.code === ticket.code);
  const prefix = await hashPrefix(ticket.token);
  return prefix === undefined ? undefined : list.people.find((one) => one.link === prefix);
}

/** The same six bytes as the list holds; undefined where the browser has no hashing (no HTTPS). */
async function hashPrefix(token: string): Promise<string | undefined> {
  if (crypto.subtle === undefined) return undefined;
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token));
  return [...new Uint8Array(hash).subarray(0, 6)]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}

const foldText = (text: string) =>
  text.trim().toLocaleLowerCase("ru").replaceAll("\u0451", "\u0435");

/** People whose name begins so, for a door without network. */
export function searchByName(list: DoorSnapshot, text: string): DoorPerson[] {
  const wanted = foldText(text);
  if (wanted.length < 2) return [];
  return list.people.filter((one) => foldText(one.name).startsWith(wanted)).slice(0, 8);
}

/** How many are inside: what the house knows, and what waits here of people it does not count yet. */
export function countInside(list: DoorSnapshot, queue: readonly QueuedMark[]): number {
  const marked = new Set(list.people.filter((one) => one.at !== null).map((one) => one.contact));
  const waiting = queue.flatMap((one) =>
    one.contact !== undefined && !marked.has(one.contact) ? [one.contact] : [],
  );
  return list.present + new Set(waiting).size;
}

/** A random id for a mark, version 4. */
export function randomUuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 15) | 64;
  bytes[8] = ((bytes[8] ?? 0) & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join("-");
}
