import { v7 } from "uuid";

/** Returns a UUIDv7 for an instant: sorted by time, so primary keys stay append-friendly. */
export function uuidAt(instant: Date): string {
  return v7({ msecs: instant.getTime() });
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Returns whether the text is a well-formed UUID; check ids from URLs before they reach the
 * database.
 */
export function isUuid(text: string): boolean {
  return uuidPattern.test(text);
}

/** Returns a UUIDv7 of the real present, for libraries that cannot use the context's clock. */
export function newUuid(): string {
  return v7();
}
