import type { Job } from "#base/jobs.ts";
import type { Route } from "#base/http/route.ts";
import { certificateRoutes } from "./certificates/web.tsx";
import { issueWork } from "./certificates/actions.ts";
import { feedbackRoutes } from "./feedback/web.tsx";
import { feedbackWork } from "./feedback/actions.ts";
import { learningRoutes } from "./learning/web.tsx";
import { doorRoutes } from "./check-in/door-web.tsx";
import { hereRoutes } from "./check-in/online-web.tsx";
import { listRoutes } from "./attendance/web.tsx";
import { paperRoutes } from "./check-in/paper-web.tsx";

/** Pages of who was there, and of what follows from it. */
export const presenceRoutes: Route[] = [
  ...doorRoutes,
  ...listRoutes,
  ...paperRoutes,
  ...hereRoutes,
  ...certificateRoutes,
  ...feedbackRoutes,
  ...learningRoutes,
];

export const presenceJobs: Job[] = [issueWork as Job, feedbackWork as Job];
