import { destination, pino, type Logger } from "pino";

export type Log = Logger;

/** Never logged, wherever they stand: secrets and personal data. */
const redactedKeys = ["password", "token", "cookie", "authorization", "email", "phone", "text"];

/**
 * Creates a pino logger of JSON lines on standard output, or to `destination`; `level` is pino's.
 */
export function createLog(level: string, where: "stdout" | "stderr" = "stdout"): Log {
  const redact = {
    paths: redactedKeys.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
    censor: "…",
  };
  const options = { level, base: undefined, redact };
  return where === "stdout" ? pino(options) : pino(options, destination(2));
}
