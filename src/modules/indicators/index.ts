/**
 * Indicators: a target of a project (or of the centre's year), computed from facts with evidence.
 *
 * An indicator is a target, a due date and a measure: a count source narrowed by filters. Nobody
 * types the result; what no source counts is entered by hand with a file and counts once a second
 * person approved it. Boards are computed on request. An ended period is locked with a snapshot
 * and its hash, and later changes of facts are shown beside it. Reports put the same figures into
 * DOCX, PDF and a page, and are frozen when they are sent.
 *
 * Refused at the field: a target of zero, dates outside the project, a share of nothing, the same
 * facts counted twice, approval of one's own entry, a period locked twice.
 */
import { centreRoles, type Module } from "#base/module.ts";
import { indicatorPolicy } from "./policy.ts";
import { messages } from "./view.ts";
import { indicatorRoutes } from "./board/web.tsx";

/** Creates the module: boards, entries, periods and reports. */
export const createIndicatorsModule = (): Module => ({
  name: "indicators",
  messages,
  navigation: [
    { section: "indicators", path: "/indicators", for: ["head", "funder"], order: 40 },
    { section: "indicators", path: "/indicators", for: centreRoles, order: 180 },
  ],
  policies: { indicator: indicatorPolicy },
  routes: indicatorRoutes,
});

export { projectIndicators } from "./board/project-section.tsx";
export { updateIndicator, createIndicator, withdrawIndicator } from "./actions.ts";
export type { IndicatorInput } from "./actions.ts";
export { listBoards, loadProjectProgress } from "./board/progress.ts";
export type { IndicatorProgress, ProjectProgress } from "./board/progress.ts";
export { approveEntry, createEntry, rejectEntry } from "./entries/actions.ts";
export type { EntryInput } from "./entries/actions.ts";
export { lockPeriod } from "./periods/actions.ts";
export { saveReportTexts } from "./reports/actions.ts";
