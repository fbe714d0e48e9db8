import { asSystem, transact, type Ctx } from "#base/context.ts";
import { record } from "#base/journal.ts";
import type { Clockwork } from "#base/jobs.ts";
import { wakeProblem } from "../actions.ts";
import { computeClock } from "../transition.ts";
import { oneStepUp, type Stage } from "../problem.ts";
import { scoreOf } from "../score.ts";
import { loadForChange, problemColumns, saveProblem, type Problem } from "../store.ts";

const batch = 500;

/** Marks every problem whose clock ran out, and takes those of a body one step higher. */
export async function missDeadlines(ctx: Ctx): Promise<number> {
  let missed = 0;
  for (;;) {
    const ids = await dueIds(ctx);
    for (const id of ids) missed += await missDeadline(asSystem(ctx, "clock"), id);
    if (ids.length < batch) return missed;
  }
}

async function dueIds(ctx: Ctx): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom("problems_problems")
    .select("id")
    .where("region_id", "=", ctx.region.id)
    .where("is_open", "=", true)
    .where("due_at", "<", ctx.now())
    .where("overdue_since", "is", null)
    .orderBy("due_at")
    .limit(batch)
    .execute();
  return rows.map((row) => row.id);
}

/** Marks one problem late, if it is; answers how many became late. */
export function missDeadline(ctx: Ctx, id: string): Promise<number> {
  return transact(ctx, async (tx) => {
    const problem = await loadForChange(tx, id);
    const { due_at: due, timer, stage } = problem;
    if (due === null || timer === null || due >= tx.now() || problem.overdue_since !== null)
      return 0;
    if (stage === "planned") {
      await wakeProblem(tx, id);
      return 1;
    }
    const escalation = bodyIsLate(stage) ? oneStepUp(problem.escalation) : problem.escalation;
    const next = { ...problem, overdue_since: due, escalation };
    await saveProblem(tx, problem, {
      overdue_since: due,
      escalation,
      score: scoreOf(next, tx.now()).score,
    });
    record(tx, {
      subject: id,
      type: "problem.became-overdue",
      data: { timer, stage, body: problem.body_id },
    });
    if (escalation > problem.escalation) {
      record(tx, {
        subject: id,
        type: "problem.escalated",
        data: { step: escalation, because: "overdue" },
      });
    }
    return 1;
  });
}

const bodyStages: readonly Stage[] = ["routed", "acknowledged", "answered-interim", "refuted"];
const bodyIsLate = (stage: Stage) => bodyStages.includes(stage);

/** Computes every open deadline and score anew: after a change of rules or calendar, and each hour. */
export async function recomputeClocks(ctx: Ctx): Promise<number> {
  let after = "00000000-0000-0000-0000-000000000000";
  for (let changed = 0; ;) {
    const rows = (await ctx.db
      .selectFrom("problems_problems")
      .select(problemColumns)
      .where("region_id", "=", ctx.region.id)
      .where("is_open", "=", true)
      .where("id", ">", after)
      .orderBy("id")
      .limit(batch)
      .execute()) as Problem[];
    for (const problem of rows) changed += await recompute(ctx, problem);
    after = rows.at(-1)?.id ?? after;
    if (rows.length < batch) return changed;
  }
}

async function recompute(ctx: Ctx, problem: Problem): Promise<number> {
  const clock = await computeClock(ctx, problem);
  const score = scoreOf(problem, ctx.now()).score;
  const same =
    clock.due_at?.getTime() === problem.due_at?.getTime() &&
    clock.answer_due_at?.getTime() === problem.answer_due_at?.getTime() &&
    score === problem.score;
  if (same) return 0;
  const late = clock.due_at !== null && clock.due_at < ctx.now() ? problem.overdue_since : null;
  await ctx.db
    .updateTable("problems_problems")
    .set({ ...clock, score, overdue_since: late })
    .where("region_id", "=", ctx.region.id)
    .where("id", "=", problem.id)
    .where("version", "=", problem.version)
    .execute();
  return 1;
}

export const clockwork: Clockwork[] = [
  {
    name: "problems.miss-deadlines",
    every: "* * * * *",
    run: async (ctx) => void (await missDeadlines(ctx)),
  },
  {
    name: "problems.recompute-clocks",
    every: "7 * * * *",
    run: async (ctx) => void (await recomputeClocks(ctx)),
  },
];
