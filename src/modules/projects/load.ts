import type { Ctx } from "#base/context.ts";
import { demand } from "#base/policy.ts";
import { found } from "#base/refusal.ts";
import { projectPolicy } from "./policy.ts";
import { findProject, loadForChange, type Project } from "./store.ts";

type Action = keyof typeof projectPolicy;

/** The first two beats of an action: the project locked for a change, and may the actor do this to it? */
export async function loadAllowed(ctx: Ctx, key: string, action: Action): Promise<Project> {
  const project = await loadForChange(ctx, key);
  demand({ policy: projectPolicy, actor: ctx.actor, action, row: project, read: "read" });
  return project;
}

/** The project for a page that the actor may see, or act on; absent for everybody else. */
export async function showAllowed(
  ctx: Ctx,
  key: string,
  action: Action = "read",
): Promise<Project> {
  const project = found(await findProject(ctx, key));
  demand({ policy: projectPolicy, actor: ctx.actor, action, row: project, read: "read" });
  return project;
}
