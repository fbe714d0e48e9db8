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
import { applicationPolicy, contestPolicy } from "./applications.policy.ts";
import { contestWords } from "./applications-view.ts";
import { inviteWork } from "./invite.ts";
import { clockwork } from "./letters.ts";
import { projectPolicy } from "./policy.ts";
import { words } from "./view.ts";
import { applicationRoutes } from "./web-applications.tsx";
import { contestRoutes } from "./web-contests.tsx";
import { reviewRoutes } from "./web-reviews.tsx";
import type { Ground } from "./promised.ts";
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

export { advance } from "./advance.ts";
export {
  decideApplication,
  showRemarks,
  submitApplication,
  withdrawApplication,
} from "./applications-send.ts";
export type { DecideInput, SubmitInput } from "./applications-send.ts";
export { applicationsOf } from "./applications-show.ts";
export type { ApplicationLine } from "./applications-show.ts";
export { beginApplication, takeText, textToPassport, writeTexts } from "./applications.ts";
export type { BeginInput, TextClash, WrittenText } from "./applications.ts";
export { projectCard } from "./card.ts";
export type { ProjectCard } from "./card.ts";
export { projectChoices, projectOutgrowths } from "./choices.ts";
export { projectSources } from "./counts.ts";
export { moveProject, showProject } from "./moves.ts";
export { cancelOccasion, tickOccasion, untickOccasion } from "./occasions.ts";
export { openProject } from "./open.ts";
export type { OpenProjectInput } from "./open.ts";
export { removeRow, saveRow } from "./parts.ts";
export { changePassport } from "./passport.ts";
export type { PassportInput } from "./passport.ts";
export { projectPolicy } from "./policy.ts";
export { movesOf, stages } from "./project.ts";
export { resultsOf, tieResult } from "./promised.ts";
export type { Promised, Result } from "./promised.ts";
export type { MoveName, Stage } from "./project.ts";
export { projectsFrom } from "./reads.ts";
export type { ProjectLine } from "./reads.ts";
export { importProfile, keepCall } from "./profiles-book.ts";
export { answerRemark, assignReviewers, showNames, writeReview } from "./reviews.ts";
export type { ReviewInput } from "./reviews.ts";
export { findProject } from "./store.ts";
export type { Project } from "./store.ts";
export { openYearPlan } from "./year-plan.ts";
