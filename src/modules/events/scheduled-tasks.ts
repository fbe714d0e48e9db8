import { asSystem, type Ctx } from "#base/context.ts";
import type { Clockwork } from "#base/jobs.ts";
import { holdEvent } from "./edit/actions.ts";
import { tellEve } from "./registration/reminders.ts";
import { expireOffers } from "./registration/actions.ts";
import { makeAllOccurrences } from "./series/actions.ts";
import { overEvents } from "./store.ts";

const batch = 200;

/** Announced events whose last minute has passed are held; who came is told by attendance. */
export async function holdOver(ctx: Ctx): Promise<number> {
  for (let held = 0; ;) {
    const ids = await overEvents(ctx, batch);
    for (const id of ids) await holdEvent(asSystem(ctx, "clock"), id);
    held += ids.length;
    if (ids.length < batch) return held;
  }
}

export const clockwork: Clockwork[] = [
  {
    name: "events.expire-offers",
    every: "* * * * *",
    run: async (ctx) => void (await expireOffers(ctx)),
  },
  {
    name: "events.hold-over",
    every: "*/10 * * * *",
    run: async (ctx) => void (await holdOver(ctx)),
  },
  {
    name: "events.tell-eve",
    every: "5 * * * *",
    run: async (ctx) => void (await tellEve(ctx)),
  },
  {
    name: "events.make-occurrences",
    every: "20 * * * *",
    run: async (ctx) => void (await makeAllOccurrences(asSystem(ctx, "series"))),
  },
];
