import type { Region } from "#base/context.ts";
import type { Database } from "#base/db/database.ts";
import type { Job } from "#base/jobs.ts";
import type { Module } from "#base/module.ts";
import { openAuth, type Auth, type AuthGround } from "./auth.ts";
import { linkLetterJob } from "./link-letters.ts";
import type { PlaceNames } from "./place-names.ts";
import { contactPolicy, personPolicy } from "./policy.ts";
import { personBySession, sessionToken, type SignedIn } from "./sessions.ts";
import { actorOfToken } from "./tokens.ts";
import { accountRoutes } from "./web-account.tsx";
import { adminRoutes } from "./web-admin.tsx";
import { contactRoutes } from "./web-contacts.tsx";
import { invitationRoutes } from "./web-invitation.tsx";
import { linkRoutes } from "./web-links.tsx";
import { listRoutes } from "./web-people.tsx";
import { signInRoutes } from "./web-sign-in.tsx";
import { tokenRoutes } from "./web-tokens.tsx";
import { en } from "./words.en.ts";
import { ru } from "./words.ru.ts";

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
