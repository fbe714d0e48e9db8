import { sql } from "kysely";
import type { Ctx } from "#base/context.ts";
import { from } from "#base/db/region.ts";
import type { Channel } from "../signal.ts";

export type ChannelHealth = {
  channel: Channel;
  /** When the newest message arrived. */
  newest: Date;
  /** Messages that arrived in the last 24 hours, and in the last seven days. */
  day: number;
  week: number;
};

/**
 * Lists the channels that ever brought a message, by their newest one, with the messages of the last
 * 24 hours and seven days: a silent channel must be noticed.
 */
export async function channelHealth(ctx: Ctx): Promise<ChannelHealth[]> {
  const since = (hours: number) => new Date(ctx.now().getTime() - hours * 3_600_000);
  const rows = await from(ctx, "signals_messages")
    .select((eb) => [
      "channel",
      eb.fn.max("received_at").as("newest"),
      sql<number>`count(*) filter (where received_at > ${since(24)})`.as("day"),
      sql<number>`count(*) filter (where received_at > ${since(168)})`.as("week"),
    ])
    .groupBy("channel")
    .orderBy("newest", "desc")
    .execute();
  return rows.map((row) => ({ ...row, channel: row.channel as Channel }));
}
