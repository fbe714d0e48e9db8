import type { Job } from "#base/jobs.ts";
import { centreRoles, type Module } from "#base/module.ts";
import type { Authentication } from "./sign-in/authentication.ts";
import { createLinkEmailJob } from "./sign-in/link-emails.ts";
import type { OrganisationLookup } from "./roles/places.ts";
import { contactPolicy, personPolicy } from "./policy.ts";
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

/**
 * What the application hands in: who signs in, and names of organisations, a module that comes later.
 */
export type PeopleDeps = OrganisationLookup & { authentication: Authentication };

/** Creates the module: accounts, sign-in, roles, contacts and programs' keys. */
export function createPeopleModule(deps: PeopleDeps): Module {
  const { instance, readSessionToken } = deps.authentication;
  const { auth } = instance;
  return {
    name: "people",
    messages: { ru, en },
    navigation: [
      { section: "contacts", path: "/contacts", for: ["coordinator", ...centreRoles], order: 210 },
      { section: "signIn", path: "/sign-in", for: "guest", order: 250 },
    ],
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
    jobs: [createLinkEmailJob(instance) as Job],
  };
}
