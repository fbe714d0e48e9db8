import type { Updateable } from "kysely";
import type { Ctx, UnitOfWork } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import { recordFact, type Json } from "#base/journal.ts";
import { endOfDay, computeTermEnd } from "#base/time/rules.ts";
import { applyTransition, chronicCutoff, type ProblemTransitionName } from "./problem.ts";
import { problemSettings } from "./settings.ts";
import { problemPriorityScore } from "./score.ts";
import { updateProblem, type Problem } from "./store.ts";

/** What a move brings besides the stage: columns to set, and what the fact tells. */
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

/** Moves a locked problem: pure change, its clock by the region's rules, its score, saved and told. */
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

/** A verified fix that did not hold for the region's months: the trouble is chronic from now on. */
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

type DeadlineInput = Pick<
  Problem,
  "timer" | "timer_started_at" | "planned_for" | "routed_at" | "urgency" | "topic" | "topic_group"
>;

/** When the present stage ends and when the answer is due, by rule packs and calendar of the region. */
export async function computeDeadlines(
  ctx: Ctx,
  problem: DeadlineInput,
): Promise<{ due_at: Date | null; answer_due_at: Date | null }> {
  const traits = { urgency: problem.urgency, topic: problem.topic, group: problem.topic_group };
  const { timer, timer_started_at: startedAt, planned_for: day } = problem;
  const answer =
    problem.routed_at === null
      ? null
      : await computeTermEnd(ctx, { timer: "answer", startedAt: problem.routed_at, traits });
  if (timer === null || startedAt === null) return { due_at: null, answer_due_at: answer };
  if ((timer === "plan" || timer === "promise") && day !== null) {
    return { due_at: endOfDay(ctx, day), answer_due_at: answer };
  }
  // A promise without a day runs against the answer's own term.
  const due =
    timer === "promise" ? answer : await computeTermEnd(ctx, { timer, startedAt, traits });
  return { due_at: due, answer_due_at: answer };
}
