import type { Route } from "#base/http/route.ts";
import { doorRoutes } from "./presence-web-door.tsx";
import { hereRoutes } from "./presence-web-here.tsx";
import { listRoutes } from "./presence-web-list.tsx";
import { paperRoutes } from "./presence-web-paper.tsx";

/** Pages of who was there, and of what follows from it. */
export const presenceRoutes: Route[] = [
  ...doorRoutes,
  ...listRoutes,
  ...paperRoutes,
  ...hereRoutes,
];
