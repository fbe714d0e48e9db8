import type { Route } from "#base/http/route.ts";
import type { ProjectsDeps } from "./rows/result-indicators.ts";
import { cardRoutes } from "./card/web.tsx";
import { editRoutes } from "./charter/web.tsx";
import { fileRoutes } from "./files/web.ts";
import { listRoutes } from "./registry/web.tsx";
import { newRoutes } from "./charter/new-web.tsx";
import { occurrenceRoutes } from "./schedule/web.tsx";
import { planRoutes } from "./year-plan/web.tsx";
import { exportRoutes } from "./registry/exports.ts";

/**
 * Returns all routes of projects and of the year plan; exports and the history come before the
 * card's own path.
 */
export const projectRoutes = (deps: ProjectsDeps): readonly Route[] => [
  ...listRoutes,
  ...newRoutes,
  ...exportRoutes,
  ...planRoutes,
  ...cardRoutes(deps),
  ...editRoutes,
  ...occurrenceRoutes,
  ...fileRoutes,
];
