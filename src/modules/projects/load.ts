import type { Ctx } from "#base/context.ts";
import { authorize } from "#base/policy.ts";
import { orNotFound } from "#base/refusal.ts";
import { projectPolicy } from "./policy.ts";
import { findProject, lockProject, type Project } from "./store.ts";

type ProjectAction = keyof typeof projectPolicy;

/** The first two beats of an action: the project locked for a change, and may the actor do this to it? */
export async function loadProjectForUpdate(
  ctx: Ctx,
  key: string,
  action: ProjectAction,
): Promise<Project> {
  const project = await lockProject(ctx, key);
  authorize({ policy: projectPolicy, actor: ctx.actor, action, row: project, read: "read" });
  return project;
}

/** The project for a page that the actor may see, or act on; absent for everybody else. */
export async function loadProject(
  ctx: Ctx,
  key: string,
  action: ProjectAction = "read",
): Promise<Project> {
  const project = orNotFound(await findProject(ctx, key));
  authorize({ policy: projectPolicy, actor: ctx.actor, action, row: project, read: "read" });
  return project;
}
