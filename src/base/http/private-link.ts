import { createHash, createHmac } from "node:crypto";

/**
 * The secret part of a private link, 43 characters, about one subject (a message, a seat at an event,
 * a request). It is derived and never stored, so that an email months later can repeat it while the
 * database holds only its hash.
 */
export function linkToken(linkKey: string, region: string, subject: string): string {
  return createHmac("sha256", linkKey).update(`link ${region} ${subject}`).digest("base64url");
}

/** Returns the SHA-256 of a link's token, 32 bytes: what the database stores instead of the token. */
export function linkHash(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}

const tokenPattern = /^[\w-]{43}$/;

/** Returns whether a text has the form of a token: 43 characters of base64url. */
export function isLinkToken(text: string): boolean {
  return tokenPattern.test(text);
}

/** A private address must not leave by a search engine, a cache or the next page's referrer. */
export function withPrivateHeaders(response: Response): Response {
  response.headers.set("referrer-policy", "no-referrer");
  response.headers.set("x-robots-tag", "noindex, nofollow");
  response.headers.set("cache-control", "private, no-store");
  return response;
}
