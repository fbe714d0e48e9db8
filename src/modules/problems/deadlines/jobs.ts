import { asSystem, transact, type Ctx } from "#base/context.ts";
import { from, updateIn } from "#base/db/region.ts";
import { recordFact } from "#base/journal.ts";
import type { ScheduledTask } from "#base/jobs.ts";
import { wakeProblem } from "../actions.ts";
import { computeDeadlines } from "./deadlines.ts";
import { nextEscalation, type ProblemStage } from "../problem.ts";
import { problemPriorityScore } from "../score.ts";
import { loadProblemForUpdate, problemColumns, updateProblem, type Problem } from "../store.ts";

const batchSize = 500;

/** Marks every problem past its deadline as overdue and escalates those of a body; returns how many. */
export async function processMissedDeadlines(ctx: Ctx): Promise<number> {
  let missed = 0;
  for (;;) {
    const ids = await listOverdueIds(ctx);
    for (const id of ids) missed += await processMissedDeadline(asSystem(ctx, "clock"), id);
    if (ids.length < batchSize) return missed;
  }
}

async function listOverdueIds(ctx: Ctx): Promise<string[]> {
  const rows = await from(ctx, "problems_problems")
    .select("id")
    .where("is_open", "=", true)
    .where("due_at", "<", ctx.now())
    .where("overdue_since", "is", null)
    .orderBy("due_at")
    .limit(batchSize)
    .execute();
  return rows.map((row) => row.id);
}

/** Marks one problem as overdue if it is; returns 1 then, else 0. */
export function processMissedDeadline(ctx: Ctx, id: string): Promise<number> {
  return transact(ctx, async (tx) => {
    const problem = await loadProblemForUpdate(tx, id);
    const { due_at: dueAt, timer, stage } = problem;
    if (dueAt === null || timer === null || dueAt >= tx.now() || problem.overdue_since !== null)
      return 0;
    if (stage === "planned") {
      await wakeProblem(tx, id);
      return 1;
    }
    const escalation = isOwedByBody(stage)
      ? nextEscalation(problem.escalation)
      : problem.escalation;
    const next = { ...problem, overdue_since: dueAt, escalation };
    await updateProblem(tx, problem, {
      overdue_since: dueAt,
      escalation,
      score: problemPriorityScore(next, tx.now()).score,
    });
    recordFact(tx, {
      subject: id,
      type: "problem.became-overdue",
      data: { timer, stage, body: problem.body_id },
    });
    if (escalation > problem.escalation) {
      recordFact(tx, {
        subject: id,
        type: "problem.escalated",
        data: { step: escalation, because: "overdue" },
      });
    }
    return 1;
  });
}

const stagesOwedByBody: readonly ProblemStage[] = [
  "routed",
  "acknowledged",
  "answered-interim",
  "refuted",
];
const isOwedByBody = (stage: ProblemStage) => stagesOwedByBody.includes(stage);

/** Recomputes every open deadline and score, after a change of rules or calendar and each hour; returns how many changed. */
export async function recomputeDeadlines(ctx: Ctx): Promise<number> {
  let after = "00000000-0000-0000-0000-000000000000";
  for (let changed = 0; ;) {
    const rows = (await from(ctx, "problems_problems")
      .select(problemColumns)
      .where("is_open", "=", true)
      .where("id", ">", after)
      .orderBy("id")
      .limit(batchSize)
      .execute()) as Problem[];
    for (const problem of rows) changed += await recomputeDeadline(ctx, problem);
    after = rows.at(-1)?.id ?? after;
    if (rows.length < batchSize) return changed;
  }
}

async function recomputeDeadline(ctx: Ctx, problem: Problem): Promise<number> {
  const deadlines = await computeDeadlines(ctx, problem);
  const score = problemPriorityScore(problem, ctx.now()).score;
  const same =
    deadlines.due_at?.getTime() === problem.due_at?.getTime() &&
    deadlines.answer_due_at?.getTime() === problem.answer_due_at?.getTime() &&
    score === problem.score;
  if (same) return 0;
  const overdueSince =
    deadlines.due_at !== null && deadlines.due_at < ctx.now() ? problem.overdue_since : null;
  await updateIn(ctx, "problems_problems")
    .set({ ...deadlines, score, overdue_since: overdueSince })
    .where("id", "=", problem.id)
    .where("version", "=", problem.version)
    .execute();
  return 1;
}

export const scheduledTasks: ScheduledTask[] = [
  {
    name: "problems.process-missed-deadlines",
    every: "* * * * *",
    run: async (ctx) => void (await processMissedDeadlines(ctx)),
  },
  {
    name: "problems.recompute-deadlines",
    every: "7 * * * *",
    run: async (ctx) => void (await recomputeDeadlines(ctx)),
  },
];
