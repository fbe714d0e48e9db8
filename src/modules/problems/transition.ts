import type { Updateable } from "kysely";
import type { Ctx, Unit } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import { record, type Json } from "#base/journal.ts";
import { endOfDay, termEnd } from "#base/time/rules.ts";
import { change, chronicFrom, type MoveName } from "./problem.ts";
import { scoreOf } from "./score.ts";
import { saveProblem, type Problem } from "./store.ts";

/** What a move brings besides the stage: columns to set, and what the fact tells. */
export type Change = {
  set?: Updateable<Tables["problems_problems"]>;
  data?: Record<string, Json>;
};

/** The fact that each move leaves in the journal. */
const factOf: Record<MoveName, string> = {
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
export async function advance(
  ctx: Ctx & { unit: Unit },
  problem: Problem,
  name: MoveName,
  { set = {}, data = {} }: Change,
): Promise<Problem> {
  const at = ctx.now();
  const patch = { ...change(problem, name, at), ...chronic(ctx, problem, name), ...set };
  const next = { ...problem, ...patch } as Problem;
  const clock = await computeClock(ctx, next);
  const saved = await saveProblem(ctx, problem, {
    ...patch,
    ...clock,
    score: scoreOf(next, at).score,
  });
  record(ctx, { subject: problem.id, type: factOf[name], data: { from: problem.stage, ...data } });
  return saved;
}

/** A verified fix that did not hold for the region's months: the trouble is chronic from now on. */
function chronic(ctx: Ctx, problem: Problem, name: MoveName): { chronic_since?: Date } {
  const { stage, verified_at: verified, chronic_since: known } = problem;
  if (name !== "reopen" || stage !== "verified" || verified === null || known !== null) return {};
  const at = ctx.now();
  return verified < chronicFrom(at, ctx.region.settings) ? {} : { chronic_since: at };
}

type Clocked = Pick<
  Problem,
  "timer" | "timer_started_at" | "planned_for" | "routed_at" | "urgency" | "topic" | "topic_group"
>;

/** When the present stage ends and when the answer is due, by rule packs and calendar of the region. */
export async function computeClock(
  ctx: Ctx,
  problem: Clocked,
): Promise<{ due_at: Date | null; answer_due_at: Date | null }> {
  const traits = { urgency: problem.urgency, topic: problem.topic, group: problem.topic_group };
  const { timer, timer_started_at: startedAt, planned_for: day } = problem;
  const answer =
    problem.routed_at === null
      ? null
      : await termEnd(ctx, { timer: "answer", startedAt: problem.routed_at, traits });
  if (timer === null || startedAt === null) return { due_at: null, answer_due_at: answer };
  if ((timer === "plan" || timer === "promise") && day !== null) {
    return { due_at: endOfDay(ctx, day), answer_due_at: answer };
  }
  // A promise without a day runs against the answer's own term.
  const due = timer === "promise" ? answer : await termEnd(ctx, { timer, startedAt, traits });
  return { due_at: due, answer_due_at: answer };
}
