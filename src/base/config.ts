import { resolve } from "node:path";
import { z } from "zod";

const roles = ["web", "worker"] as const;
export type ProcessRole = (typeof roles)[number];

const webAddress = (example: string) =>
  z.url({ protocol: /^https?$/, error: `must be a full address such as ${example}` });

const logLevels = ["debug", "info", "warn", "error", "silent"] as const;

function wholeNumber(max: number) {
  const rule = `must be a whole number from 0 to ${max}`;
  return z.coerce.number(rule).int(rule).min(0, rule).max(max, rule);
}

const schema = z.object({
  PORT: wholeNumber(65_535).default(3000),
  HOST: z.string().min(1).default("127.0.0.1"),
  OKNO_DATA: z.string().min(1).default("data"),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "must begin with postgres://")
    .optional(),
  OKNO_ROLES: z
    .string()
    .default("web,worker")
    .transform((text) => text.split(",").map((part) => part.trim()))
    .pipe(z.array(z.enum(roles, `must be a list of ${roles.join(", ")}`)).min(1)),
  OKNO_URL: webAddress("https://okno.example").optional(),
  OKNO_SECRET: z.string().min(32, "must have at least 32 characters").optional(),
  OKNO_LOG: z.enum(logLevels, `must be one of ${logLevels.join(", ")}`).default("info"),
  OKNO_MAIL_FROM: z.string().regex(/@/, "must be an e-mail address").default("okno@localhost"),
  OKNO_MAP_TILES: webAddress("https://tiles.example/{z}/{x}/{y}.png").optional(),
  OKNO_PROXIES: wholeNumber(5).default(0),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, "must begin with smtp:// or smtps://")
    .optional(),
});

/** Validated environment variables; see `docs/operator/configuration.md`. */
export type Config = {
  port: number;
  host: string;
  dataDir: string;
  databaseUrl: string | undefined;
  roles: ProcessRole[];
  /** Public URL without a trailing slash; emails link to it. */
  url: string;
  secret: string | undefined;
  logLevel: (typeof logLevels)[number];
  mailFrom: string;
  /** Number of trusted proxies that write X-Forwarded-For. */
  proxies: number;
  mapTiles: string | undefined;
  smtpUrl: string | undefined;
};

/** Values that are not logged. */
const secretVariables = new Set(["OKNO_SECRET", "DATABASE_URL", "SMTP_URL"]);

/** A wrong setting; the message names the variable and the expected value. */
export class ConfigError extends Error {}

/** Reads the settings; throws a ConfigError for the first wrong one. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const name = String(issue?.path[0]);
    const value = secretVariables.has(name) ? "" : `=${given[name]}`;
    throw new ConfigError(`${name}${value}: ${issue?.message}.`);
  }
  const is = parsed.data;
  return {
    port: is.PORT,
    host: is.HOST,
    dataDir: resolve(is.OKNO_DATA),
    databaseUrl: is.DATABASE_URL,
    roles: is.OKNO_ROLES,
    url: (is.OKNO_URL ?? `http://localhost:${is.PORT}`).replace(/\/$/, ""),
    secret: is.OKNO_SECRET,
    logLevel: is.OKNO_LOG,
    mailFrom: is.OKNO_MAIL_FROM,
    proxies: is.OKNO_PROXIES,
    mapTiles: is.OKNO_MAP_TILES,
    smtpUrl: is.SMTP_URL,
  };
}
