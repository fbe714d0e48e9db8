import type { Ctx } from "#base/context.ts";
import { authorize } from "#base/policy.ts";
import { orNotFound } from "#base/refusal.ts";
import { projectPolicy } from "./policy.ts";
import { findProject, lockProject, type Project } from "./store.ts";

type ProjectAction = keyof typeof projectPolicy;

/**
 * Locks the project and authorizes the action; throws not-found when it is absent or unreadable.
 */
export async function loadProjectForUpdate(
  ctx: Ctx,
  key: string,
  action: ProjectAction,
): Promise<Project> {
  const project = await lockProject(ctx, key);
  authorize({ policy: projectPolicy, actor: ctx.actor, action, row: project, read: "read" });
  return project;
}

/**
 * Loads a project for a page; throws not-found when it is absent or unreadable, forbidden when the
 * action is not allowed.
 */
export async function loadProject(
  ctx: Ctx,
  key: string,
  action: ProjectAction = "read",
): Promise<Project> {
  const project = orNotFound(await findProject(ctx, key));
  authorize({ policy: projectPolicy, actor: ctx.actor, action, row: project, read: "read" });
  return project;
}
