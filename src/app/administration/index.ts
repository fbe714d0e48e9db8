/**
 * The application's own pages: what an administrator of a region sets up and watches (jobs, letters, rules,
 * topics, channels, journal, region), pictures, and the description of the API.
 *
 * It owns no table: rule packs, letters, facts and jobs belong to the base, everything else is asked
 * from the modules through their faces. Two of its works are long and run as jobs: computing every
 * open deadline after a change of rules or zone, and walking the journal's chain; both tell their
 * result as a fact about the region's settings.
 *
 * Refuses: everybody but administrators of the region; rules that are none, or that somebody else
 * changed meanwhile; an unpublished picture to a guest (it looks absent).
 */
import type { Job } from "#base/jobs.ts";
import type { Module } from "#base/module.ts";
import { journalCheck } from "./journal/check.ts";
import type { AdministrationDeps } from "./deps.ts";
import { administrationPolicy, picturePolicy } from "./policy.ts";
import { recomputeAfterRules } from "./rules/actions.ts";
import { messages } from "./view.tsx";
import { apiRoutes } from "./api/web.tsx";
import { landingRoutes } from "./landing.ts";
import { administrationOverviewRoutes } from "./overview-web.tsx";
import { jobRoutes } from "./jobs/web.tsx";
import { journalRoutes } from "./journal/web.tsx";
import { emailRoutes } from "./emails/web.tsx";
import { pictureRoutes } from "./pictures.ts";
import { regionRoutes } from "./regions/web.tsx";
import { ruleRoutes } from "./rules/web.tsx";
import { topicRoutes } from "./topics/web.tsx";

/** Creates the module of the application's own pages; `deps` gives what only the running application knows. */
export function createAdministrationModule(deps: AdministrationDeps): Module {
  return {
    name: "administration",
    messages,
    navigation: [{ section: "admin", path: "/admin", for: ["administrator"], order: 80 }],
    policies: { settings: administrationPolicy, picture: picturePolicy },
    routes: [
      ...landingRoutes,
      ...administrationOverviewRoutes(deps),
      ...jobRoutes(deps),
      ...emailRoutes(deps),
      ...ruleRoutes,
      ...topicRoutes,
      ...journalRoutes,
      ...regionRoutes(deps),
      ...pictureRoutes,
      ...apiRoutes(deps),
    ],
    jobs: [recomputeAfterRules as Job, journalCheck as Job],
  };
}

export { addPublicFiles } from "./public-files.ts";
export type { AdministrationDeps } from "./deps.ts";
