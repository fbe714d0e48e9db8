import type { Region } from "#base/context.ts";
import type { Database } from "#base/db/database.ts";
import type { Job } from "#base/jobs.ts";
import type { Module } from "#base/module.ts";
import { createAuth, type Auth, type AuthDeps } from "./sign-in/auth.ts";
import { createLinkEmailJob } from "./sign-in/link-emails.ts";
import type { OrganisationLookup } from "./roles/places.ts";
import { contactPolicy, personPolicy } from "./policy.ts";
import {
  findPersonBySession,
  readSessionCookie,
  type AuthenticatedActor,
} from "./sign-in/sessions.ts";
import { authenticateToken } from "./tokens/actions.ts";
import { accountRoutes } from "./accounts/web.tsx";
import { personAdminRoutes } from "./directory/person-web.tsx";
import { contactRoutes } from "./contacts/web.tsx";
import { invitationRoutes } from "./invitations/web.tsx";
import { linkRoutes } from "./sign-in/links-web.tsx";
import { listRoutes } from "./directory/web.tsx";
import { signInRoutes } from "./sign-in/web.tsx";
import { tokenRoutes } from "./tokens/web.tsx";
import { en } from "./messages.en.ts";
import { ru } from "./messages.ru.ts";

export type PeopleModule = {
  module: Module;
  auth: Auth;
  /**
   * Who makes this request, in this region: by the session's cookie, or by a program's key in
   * `Authorization`. One query; none where neither stands in the request.
   */
  authenticate(
    request: Request,
    database: Database,
    region: Region,
  ): Promise<AuthenticatedActor | undefined>;
  close(): Promise<void>;
};

/** Opens the accounts of the installation on their own few connections. */
export function createPeopleModule(deps: AuthDeps & OrganisationLookup): PeopleModule {
  const authInstance = createAuth(deps);
  const { auth } = authInstance;
  const readSessionToken = async (request: Request) => {
    if (!request.headers.has("cookie")) return undefined;
    const { authCookies } = await auth.$context;
    return readSessionCookie(request, {
      cookie: authCookies.sessionToken.name,
      secret: deps.secret,
    });
  };
  return {
    auth,
    module: {
      name: "people",
      messages: { ru, en },
      policies: { person: personPolicy, contacts: contactPolicy },
      routes: [
        ...signInRoutes(auth.api),
        ...linkRoutes(auth.api),
        ...invitationRoutes(auth.api),
        ...accountRoutes({ auth, tokenOf: readSessionToken, names: deps }),
        ...listRoutes(deps),
        ...personAdminRoutes(deps),
        ...tokenRoutes(),
        ...contactRoutes(),
      ],
      jobs: [createLinkEmailJob(authInstance) as Job],
    },
    async authenticate(request, database, region) {
      if (request.headers.has("authorization")) return authenticateToken(request, database, region);
      const token = await readSessionToken(request);
      return token === undefined ? undefined : findPersonBySession(database, region, token);
    },
    close: authInstance.close,
  };
}
