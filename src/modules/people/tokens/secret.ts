import { createHash, randomBytes } from "node:crypto";

/** Generates a secret of 256 bits for a letter or a program; only its hash is stored. */
export function generateSecret(prefix = ""): string {
  return `${prefix}${randomBytes(32).toString("base64url")}`;
}

/** Hashes a secret by SHA-256: enough for random secrets, and findable by an index. */
export function hashSecret(secret: string): Buffer {
  return createHash("sha256").update(secret).digest();
}
