import { AsyncLocalStorage } from "node:async_hooks";
import { betterAuth, type BetterAuthOptions } from "better-auth";
import { APIError } from "better-auth/api";
import { magicLink } from "better-auth/plugins/magic-link";
import { twoFactor } from "better-auth/plugins/two-factor";
import pg from "pg";
import { newUuid } from "#base/db/ids.ts";
import type { Log } from "#base/log.ts";

export const passwordLength = { min: 10, max: 128 };
export const linkValidMinutes = 30;

const day = 24 * 60 * 60;

/** Our own error codes in better-auth: the password was right, sign-in is refused nevertheless. */
export const authErrorCodes = { blocked: "OKNO_BLOCKED", secondStep: "OKNO_SECOND_STEP" } as const;

export type AuthDeps = {
  /** Connections as the application's role. */
  databaseUrl: string;
  secret: string;
  /** The address people see, without a trailing slash. */
  url: string;
  log: Log;
};

/** Hands the token that better-auth wants to send to whoever asked for it; the letter is ours. */
type TokenCapture = AsyncLocalStorage<{ token?: string }>;

/**
 * Creates better-auth over our tables; it manages accounts, sessions and second steps, the pages are
 * ours.
 */
export function createAuth(deps: AuthDeps) {
  const pool = new pg.Pool({ connectionString: deps.databaseUrl, max: 4 });
  pool.on("error", () => {}); // An idle connection that dies is replaced at the next checkout.
  const tokenCapture: TokenCapture = new AsyncLocalStorage();
  const auth = betterAuth({ ...authOptions(deps, tokenCapture), database: pool });
  return { auth, courier: tokenCapture, close: () => pool.end() };
}

export type AuthInstance = ReturnType<typeof createAuth>;
export type Auth = AuthInstance["auth"];

function authOptions(deps: AuthDeps, tokenCapture: TokenCapture) {
  const captureToken = async ({ token }: { token: string }) => {
    const bag = tokenCapture.getStore();
    if (bag !== undefined) bag.token = token;
  };
  return {
    appName: "OKNO",
    baseURL: deps.url,
    secret: deps.secret,
    telemetry: { enabled: false },
    logger: { disabled: true },
    // Failures inside better-auth reach our handlers as errors and are logged there, once.
    ...tableMapping,
    session: {
      ...tableMapping.session,
      expiresIn: 30 * day,
      // Reading a page must not write: a session simply ends after its month.
      disableSessionRefresh: true,
      freshAge: 0,
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: passwordLength.min,
      maxPasswordLength: passwordLength.max,
      resetPasswordTokenExpiresIn: linkValidMinutes * 60,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: captureToken,
    },
    plugins: [
      magicLink({
        expiresIn: linkValidMinutes * 60,
        disableSignUp: true,
        storeToken: "hashed",
        sendMagicLink: captureToken,
      }),
      twoFactor({ issuer: "OKNO", schema: twoFactorMapping }),
    ],
    databaseHooks: { session: { create: { before: checkSessionAllowed(deps) } } },
    advanced: {
      cookiePrefix: "okno",
      useSecureCookies: deps.url.startsWith("https:"),
      // Addresses of visitors serve limits only and are never stored.
      ipAddress: { disableIpTracking: true },
      // Our migrations make the tables, and the tests walk every way through them.
      database: { generateId: newUuid, validateSchema: false },
    },
  } satisfies BetterAuthOptions;
}

type SessionHookContext = {
  path?: string;
  context: { internalAdapter: { findUserById(id: string): Promise<object | null> } };
};

/** Checks every new session: refuses a blocked person, and a link in place of a second step. */
function checkSessionAllowed({ log }: AuthDeps) {
  return async (session: { userId: string }, ctx: unknown) => {
    const hookContext = ctx as SessionHookContext | null;
    const user = await hookContext?.context.internalAdapter.findUserById(session.userId);
    if (user === null || user === undefined) return false;
    const { blocked, twoFactorEnabled } = user as { blocked?: boolean; twoFactorEnabled?: boolean };
    if (blocked === true) {
      log.info({ person: session.userId }, "a blocked person tried to sign in");
      throw new APIError("FORBIDDEN", { code: authErrorCodes.blocked, message: "blocked" });
    }
    if (twoFactorEnabled === true && hookContext?.path === "/magic-link/verify") {
      throw new APIError("FORBIDDEN", { code: authErrorCodes.secondStep, message: "second step" });
    }
    return undefined;
  };
}

const timestampFields = { createdAt: "created_at", updatedAt: "updated_at" };

/** better-auth's names of our tables and columns. */
const tableMapping = {
  user: {
    modelName: "people_users",
    fields: { emailVerified: "email_verified", ...timestampFields },
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
      ...timestampFields,
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
      ...timestampFields,
    },
  },
  verification: {
    modelName: "people_verifications",
    fields: { expiresAt: "expires_at", ...timestampFields },
  },
} satisfies BetterAuthOptions;

const twoFactorMapping = {
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
