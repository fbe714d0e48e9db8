import type { Choice } from "#base/ports/entity-lookup.ts";
import type { Ctx } from "#base/context.ts";

/** What grew from a problem in a module that stands later; the house hands it in. */
export type Outgrowths = {
  /** Of those that the actor may read, newest first. */
  from(ctx: Ctx, problem: string): Promise<readonly Choice[]>;
  /** Where one begins with the problem of this number, inside the region; undefined for those who may not. */
  begin(ctx: Ctx, number: string): string | undefined;
};

/** What the card needs of the house. */
export type Ground = { outgrowths: Outgrowths };
