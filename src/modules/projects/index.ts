/**
 * Projects: from an idea to the report, with its passport, plan, budget and people; contests and
 * applications; and the plan of the centre's year, which is a project of its own kind.
 *
 * Stages: idea → concept → application → submitted → supported or not-supported (and written anew) →
 * implementation → reported → closed; withdrawn at any time before the report. Every stage that is
 * not the end has an owner and a timer. Money is in kopecks, days are «YYYY-MM-DD».
 *
 * Who: its organisation and authors write it, consultants, coordinators and the centre help, guests
 * read what is public. Refused: a save over another person's change, what lies outside the project's
 * days, a row whose payers do not pay it, a move that the stage does not allow.
 */
import type { Job } from "#base/jobs.ts";
import type { Module } from "#base/module.ts";
import { applicationPolicy, contestPolicy } from "./applications/policy.ts";
import { contestWords } from "./applications/view.ts";
import { inviteWork } from "./authors/project-invitations.ts";
import { clockwork } from "./letters.ts";
import { projectPolicy } from "./policy.ts";
import { words } from "./view.ts";
import { applicationRoutes } from "./applications/web.tsx";
import { contestRoutes } from "./contests/web.tsx";
import { reviewRoutes } from "./reviews/web.tsx";
import type { Ground } from "./rows/result-indicators.ts";
import { projectRoutes } from "./web.tsx";

/** The module; what its card shows of promises comes from the house. */
export const openProjects = (ground: Ground): Module => ({
  name: "projects",
  words: {
    ru: { refusals: { ...words.ru.refusals, ...contestWords.ru.refusals } },
    en: { refusals: { ...words.en.refusals, ...contestWords.en.refusals } },
  },
  policies: { project: projectPolicy, application: applicationPolicy, contest: contestPolicy },
  routes: [...contestRoutes, ...applicationRoutes, ...reviewRoutes, ...projectRoutes(ground)],
  jobs: [inviteWork as Job],
  clockwork,
});

export { advance } from "./transition.ts";
export {
  decideApplication,
  showRemarks,
  submitApplication,
  withdrawApplication,
} from "./submission/actions.ts";
export type { DecideInput, SubmitInput } from "./submission/actions.ts";
export { applicationsOf } from "./applications/reads.ts";
export type { ApplicationLine } from "./applications/reads.ts";
export { beginApplication, takeText, textToPassport, writeTexts } from "./applications/actions.ts";
export type { BeginInput, TextClash, WrittenText } from "./applications/actions.ts";
export { projectCard } from "./card/reads.ts";
export type { ProjectCard } from "./card/reads.ts";
export { projectChoices, projectOutgrowths } from "./registry/entity-lookup.ts";
export { projectSources } from "./registry/count-sources.ts";
export { moveProject, showProject } from "./card/actions.ts";
export { cancelOccasion, tickOccasion, untickOccasion } from "./schedule/actions.ts";
export { openProject } from "./charter/open-project.ts";
export type { OpenProjectInput } from "./charter/open-project.ts";
export { removeRow, saveRow } from "./rows/actions.ts";
export { changePassport } from "./charter/actions.ts";
export type { PassportInput } from "./charter/actions.ts";
export { projectPolicy } from "./policy.ts";
export { movesOf, stages } from "./project.ts";
export { resultsOf, tieResult } from "./rows/result-indicators.ts";
export type { Promised, Result } from "./rows/result-indicators.ts";
export type { MoveName, Stage } from "./project.ts";
export { projectsFrom } from "./registry/reads.ts";
export type { ProjectLine } from "./registry/reads.ts";
export { importProfile, keepCall } from "./contests/directory.ts";
export { answerRemark, assignReviewers, showNames, writeReview } from "./reviews/actions.ts";
export type { ReviewInput } from "./reviews/actions.ts";
export { findProject } from "./store.ts";
export type { Project } from "./store.ts";
export { openYearPlan } from "./year-plan/actions.ts";
