import type { Ctx } from "#base/context.ts";
import { uuidAt } from "#base/db/ids.ts";
import type { Actor } from "#base/policy.ts";
import type { Application } from "#app/app.ts";

/** Where a replay plays: a region whose clock stands at the instant of each step. */
export type ReplayContext = {
  app: Application;
  region: string;
  /** A context at an instant, acting as somebody. */
  at(instant: Date, actor: Actor): Promise<Ctx>;
};

/** Puts a region on the stage; ids are made of the instant, so they sort as the history went. */
export function createReplayContext(app: Application, region: string): ReplayContext {
  return {
    app,
    region,
    async at(instant, actor) {
      const ctx = await app.ctxFor(region, actor);
      return { ...ctx, now: () => new Date(instant), newId: () => uuidAt(instant) };
    },
  };
}

/** Who sets the scene before the first person has a role. */
export const founder: Actor = { kind: "system", name: "founder" };
