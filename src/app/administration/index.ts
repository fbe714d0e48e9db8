/**
 * The house's own pages: what an administrator of a region sets up and watches (jobs, letters, rules,
 * topics, channels, journal, region), pictures, and the description of the API.
 *
 * It owns no table: rule packs, letters, facts and jobs belong to the base, everything else is asked
 * from the modules through their faces. Two of its works are long and run as jobs: computing every
 * open deadline after a change of rules or zone, and walking the journal's chain; both tell their
 * result as a fact about the house.
 *
 * Refuses: everybody but administrators of the region; rules that are none, or that somebody else
 * changed meanwhile; an unpublished picture to a guest (it looks absent).
 */
import type { Job } from "#base/jobs.ts";
import type { Module } from "#base/module.ts";
import { journalCheck } from "./journal/check.ts";
import type { HouseParts } from "./deps.ts";
import { housePolicy, picturePolicy } from "./policy.ts";
import { recomputeAfterRules } from "./rules/actions.ts";
import { words } from "./view.tsx";
import { apiRoutes } from "./api/web.tsx";
import { firstRoutes } from "./landing.ts";
import { indexRoutes } from "./overview-web.tsx";
import { jobRoutes } from "./jobs/web.tsx";
import { journalRoutes } from "./journal/web.tsx";
import { letterRoutes } from "./emails/web.tsx";
import { pictureRoutes } from "./pictures.ts";
import { regionRoutes } from "./regions/web.tsx";
import { ruleRoutes } from "./rules/web.tsx";
import { topicRoutes } from "./topics/web.tsx";

export function openAdministration(parts: HouseParts): Module {
  return {
    name: "house",
    words,
    policies: { house: housePolicy, picture: picturePolicy },
    routes: [
      ...firstRoutes,
      ...indexRoutes(parts),
      ...jobRoutes(parts),
      ...letterRoutes(parts),
      ...ruleRoutes,
      ...topicRoutes,
      ...journalRoutes,
      ...regionRoutes(parts),
      ...pictureRoutes,
      ...apiRoutes(parts),
    ],
    jobs: [recomputeAfterRules as Job, journalCheck as Job],
  };
}

export { publicDoor } from "./public-files.ts";
export type { HouseParts } from "./deps.ts";
