/**
 * Projects from an idea to the report: charter, plan, budget and people; contests and
 * applications; and the plan of the centre's year, which is a project of its own kind.
 *
 * Stages: idea → concept → application → submitted → supported or not-supported (and revised) →
 * implementation → reported → closed; withdrawn at any time before the report. Every stage that is
 * not final has an owner and a timer. Money is in kopecks, days are «YYYY-MM-DD».
 *
 * Access: its organisation and authors edit it, consultants, coordinators and the centre help,
 * guests read public projects. Refused: a save over another person's change, dates outside the
 * project's own, a budget row whose payers do not add up, a transition that the stage does not
 * allow.
 */
import type { Job } from "#base/jobs.ts";
import { centreRoles, type Module } from "#base/module.ts";
import { applicationPolicy, contestPolicy } from "./applications/policy.ts";
import { contestMessages } from "./applications/view.ts";
import { inviteAuthorsJob } from "./authors/project-invitations.ts";
import { scheduledTasks } from "./letters.ts";
import { projectPolicy } from "./policy.ts";
import { projectMessages } from "./view.ts";
import { applicationRoutes } from "./applications/web.tsx";
import { contestRoutes } from "./contests/web.tsx";
import { reviewRoutes } from "./reviews/web.tsx";
import type { ProjectsDeps } from "./rows/result-indicators.ts";
import { projectRoutes } from "./web.tsx";

/**
 * Creates the module; `renderIndicators` renders the indicators section of a card, which a later
 * module provides.
 */
export const createProjectsModule = (deps: ProjectsDeps): Module => ({
  name: "projects",
  messages: {
    ru: {
      navigation: projectMessages.ru.navigation,
      refusals: { ...projectMessages.ru.refusals, ...contestMessages.ru.refusals },
    },
    en: {
      navigation: projectMessages.en.navigation,
      refusals: { ...projectMessages.en.refusals, ...contestMessages.en.refusals },
    },
  },
  navigation: [
    { section: "plan", path: "/plan", for: ["head"], order: 30 },
    { section: "reviews", path: "/reviews", for: ["reviewer"], order: 60 },
    { section: "mine", path: "/projects/mine", for: ["nko"], order: 70 },
    { section: "projects", path: "/projects", for: "all", order: 110 },
    { section: "plan", path: "/plan", for: centreRoles, order: 170 },
    {
      section: "contests",
      path: "/contests",
      for: [...centreRoles, "consultant", "nko"],
      order: 190,
    },
  ],
  policies: { project: projectPolicy, application: applicationPolicy, contest: contestPolicy },
  routes: [...contestRoutes, ...applicationRoutes, ...reviewRoutes, ...projectRoutes(deps)],
  jobs: [inviteAuthorsJob as Job],
  scheduledTasks,
});

export { transitionProject } from "./transition.ts";
export {
  decideApplication,
  setRemarksVisibility,
  submitApplication,
  withdrawApplication,
} from "./submission/actions.ts";
export type { DecideInput, SubmitInput } from "./submission/actions.ts";
export { listApplicationSummaries } from "./applications/reads.ts";
export type { ApplicationSummary } from "./applications/reads.ts";
export {
  beginApplication,
  copyTextFromSource,
  copyTextToCharter,
  saveTexts,
} from "./applications/actions.ts";
export type { BeginInput, TextConflict, EditedText } from "./applications/actions.ts";
export { loadProjectCard } from "./card/reads.ts";
export type { ProjectCard } from "./card/reads.ts";
export { projectLookup, linkedProjects } from "./registry/entity-lookup.ts";
export { projectCountSources } from "./registry/count-sources.ts";
export { applyManualTransition, setProjectVisibility } from "./card/actions.ts";
export { cancelOccurrence, completeOccurrence, reopenOccurrence } from "./schedule/actions.ts";
export { openProject } from "./charter/open-project.ts";
export type { OpenProjectInput } from "./charter/open-project.ts";
export { removeRow, saveRow } from "./rows/actions.ts";
export { updateCharter } from "./charter/actions.ts";
export type { CharterInput } from "./charter/actions.ts";
export { projectPolicy } from "./policy.ts";
export { availableTransitions, projectStages } from "./project.ts";
export { listResults, linkResultToIndicator } from "./rows/result-indicators.ts";
export type { ProjectsDeps, RenderIndicators, ProjectResult } from "./rows/result-indicators.ts";
export type { ProjectTransition, ProjectStage } from "./project.ts";
export { listProjectsByOrigin } from "./registry/reads.ts";
export type { ProjectSummary } from "./registry/reads.ts";
export { importProfile, saveCall } from "./contests/directory.ts";
export {
  answerRemark,
  assignReviewers,
  setReviewerNamesVisibility,
  submitReview,
} from "./reviews/actions.ts";
export type { ReviewInput } from "./reviews/actions.ts";
export { findProject } from "./store.ts";
export type { Project } from "./store.ts";
export { openYearPlan } from "./year-plan/actions.ts";
