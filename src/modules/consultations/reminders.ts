import { dateOfDay, dayNumber, fromZoned, toZoned } from "#base/time/local-time.ts";
import { transact, type Ctx } from "#base/context.ts";
import type { ScheduledTask } from "#base/jobs.ts";
import { notifyRequester } from "./letters.ts";
import { listBookedBetween } from "./reads.ts";

/** From noon until nine in the evening of the day before, by the region's clock: minutes of the day. */
const [earliestMinute, latestMinute] = [12 * 60, 21 * 60];

/**
 * Sends reminders on the eve of booked meetings, once for each time a meeting was set to; returns how
 * many.
 */
export async function sendReminders(ctx: Ctx): Promise<number> {
  const zone = ctx.region.timeZone;
  const { date, minutes } = toZoned(ctx.now(), zone);
  if (minutes < earliestMinute || minutes >= latestMinute) return 0;
  const midnight = (days: number) => fromZoned(dateOfDay(dayNumber(date) + days), 0, zone);
  const meetings = await listBookedBetween(ctx, { from: midnight(1), to: midnight(2) });
  await transact(ctx, async (tx) => {
    for (const meeting of meetings) await notifyRequester(tx, meeting, "eve");
  });
  return meetings.length;
}

export const scheduledTasks: ScheduledTask[] = [
  {
    name: "consultations.send-reminders",
    every: "5 * * * *",
    run: async (ctx) => void (await sendReminders(ctx)),
  },
];
