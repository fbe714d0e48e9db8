import type { EntityRef } from "#base/ports/entity-lookup.ts";
import type { Ctx } from "#base/context.ts";

/** What grew from a problem in a module that stands later; the house hands it in. */
export type LinkedProjects = {
  /** Of those that the actor may read, newest first. */
  list(ctx: Ctx, problem: string): Promise<readonly EntityRef[]>;
  /** Where one begins with the problem of this number, inside the region; undefined for those who may not. */
  newProjectPath(ctx: Ctx, number: string): string | undefined;
};

/** What the card needs of the house. */
export type ProblemsDeps = { linkedProjects: LinkedProjects };
