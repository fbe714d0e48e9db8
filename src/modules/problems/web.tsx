import type { Route } from "#base/http/route.ts";
import { answerRoutes } from "./answers/web.tsx";
import type { ProblemsDeps } from "./card/linked-projects.ts";
import { cardRoutes } from "./card/web.tsx";
import { listRoutes } from "./list/web.tsx";
import { reportRoutes } from "./reports/web.tsx";
import { verificationRoutes } from "./verifications/web.tsx";

/** Returns the routes of the module, the list's before the card's: «/problems/К-1.json» is no number. */
export const problemRoutes = (deps: ProblemsDeps): Route[] => [
  ...listRoutes,
  ...cardRoutes(deps),
  ...reportRoutes,
  ...answerRoutes,
  ...verificationRoutes,
];
