import type { Ctx } from "#base/context.ts";
import { demand } from "#base/policy.ts";
import { problemPolicy } from "./policy.ts";
import { loadForChange, type Problem } from "./store.ts";

/** The first two beats of an action: the problem locked for a change, and may the actor do this to it? */
export async function loadAllowed(
  ctx: Ctx,
  key: string,
  action: keyof typeof problemPolicy,
): Promise<Problem> {
  const problem = await loadForChange(ctx, key);
  demand({ policy: problemPolicy, actor: ctx.actor, action, row: problem, read: "read" });
  return problem;
}
