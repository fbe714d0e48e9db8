import type { Job } from "#base/jobs.ts";
import type { Route } from "#base/http/route.ts";
import { certificateRoutes } from "./certificates-web.tsx";
import { issueWork } from "./certificates.ts";
import { feedbackRoutes } from "./feedback-web.tsx";
import { feedbackWork } from "./feedback.ts";
import { learningRoutes } from "./learning-web.tsx";
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
  ...certificateRoutes,
  ...feedbackRoutes,
  ...learningRoutes,
];

export const presenceJobs: Job[] = [issueWork as Job, feedbackWork as Job];
