import { asSystem, type Ctx } from "#base/context.ts";
import type { ScheduledTask } from "#base/jobs.ts";
import { holdEvent } from "./edit/actions.ts";
import { sendReminders } from "./registration/reminders.ts";
import { expireOffers } from "./registration/actions.ts";
import { createAllOccurrences } from "./series/actions.ts";
import { listFinishedEvents } from "./store.ts";

const batchSize = 200;

/** Marks announced events as held once their last minute has passed. */
export async function holdFinishedEvents(ctx: Ctx): Promise<number> {
  for (let held = 0; ;) {
    const ids = await listFinishedEvents(ctx, batchSize);
    for (const id of ids) await holdEvent(asSystem(ctx, "clock"), id);
    held += ids.length;
    if (ids.length < batchSize) return held;
  }
}

export const scheduledTasks: ScheduledTask[] = [
  {
    name: "events.expire-offers",
    every: "* * * * *",
    run: async (ctx) => void (await expireOffers(ctx)),
  },
  {
    name: "events.hold-finished",
    every: "*/10 * * * *",
    run: async (ctx) => void (await holdFinishedEvents(ctx)),
  },
  {
    name: "events.send-reminders",
    every: "5 * * * *",
    run: async (ctx) => void (await sendReminders(ctx)),
  },
  {
    name: "events.create-occurrences",
    every: "20 * * * *",
    run: async (ctx) => void (await createAllOccurrences(asSystem(ctx, "series"))),
  },
];
