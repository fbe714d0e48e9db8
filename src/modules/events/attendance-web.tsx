import type { Job } from "#base/jobs.ts";
import type { Route } from "#base/http/route.ts";
import { certificateRoutes } from "./certificates/web.tsx";
import { issueCertificatesJob } from "./certificates/actions.ts";
import { feedbackRoutes } from "./feedback/web.tsx";
import { feedbackJob } from "./feedback/actions.ts";
import { learningRoutes } from "./learning/web.tsx";
import { doorRoutes } from "./check-in/door-web.tsx";
import { onlineRoutes } from "./check-in/online-web.tsx";
import { attendanceListRoutes } from "./attendance/web.tsx";
import { paperRoutes } from "./check-in/paper-web.tsx";

/** Pages of who was there, and of what follows from it. */
export const attendanceRoutes: Route[] = [
  ...doorRoutes,
  ...attendanceListRoutes,
  ...paperRoutes,
  ...onlineRoutes,
  ...certificateRoutes,
  ...feedbackRoutes,
  ...learningRoutes,
];

export const attendanceJobs: Job[] = [issueCertificatesJob as Job, feedbackJob as Job];
