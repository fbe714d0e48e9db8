import { AsyncLocalStorage } from "node:async_hooks";
import { betterAuth, type BetterAuthOptions } from "better-auth";
import { APIError } from "better-auth/api";
import { magicLink } from "better-auth/plugins/magic-link";
import { twoFactor } from "better-auth/plugins/two-factor";
import pg from "pg";
import { freshUuid } from "#base/db/ids.ts";
import type { Log } from "#base/log.ts";

export const passwordLength = { least: 10, most: 128 };
export const linkMinutes = 30;

const day = 24 * 60 * 60;

/** Codes of our own among better-auth's errors: the password was right, and yet nobody comes in. */
export const doorCodes = { blocked: "OKNO_BLOCKED", secondStep: "OKNO_SECOND_STEP" } as const;

export type AuthGround = {
  /** Connections as the application's role. */
  appUrl: string;
  secret: string;
  /** The address people see, without a trailing slash. */
  url: string;
  log: Log;
};

/** Hands the token that better-auth wants to send to whoever asked for it; the letter is ours. */
type Courier = AsyncLocalStorage<{ token?: string }>;

/** Opens better-auth over our tables; it keeps accounts, sessions and second steps, we draw the pages. */
export function openAuth(ground: AuthGround) {
  const pool = new pg.Pool({ connectionString: ground.appUrl, max: 4 });
  pool.on("error", () => {}); // An idle connection that dies is replaced at the next checkout.
  const courier: Courier = new AsyncLocalStorage();
  const auth = betterAuth({ ...options(ground, courier), database: pool });
  return { auth, courier, close: () => pool.end() };
}

export type OpenedAuth = ReturnType<typeof openAuth>;
export type Auth = OpenedAuth["auth"];

function options(ground: AuthGround, courier: Courier) {
  const carry = async ({ token }: { token: string }) => {
    const bag = courier.getStore();
    if (bag !== undefined) bag.token = token;
  };
  return {
    appName: "OKNO",
    baseURL: ground.url,
    secret: ground.secret,
    telemetry: { enabled: false },
    logger: { disabled: true },
    // Failures inside better-auth reach our handlers as errors and are logged there, once.
    ...tables,
    session: {
      ...tables.session,
      expiresIn: 30 * day,
      // Reading a page must not write: a session simply ends after its month.
      disableSessionRefresh: true,
      freshAge: 0,
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: passwordLength.least,
      maxPasswordLength: passwordLength.most,
      resetPasswordTokenExpiresIn: linkMinutes * 60,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: carry,
    },
    plugins: [
      magicLink({
        expiresIn: linkMinutes * 60,
        disableSignUp: true,
        storeToken: "hashed",
        sendMagicLink: carry,
      }),
      twoFactor({ issuer: "OKNO", schema: twoFactorTables }),
    ],
    databaseHooks: { session: { create: { before: admit(ground) } } },
    advanced: {
      cookiePrefix: "okno",
      useSecureCookies: ground.url.startsWith("https:"),
      // Addresses of visitors serve limits only and are never stored.
      ipAddress: { disableIpTracking: true },
      // Our migrations make the tables, and the tests walk every way through them.
      database: { generateId: freshUuid, validateSchema: false },
    },
  } satisfies BetterAuthOptions;
}

type Door = {
  path?: string;
  context: { internalAdapter: { findUserById(id: string): Promise<object | null> } };
};

/** The one door every new session passes: a blocked person, or a link in place of a second step, stops here. */
function admit({ log }: AuthGround) {
  return async (session: { userId: string }, ctx: unknown) => {
    const door = ctx as Door | null;
    const user = await door?.context.internalAdapter.findUserById(session.userId);
    if (user === null || user === undefined) return false;
    const { blocked, twoFactorEnabled } = user as { blocked?: boolean; twoFactorEnabled?: boolean };
    if (blocked === true) {
      log.info({ person: session.userId }, "a blocked person tried to sign in");
      throw new APIError("FORBIDDEN", { code: doorCodes.blocked, message: "blocked" });
    }
    if (twoFactorEnabled === true && door?.path === "/magic-link/verify") {
      throw new APIError("FORBIDDEN", { code: doorCodes.secondStep, message: "second step" });
    }
    return undefined;
  };
}

const times = { createdAt: "created_at", updatedAt: "updated_at" };

/** better-auth's words for our tables. */
const tables = {
  user: {
    modelName: "people_users",
    fields: { emailVerified: "email_verified", ...times },
    additionalFields: {
      blocked: { type: "boolean", required: false, defaultValue: false, input: false },
    },
  },
  session: {
    modelName: "people_sessions",
    fields: {
      userId: "user_id",
      expiresAt: "expires_at",
      ipAddress: "ip_address",
      userAgent: "user_agent",
      ...times,
    },
  },
  account: {
    modelName: "people_credentials",
    fields: {
      userId: "user_id",
      accountId: "account_id",
      providerId: "provider_id",
      accessToken: "access_token",
      refreshToken: "refresh_token",
      idToken: "id_token",
      accessTokenExpiresAt: "access_token_expires_at",
      refreshTokenExpiresAt: "refresh_token_expires_at",
      ...times,
    },
  },
  verification: {
    modelName: "people_verifications",
    fields: { expiresAt: "expires_at", ...times },
  },
} satisfies BetterAuthOptions;

const twoFactorTables = {
  user: { fields: { twoFactorEnabled: "two_factor_enabled" } },
  twoFactor: {
    modelName: "people_two_factors",
    fields: {
      userId: "user_id",
      backupCodes: "backup_codes",
      failedVerificationCount: "failed_verification_count",
      lockedUntil: "locked_until",
    },
  },
};
