import type { EntityLookup } from "#base/ports/entity-lookup.ts";
import type { Route } from "#base/http/route.ts";
import { attendanceListRoutes } from "./attendance/web.tsx";
import { certificateRoutes } from "./certificates/web.tsx";
import { doorRoutes } from "./check-in/door-web.tsx";
import { onlineRoutes } from "./check-in/online-web.tsx";
import { paperRoutes } from "./check-in/paper-web.tsx";
import { feedbackRoutes } from "./feedback/web.tsx";
import { learningRoutes } from "./learning/web.tsx";
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

/** Creates all routes of events; fixed paths precede those with a number in the same place. */
export function eventRoutes(deps: { projects: EntityLookup }): Route[] {
  return [
    ...doorRoutes,
    ...attendanceListRoutes,
    ...paperRoutes,
    ...onlineRoutes,
    ...certificateRoutes,
    ...feedbackRoutes,
    ...learningRoutes,
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
