/**
 * Problems: from the first message about a place to the fix that an independent check confirmed.
 *
 * Stages: new → confirmed → routed → acknowledged → answered (interim, final) → claimed → verified,
 * or refuted and back, one step higher. Side exits: merged, re-routed, planned with a day that wakes
 * it, explained, rejected with a reason, withdrawn. Every stage that is not the end has an owner and
 * a timer from the region's rule packs.
 *
 * Who: coordinators and operators decide, specialists of the body answer, somebody not tied to the
 * body checks. Refused: a check by anyone tied to the executor, a move the stage does not allow, a
 * save over another person's change.
 */
import type { Module } from "#base/module.ts";
import { scheduledTasks } from "./deadlines/jobs.ts";
import { problemPolicy } from "./policy.ts";
import type { ProblemsDeps } from "./card/linked-projects.ts";
import { problemRoutes } from "./web.tsx";
import { messages } from "./messages.ts";

/** Creates the module; links to projects, of a later module, are passed in. */
export function createProblemsModule(deps: ProblemsDeps): Module {
  return {
    name: "problems",
    messages,
    navigation: [
      { section: "inbox", path: "/inbox", for: ["specialist"], order: 20 },
      { section: "checks", path: "/checks", for: ["coordinator", "operator"], order: 90 },
      { section: "problems", path: "/problems", for: "all", order: 100 },
    ],
    policies: { problem: problemPolicy },
    routes: problemRoutes(deps),
    scheduledTasks,
  };
}

export { problemSettings } from "./settings.ts";
export type { ProblemsDeps, LinkedProjects } from "./card/linked-projects.ts";

export {
  acceptAnswer,
  clarifyProblem,
  confirmProblem,
  escalateProblem,
  openProblem,
  openProblemInput,
  planProblem,
  rejectProblem,
  reopenProblem,
  rerouteProblem,
  routeProblem,
  wakeProblem,
  withdrawProblem,
} from "./actions.ts";
export { mergeProblems, unmergeProblem } from "./merging/actions.ts";
export type { OpenProblemInput, RouteProblemInput } from "./actions.ts";
export { acknowledgeProblem, answerProblem } from "./answers/actions.ts";
export type { AnswerInput } from "./answers/actions.ts";
export {
  processMissedDeadline,
  processMissedDeadlines,
  recomputeDeadlines,
} from "./deadlines/jobs.ts";
export { loadDisplayNames } from "./display-names.ts";
export { ProblemRows } from "./list/rows.tsx";
export { problemPolicy } from "./policy.ts";
export { openStages, stages } from "./problem.ts";
export type { ProblemStage, ProblemUrgency } from "./problem.ts";
export { countProblems, listProblems, problemListQuery } from "./list/reads.ts";
export { loadProblemCard } from "./card/reads.ts";
export { findProblemsNear } from "./list/nearby.ts";
export type { ProblemCard } from "./card/reads.ts";
export type { ProblemListItem } from "./list/reads.ts";
export { defaultRulePack, defaultRulePackTitle } from "./deadlines/rule-pack.seed.ts";
export { problemCountSources } from "./figures/count-sources.ts";
export { findProblem } from "./store.ts";
export type { Problem } from "./store.ts";
export { saveUploadedPictures } from "./pictures/pictures.ts";
export { verifyByAuthor, verifyProblem } from "./verifications/actions.ts";
export type { VerificationInput } from "./verifications/actions.ts";
export {
  problemDeadline,
  groupName,
  problemViewContext,
  problemStatus,
  topicName,
} from "./view.ts";
export type { ProblemViewContext } from "./view.ts";
export { addReport, removeReport } from "./reports/actions.ts";
export { minCases, computeFiguresBy, computeFigures, zeroFigures } from "./figures/figures.ts";
export type {
  FigureGrouping,
  ProblemFigures,
  FigureScope,
  ProblemStateCounts,
  WaitTimes,
} from "./figures/figures.ts";
export {
  loadAttentionSummary,
  listChronicPlaces,
  listRecentFixes,
  findReportingSettlements,
  countStatesByWeek,
} from "./figures/places-reads.ts";
export { countProblemsByTopic } from "./figures/topics-reads.ts";
export type { TopicProblemCounts } from "./figures/topics-reads.ts";
export type {
  AttentionSummary,
  ChronicPlace,
  VerifiedFix,
  WeeklyStateCounts,
} from "./figures/places-reads.ts";
