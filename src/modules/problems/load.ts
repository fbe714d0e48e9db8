import type { Ctx } from "#base/context.ts";
import { authorize } from "#base/policy.ts";
import { problemPolicy } from "./policy.ts";
import { loadProblemForUpdate, type Problem } from "./store.ts";

/** Locks a problem for a change and refuses it when the actor may not do the action. */
export async function loadAuthorized(
  ctx: Ctx,
  key: string,
  action: keyof typeof problemPolicy,
): Promise<Problem> {
  const problem = await loadProblemForUpdate(ctx, key);
  authorize({ policy: problemPolicy, actor: ctx.actor, action, row: problem, read: "read" });
  return problem;
}
