import { v7 } from "uuid";

/** A UUIDv7 for an instant: sorts by time, so primary keys stay append-friendly. */
export function uuidAt(instant: Date): string {
  return v7({ msecs: instant.getTime() });
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A stranger's address may hold anything; only a well-formed id reaches the database. */
export function isUuid(text: string): boolean {
  return uuidPattern.test(text);
}

/** A UUIDv7 of the true present, for libraries that bring no clock of ours. */
export function newUuid(): string {
  return v7();
}
