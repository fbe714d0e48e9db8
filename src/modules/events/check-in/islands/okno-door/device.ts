import { parseTicket } from "../../../attendance/presence.ts";

/** A person of the device's list. */
export type DoorPerson = {
  contact: string;
  name: string;
  code: string;
  /** First bytes of the hash of the private link, hexadecimal. */
  link: string;
  /** Time of the mark, as known to the device. */
  at: string | null;
};

export type DoorSnapshot = { present: number; people: DoorPerson[] };

/** A mark queued in the device until the server has accepted it. */
export type QueuedMark = {
  id: string;
  /** Address of the check-in page: a device may serve several events. */
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

/** Finds the owner of a ticket in the device's list; undefined for an unknown ticket. */
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

/**
 * Returns the six bytes of hash that the list contains; undefined where the browser cannot hash (no
 * HTTPS).
 */
async function hashPrefix(token: string): Promise<string | undefined> {
  if (crypto.subtle === undefined) return undefined;
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token));
  return [...new Uint8Array(hash).subarray(0, 6)]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}

const foldText = (text: string) =>
  text.trim().toLocaleLowerCase("ru").replaceAll("\u0451", "\u0435");

/** Searches people by the beginning of the name, offline. */
export function searchByName(list: DoorSnapshot, text: string): DoorPerson[] {
  const wanted = foldText(text);
  if (wanted.length < 2) return [];
  return list.people.filter((one) => foldText(one.name).startsWith(wanted)).slice(0, 8);
}

/**
 * Counts people present: those the server knows, plus queued marks of people it does not count yet.
 */
export function countInside(list: DoorSnapshot, queue: readonly QueuedMark[]): number {
  const marked = new Set(list.people.filter((one) => one.at !== null).map((one) => one.contact));
  const waiting = queue.flatMap((one) =>
    one.contact !== undefined && !marked.has(one.contact) ? [one.contact] : [],
  );
  return list.present + new Set(waiting).size;
}

/** Returns a random UUID, version 4. */
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
