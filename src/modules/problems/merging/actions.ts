import { z } from "zod";
import { type Ctx, transact } from "#base/context.ts";
import { type Problem, findProblem, loadProblemForUpdate, updateProblem } from "../store.ts";
import { orNotFound, invalidField, conflict } from "#base/refusal.ts";
import { may, authorize } from "#base/policy.ts";
import { problemPolicy } from "../policy.ts";
import { moveReports, restoreReports } from "./store.ts";
import { transition } from "../transition.ts";
import { countReports } from "../reports/store.ts";
import { recordFact } from "#base/journal.ts";
import { applyUnmerge } from "../problem.ts";
import { computeDeadlines } from "../deadlines/deadlines.ts";
import { problemPriorityScore } from "../score.ts";

export const mergeProblemsInput = z.object({ into: z.string().min(1) });

/** Merges a problem into another one: its reports move, it points to the other; can be undone. */
export function mergeProblems(
  ctx: Ctx,
  key: string,
  given: z.input<typeof mergeProblemsInput>,
): Promise<Problem> {
  const { into } = mergeProblemsInput.parse(given);
  return transact(ctx, async (tx) => {
    // Locked in the order of ids, so that A→B and B→A at once do not wait for each other for ever.
    const source = orNotFound(await findProblem(tx, key));
    authorizeHandle(tx, source);
    const target = await findProblem(tx, into);
    // A problem of others that is not public answers like one that is not there.
    if (target === undefined || !may(problemPolicy, tx.actor, "read", target)) {
      throw invalidField("into", "problems.unknown-problem");
    }
    if (target.id === source.id) throw conflict("problems.merge-self");
    for (const id of [source.id, target.id].sort()) await loadProblemForUpdate(tx, id);
    const [problem, other] = [
      await loadProblemForUpdate(tx, source.id),
      await loadProblemForUpdate(tx, target.id),
    ];
    for (const row of [problem, other]) authorizeHandle(tx, row);
    if (other.stage === "merged") throw conflict("problems.merge-into-merged");
    const reports = await moveReports(tx, problem.id, other.id);
    const merged = await transition(tx, problem, "merge", {
      set: { merged_into: other.id, message_count: 0, author_count: 0 },
      data: { into: other.id, voices: reports },
    });
    await updateProblem(tx, other, await countReports(tx, other.id));
    recordFact(tx, {
      subject: other.id,
      type: "problem.absorbed",
      data: { other: problem.id, voices: reports.length },
    });
    return merged;
  });
}

/** Undoes a merge: the problem returns to its stage, its reports come back. */
export function unmergeProblem(ctx: Ctx, key: string): Promise<Problem> {
  return transact(ctx, async (tx) => {
    const problem = await loadProblemForUpdate(tx, key);
    authorizeHandle(tx, problem);
    const patch = applyUnmerge(problem, tx.now());
    const mergeRoot = await findMergeRoot(tx, problem);
    const reports = await restoreReports(tx, problem.id);
    const { due_at, answer_due_at } = await computeDeadlines(tx, { ...problem, ...patch });
    // Already overdue when it was merged: that deadline is not missed a second time.
    const wasOverdue = due_at !== null && problem.closed_at !== null && due_at < problem.closed_at;
    const set = { ...patch, due_at, answer_due_at, overdue_since: wasOverdue ? due_at : null };
    const counts = await countReports(tx, problem.id);
    const saved = await updateProblem(tx, problem, {
      ...set,
      ...counts,
      score: problemPriorityScore({ ...problem, ...set, ...counts }, tx.now()).score,
      merged_into: null,
    });
    await updateProblem(tx, mergeRoot, await countReports(tx, mergeRoot.id));
    const from = problem.merged_into;
    recordFact(tx, {
      subject: problem.id,
      type: "problem.unmerged",
      data: { from, voices: reports },
    });
    recordFact(tx, {
      subject: from ?? mergeRoot.id,
      type: "problem.split-off",
      data: { other: problem.id },
    });
    return saved;
  });
}

/** Finds the problem that has the reports now: the one it was merged into may be merged itself. */
async function findMergeRoot(ctx: Ctx, problem: Problem): Promise<Problem> {
  let root = problem;
  while (root.merged_into !== null) root = await loadProblemForUpdate(ctx, root.merged_into);
  return root;
}

function authorizeHandle(ctx: Ctx, row: Problem): void {
  authorize({ policy: problemPolicy, actor: ctx.actor, action: "handle", row, read: "read" });
}
