import { createHmac } from "node:crypto";

/**
 * One author's messages bear one key. It is keyed, since a channel's own ids are few enough to try
 * them all against a bare hash.
 */
export function hashAuthorKey(linkKey: string, channel: string, name: string): string {
  return createHmac("sha256", linkKey).update(`author ${channel} ${name}`).digest("base64url");
}

/** The same form sent twice bears the same id; another text in it does not. */
export function hashFormId(linkKey: string, parts: readonly string[]): string {
  return createHmac("sha256", linkKey)
    .update(`form ${JSON.stringify(parts)}`)
    .digest("base64url");
}
