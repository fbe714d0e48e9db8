import type { EntityRef } from "#base/ports/entity-lookup.ts";
import type { Ctx } from "#base/context.ts";

/** Access to the projects that grew from a problem; passed in by the app, since the module comes later. */
export type LinkedProjects = {
  /** Of those that the actor may read, newest first. */
  list(ctx: Ctx, problem: string): Promise<readonly EntityRef[]>;
  /** Where one begins with the problem of this number, inside the region; undefined for those who may not. */
  newProjectPath(ctx: Ctx, number: string): string | undefined;
};

/** What the module needs from the app. */
export type ProblemsDeps = { linkedProjects: LinkedProjects };
