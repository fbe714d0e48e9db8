import type { Job } from "#base/jobs.ts";
import type { Module } from "#base/module.ts";
import { territoryPolicy } from "./policy.ts";
import { importJob } from "./imports/uploads.ts";
import { adminRoutes } from "./registry/web.tsx";
import { publicDataRoutes } from "./web.ts";
import { messages } from "./messages.ts";

/** Creates the module: routes, policies, messages and the job that imports gazetteers. */
export const createTerritoriesModule = (): Module => ({
  name: "territories",
  messages,
  policies: { territories: territoryPolicy },
  routes: [...publicDataRoutes, ...adminRoutes],
  jobs: [importJob as Job],
});
