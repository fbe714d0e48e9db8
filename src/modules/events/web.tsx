import type { EntityLookup } from "#base/ports/entity-lookup.ts";
import type { Route } from "#base/http/route.ts";
import { cardRoutes } from "./card/web.tsx";
import { editRoutes } from "./edit/web.tsx";
import { listRoutes } from "./listing/web.tsx";
import { materialRoutes } from "./materials/web.tsx";
import { myRegistrationRoutes } from "./registration/my-web.tsx";
import { programmeRoutes } from "./programme/web.tsx";
import { registerRoutes } from "./registration/register-web.tsx";
import { registrationRoutes } from "./registration/list-web.tsx";
import { roomRoutes } from "./rooms/web.tsx";
import { seriesRoutes } from "./series/web.tsx";

/** Fixed paths stand before those with a number in the same place. */
export function eventRoutes(deps: { projects: EntityLookup }): Route[] {
  return [
    ...listRoutes(deps),
    ...editRoutes(deps),
    ...registerRoutes(deps),
    ...myRegistrationRoutes(deps),
    ...programmeRoutes,
    ...registrationRoutes,
    ...materialRoutes(deps),
    ...roomRoutes,
    ...seriesRoutes,
    ...cardRoutes(deps),
  ];
}
