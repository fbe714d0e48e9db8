import type { Ctx } from "#base/context.ts";
import { authorize } from "#base/policy.ts";
import { problemPolicy } from "./policy.ts";
import { loadProblemForUpdate, type Problem } from "./store.ts";

/** The first two beats of an action: the problem locked for a change, and may the actor do this to it? */
export async function loadAuthorized(
  ctx: Ctx,
  key: string,
  action: keyof typeof problemPolicy,
): Promise<Problem> {
  const problem = await loadProblemForUpdate(ctx, key);
  authorize({ policy: problemPolicy, actor: ctx.actor, action, row: problem, read: "read" });
  return problem;
}
