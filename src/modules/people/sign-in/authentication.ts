import type { Region } from "#base/context.ts";
import type { Database } from "#base/db/database.ts";
import { authenticateToken } from "../tokens/actions.ts";
import { createAuth, type AuthDeps, type AuthInstance } from "./auth.ts";
import { findPersonBySession, readSessionCookie, type AuthenticatedActor } from "./sessions.ts";

export type Authentication = {
  instance: AuthInstance;
  /** The token of the request's session cookie, where its signature is ours. */
  readSessionToken(request: Request): Promise<string | undefined>;
  /**
   * Returns who makes this request, in this region: by the session's cookie, or by a program's key in
   * `Authorization`. One query; none where neither is in the request.
   */
  authenticate(
    request: Request,
    database: Database,
    region: Region,
  ): Promise<AuthenticatedActor | undefined>;
  close(): Promise<void>;
};

/** Creates the authentication of the installation on its own few connections. */
export function createAuthentication(deps: AuthDeps): Authentication {
  const instance = createAuth(deps);
  const readSessionToken = async (request: Request) => {
    if (!request.headers.has("cookie")) return undefined;
    const { authCookies } = await instance.auth.$context;
    return readSessionCookie(request, {
      cookie: authCookies.sessionToken.name,
      secret: deps.secret,
    });
  };
  return {
    instance,
    readSessionToken,
    async authenticate(request, database, region) {
      if (request.headers.has("authorization")) return authenticateToken(request, database, region);
      const token = await readSessionToken(request);
      return token === undefined ? undefined : findPersonBySession(database, region, token);
    },
    close: instance.close,
  };
}
