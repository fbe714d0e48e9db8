import type { Updateable } from "kysely";
import type { Ctx, UnitOfWork } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import { recordFact, type Json } from "#base/journal.ts";
import { applyTransition, chronicCutoff, type ProblemTransitionName } from "./problem.ts";
import { problemSettings } from "./settings.ts";
import { problemPriorityScore } from "./score.ts";
import { updateProblem, type Problem } from "./store.ts";
import { computeDeadlines } from "./deadlines/deadlines.ts";

/** What a move brings besides the stage: columns to set, and the data of its fact. */
export type ProblemTransitionChanges = {
  set?: Updateable<Tables["problems_problems"]>;
  data?: Record<string, Json>;
};

/** The fact that each move leaves in the journal. */
const factTypes: Record<ProblemTransitionName, string> = {
  confirm: "problem.confirmed",
  route: "problem.routed",
  reroute: "problem.rerouted",
  acknowledge: "problem.acknowledged",
  "answer-interim": "problem.answered-interim",
  answer: "problem.answered",
  claim: "problem.claimed",
  accept: "problem.explained",
  verify: "problem.verified",
  refute: "problem.refuted",
  plan: "problem.planned",
  wake: "problem.woken",
  reject: "problem.rejected",
  withdraw: "problem.withdrawn",
  merge: "problem.merged",
  reopen: "problem.reopened",
};

/** Applies a transition to a locked problem: stage, deadlines by the region's rules and score are saved, a fact recorded. */
export async function transition(
  ctx: Ctx & { unit: UnitOfWork },
  problem: Problem,
  name: ProblemTransitionName,
  { set = {}, data = {} }: ProblemTransitionChanges,
): Promise<Problem> {
  const at = ctx.now();
  const patch = {
    ...applyTransition(problem, name, at),
    ...chronicPatch(ctx, problem, name),
    ...set,
  };
  const next = { ...problem, ...patch } as Problem;
  const clock = await computeDeadlines(ctx, next);
  const saved = await updateProblem(ctx, problem, {
    ...patch,
    ...clock,
    score: problemPriorityScore(next, at).score,
  });
  recordFact(ctx, {
    subject: problem.id,
    type: factTypes[name],
    data: { from: problem.stage, ...data },
  });
  return saved;
}

/** Returns the mark of a chronic problem when a verified fix did not last for the region's months. */
function chronicPatch(
  ctx: Ctx,
  problem: Problem,
  name: ProblemTransitionName,
): { chronic_since?: Date } {
  const { stage, verified_at: verified, chronic_since: known } = problem;
  if (name !== "reopen" || stage !== "verified" || verified === null || known !== null) return {};
  const at = ctx.now();
  return verified < chronicCutoff(at, problemSettings.of(ctx.region)) ? {} : { chronic_since: at };
}
