import { dateOfDay, dayNumber, fromZoned, toZoned } from "#base/time/local-time.ts";
import { transact, type Ctx } from "#base/context.ts";
import type { Clockwork } from "#base/jobs.ts";
import { tell } from "./letters.ts";
import { bookedBetween } from "./reads.ts";

/** From noon until nine in the evening of the day before, by the region's clock: minutes of the day. */
const [earliest, latest] = [12 * 60, 21 * 60];

/** On the eve of a booked meeting who asked is reminded, once for each hour it was set to. */
export async function tellEve(ctx: Ctx): Promise<number> {
  const zone = ctx.region.timeZone;
  const { date, minutes } = toZoned(ctx.now(), zone);
  if (minutes < earliest || minutes >= latest) return 0;
  const midnight = (days: number) => fromZoned(dateOfDay(dayNumber(date) + days), 0, zone);
  const meetings = await bookedBetween(ctx, { from: midnight(1), to: midnight(2) });
  await transact(ctx, async (tx) => {
    for (const meeting of meetings) await tell(tx, meeting, "eve");
  });
  return meetings.length;
}

export const clockwork: Clockwork[] = [
  {
    name: "consultations.tell-eve",
    every: "5 * * * *",
    run: async (ctx) => void (await tellEve(ctx)),
  },
];
