import type { Region } from "#base/context.ts";
import type { Database } from "#base/db/database.ts";
import type { Job } from "#base/jobs.ts";
import type { Module } from "#base/module.ts";
import { openAuth, type Auth, type AuthGround } from "./sign-in/auth.ts";
import { linkLetterJob } from "./sign-in/link-emails.ts";
import type { PlaceNames } from "./roles/places.ts";
import { contactPolicy, personPolicy } from "./policy.ts";
import { personBySession, sessionToken, type SignedIn } from "./sign-in/sessions.ts";
import { actorOfToken } from "./tokens/actions.ts";
import { accountRoutes } from "./accounts/web.tsx";
import { adminRoutes } from "./directory/person-web.tsx";
import { contactRoutes } from "./contacts/web.tsx";
import { invitationRoutes } from "./invitations/web.tsx";
import { linkRoutes } from "./sign-in/links-web.tsx";
import { listRoutes } from "./directory/web.tsx";
import { signInRoutes } from "./sign-in/web.tsx";
import { tokenRoutes } from "./tokens/web.tsx";
import { en } from "./messages.en.ts";
import { ru } from "./messages.ru.ts";

export type OpenedPeople = {
  module: Module;
  auth: Auth;
  /**
   * Who makes this request, in this region: by the session's cookie, or by a program's key in
   * `Authorization`. One query; none where neither stands in the request.
   */
  personOf(request: Request, database: Database, region: Region): Promise<SignedIn | undefined>;
  close(): Promise<void>;
};

/** Opens the accounts of the installation on their own few connections. */
export function openPeople(ground: AuthGround & PlaceNames): OpenedPeople {
  const opened = openAuth(ground);
  const { auth } = opened;
  const tokenOf = async (request: Request) => {
    if (!request.headers.has("cookie")) return undefined;
    const { authCookies } = await auth.$context;
    return sessionToken(request, { cookie: authCookies.sessionToken.name, secret: ground.secret });
  };
  return {
    auth,
    module: {
      name: "people",
      words: { ru, en },
      policies: { person: personPolicy, contacts: contactPolicy },
      routes: [
        ...signInRoutes(auth.api),
        ...linkRoutes(auth.api),
        ...invitationRoutes(auth.api),
        ...accountRoutes({ auth, tokenOf, names: ground }),
        ...listRoutes(ground),
        ...adminRoutes(ground),
        ...tokenRoutes(),
        ...contactRoutes(),
      ],
      jobs: [linkLetterJob(opened) as Job],
    },
    async personOf(request, database, region) {
      if (request.headers.has("authorization")) return actorOfToken(request, database, region);
      const token = await tokenOf(request);
      return token === undefined ? undefined : personBySession(database, region, token);
    },
    close: opened.close,
  };
}
