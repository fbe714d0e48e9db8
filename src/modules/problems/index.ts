/**
 * Problems: one trouble of a place, from the first message to the fix that somebody independent saw.
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
import { clockwork } from "./deadlines/jobs.ts";
import { problemPolicy } from "./policy.ts";
import type { Ground } from "./card/linked-projects.ts";
import { problemRoutes } from "./web.tsx";
import { words } from "./view.ts";

/** The module on its ground: what grew from a problem stands later, the house hands it in. */
export function openProblems(ground: Ground): Module {
  return {
    name: "problems",
    words,
    policies: { problem: problemPolicy },
    routes: problemRoutes(ground),
    clockwork,
  };
}

export type { Ground, Outgrowths } from "./card/linked-projects.ts";

export {
  acceptAnswer,
  clarifyProblem,
  confirmProblem,
  escalateProblem,
  mergeProblems,
  openProblem,
  planProblem,
  rejectProblem,
  reopenProblem,
  rerouteProblem,
  routeProblem,
  unmergeProblem,
  wakeProblem,
  withdrawProblem,
} from "./actions.ts";
export type { OpenInput, RouteInput } from "./actions.ts";
export { acknowledgeProblem, answerProblem } from "./answers/actions.ts";
export type { AnswerInput } from "./answers/actions.ts";
export { missDeadline, missDeadlines, recomputeClocks } from "./deadlines/jobs.ts";
export { namesFor } from "./display-names.ts";
export { ProblemRows } from "./list/rows.tsx";
export { problemPolicy } from "./policy.ts";
export { openStages, stages } from "./problem.ts";
export type { Stage, Urgency } from "./problem.ts";
export { countProblems, listProblems, listQuery, problemCard, problemsNear } from "./list/reads.ts";
export type { ProblemCard, ProblemLine } from "./list/reads.ts";
export { defaultRulePack, defaultRulePackTitle } from "./deadlines/rule-pack.seed.ts";
export { problemSources } from "./figures/count-sources.ts";
export { findProblem } from "./store.ts";
export type { Problem } from "./store.ts";
export { keepUploads } from "./pictures.ts";
export { verifyByAuthor, verifyProblem } from "./verifications/actions.ts";
export type { VerificationInput } from "./verifications/actions.ts";
export { clockOf, groupName, readerOf, statusOf, topicName } from "./view.ts";
export type { Reader } from "./view.ts";
export { addVoice, removeVoice } from "./reports/actions.ts";
export { fewCases, figuresBy, figuresOf, noFigures } from "./figures/figures.ts";
export type { FigureKey, Figures, FigureScope, States, Wait } from "./figures/figures.ts";
export {
  attentionOf,
  chronicPlaces,
  recentlyVerified,
  settlementsHeard,
  weeklyStates,
} from "./figures/places.ts";
export { topicTroubles } from "./figures/topics.ts";
export type { TopicTrouble } from "./figures/topics.ts";
export type { Attention, ChronicPlace, VerifiedFix, WeekStates } from "./figures/places.ts";
