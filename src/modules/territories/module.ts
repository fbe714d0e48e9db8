import type { Module } from "#base/module.ts";
import { territoryPolicy } from "./policy.ts";
import { dataRoutes } from "./web-data.ts";
import { words } from "./words.ts";

/** What the house gets of this module. */
export const territories: Module = {
  name: "territories",
  words,
  policies: { territories: territoryPolicy },
  routes: dataRoutes,
};
