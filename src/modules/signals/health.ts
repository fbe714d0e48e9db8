import { sql } from "kysely";
import type { Ctx } from "#base/context.ts";

export type ChannelHealth = {
  channel: string;
  /** When its last message was received here. */
  newest: Date;
  day: number;
  week: number;
};

const dayMs = 86_400_000;

/** Every channel that ever brought a message: the last one, and how many in 24 hours and in 7 days. */
export async function channelHealth(ctx: Ctx): Promise<ChannelHealth[]> {
  const since = (days: number) => new Date(ctx.now().getTime() - days * dayMs);
  const { rows } = await sql<ChannelHealth>`
    select channel, max(received_at) as newest,
      count(*) filter (where received_at >= ${since(1)}) as day,
      count(*) filter (where received_at >= ${since(7)}) as week
    from signals_messages where region_id = ${ctx.region.id}
    group by channel order by newest desc, channel`.execute(ctx.db);
  return rows;
}
