import type { Ctx } from "#base/context.ts";
import { authorize, may } from "#base/policy.ts";
import { orNotFound } from "#base/refusal.ts";
import { findProject, type Project } from "#modules/projects/index.ts";
import { indicatorPolicy } from "./policy.ts";
import { selectIndicator, type Indicator } from "./store.ts";

export type IndicatorAction = keyof typeof indicatorPolicy;

/**
 * Loads a project and authorizes an action on its indicators; throws not-found when it is
 * unreadable.
 */
export async function loadAuthorizedProject(
  ctx: Ctx,
  key: string,
  { action, place = null }: { action: IndicatorAction; place?: string | null },
): Promise<Project> {
  const project = orNotFound(await findProject(ctx, key));
  const row = { ...project, place_id: place };
  authorize({ policy: indicatorPolicy, actor: ctx.actor, action, row, read: "read" });
  return project;
}

/**
 * Loads an indicator and its project; throws not-found when it is absent or its project
 * unreadable.
 */
export async function findIndicator(
  ctx: Ctx,
  id: string,
  options: { action: IndicatorAction; place?: string | null },
): Promise<{ indicator: Indicator; project: Project }> {
  const indicator = orNotFound(await selectIndicator(ctx, id));
  return {
    indicator,
    project: await loadAuthorizedProject(ctx, indicator.project_id, options),
  };
}

/** The region's day, «YYYY-MM-DD». */
/**
 * Returns whether the actor may take the action on the indicators of a project, at a place when it
 * matters.
 */
export const isAllowed = (
  ctx: Ctx,
  project: Project,
  action: IndicatorAction,
  place: string | null = null,
): boolean => may(indicatorPolicy, ctx.actor, action, { ...project, place_id: place });
