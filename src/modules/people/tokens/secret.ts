import { createHash, randomBytes } from "node:crypto";

/** A secret of 256 bits for a letter or a program; only its hash is kept. */
export function generateSecret(prefix = ""): string {
  return `${prefix}${randomBytes(32).toString("base64url")}`;
}

/** SHA-256 of a secret: enough for random secrets, and findable by an index. */
export function hashSecret(secret: string): Buffer {
  return createHash("sha256").update(secret).digest();
}
