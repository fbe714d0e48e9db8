import { createHash, createHmac } from "node:crypto";

/**
 * The secret part of an author's private link, 43 characters. It is derived and never kept, so that a
 * letter months later can repeat it while the database holds only its hash.
 */
export function linkToken(linkKey: string, region: string, message: string): string {
  return createHmac("sha256", linkKey).update(`link ${region} ${message}`).digest("base64url");
}

export function linkHash(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}

const shape = /^[\w-]{43}$/;

export function isLinkToken(text: string): boolean {
  return shape.test(text);
}

/**
 * One author's messages bear one key. It is keyed, since a channel's own ids are few enough to try
 * them all against a bare hash.
 */
export function authorKey(linkKey: string, channel: string, name: string): string {
  return createHmac("sha256", linkKey).update(`author ${channel} ${name}`).digest("base64url");
}

/** The same form sent twice bears the same id; another text in it does not. */
export function formId(linkKey: string, parts: readonly string[]): string {
  return createHmac("sha256", linkKey)
    .update(`form ${JSON.stringify(parts)}`)
    .digest("base64url");
}
