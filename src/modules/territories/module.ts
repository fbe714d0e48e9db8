import type { Job } from "#base/jobs.ts";
import type { Module } from "#base/module.ts";
import { territoryPolicy } from "./policy.ts";
import { importJob } from "./imports/uploads.ts";
import { adminRoutes } from "./registry/web.tsx";
import { dataRoutes } from "./web.ts";
import { words } from "./messages.ts";

/** What the house gets of this module. */
export const territories: Module = {
  name: "territories",
  words,
  policies: { territories: territoryPolicy },
  routes: [...dataRoutes, ...adminRoutes],
  jobs: [importJob as Job],
};
