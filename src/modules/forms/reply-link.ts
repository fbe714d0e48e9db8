import { createHash, createHmac } from "node:crypto";

/**
 * The secret part of a reply's private link, 43 characters: derived and never kept, so that a letter
 * can repeat it while the database holds only its hash.
 */
export function replyToken(linkKey: string, region: string, reply: string): string {
  return createHmac("sha256", linkKey).update(`reply ${region} ${reply}`).digest("base64url");
}

export function tokenHash(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}

const shape = /^[\w-]{43}$/;

export function isReplyToken(text: string): boolean {
  return shape.test(text);
}
