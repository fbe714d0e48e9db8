import { pino, type Logger } from "pino";

export type Log = Logger;

/** Never logged, wherever they stand: secrets and personal data. */
const secret = ["password", "token", "cookie", "authorization", "email", "phone", "text"];

/** JSON lines on standard output; `level` is pino's. */
export function makeLog(level: string): Log {
  return pino({
    level,
    base: undefined,
    redact: { paths: secret.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: "…" },
  });
}
