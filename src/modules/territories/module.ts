import type { Job } from "#base/jobs.ts";
import type { Module } from "#base/module.ts";
import { territoryPolicy } from "./policy.ts";
import { importJob } from "./uploads.ts";
import { adminRoutes } from "./web-admin.tsx";
import { dataRoutes } from "./web-data.ts";
import { words } from "./words.ts";

/** What the house gets of this module. */
export const territories: Module = {
  name: "territories",
  words,
  policies: { territories: territoryPolicy },
  routes: [...dataRoutes, ...adminRoutes],
  jobs: [importJob as Job],
};
