import type { Ctx } from "#base/context.ts";
import { toZoned } from "#base/time/local-time.ts";
import { demand, may } from "#base/policy.ts";
import { found } from "#base/refusal.ts";
import { findProject, type Project } from "#modules/projects/index.ts";
import { promisePolicy } from "./policy.ts";
import { findPromise, type Promised } from "./store.ts";

export type Action = keyof typeof promisePolicy;

/** The first two beats of an action: the project, and may the actor do this to its promises? */
export async function projectFor(
  ctx: Ctx,
  key: string,
  { action, place = null }: { action: Action; place?: string | null },
): Promise<Project> {
  const project = found(await findProject(ctx, key));
  const row = { ...project, place_id: place };
  demand({ policy: promisePolicy, actor: ctx.actor, action, row, read: "read" });
  return project;
}

/** A promise and its project; absent for whoever may not see the project. */
export async function promiseFor(
  ctx: Ctx,
  id: string,
  options: { action: Action; place?: string | null },
): Promise<{ promise: Promised; project: Project }> {
  const promise = found(await findPromise(ctx, id));
  return { promise, project: await projectFor(ctx, promise.project_id, options) };
}

/** The region's day, «YYYY-MM-DD». */
export const todayIn = (ctx: Ctx): string => toZoned(ctx.now(), ctx.region.timeZone).date;

/** May the actor do this to the promises of a project, at a place where it matters? */
export const allowed = (
  ctx: Ctx,
  project: Project,
  action: Action,
  place: string | null = null,
): boolean => may(promisePolicy, ctx.actor, action, { ...project, place_id: place });
