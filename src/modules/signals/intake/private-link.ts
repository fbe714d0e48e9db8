import { createHmac } from "node:crypto";

/**
 * Hashes an author's key, the same for all messages of one author. Keyed, since a channel's ids are
 * few enough to try them all against a plain hash.
 */
export function hashAuthorKey(linkKey: string, channel: string, name: string): string {
  return createHmac("sha256", linkKey).update(`author ${channel} ${name}`).digest("base64url");
}

/** Hashes a form and its text: the same form sent twice has the same id, another text another one. */
export function hashFormId(linkKey: string, parts: readonly string[]): string {
  return createHmac("sha256", linkKey)
    .update(`form ${JSON.stringify(parts)}`)
    .digest("base64url");
}
