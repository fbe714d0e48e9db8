import { sql, type SqlBool } from "kysely";
import type { Ctx } from "#base/context.ts";
import { from, insertInto } from "#base/db/region.ts";
import { cached } from "#base/cache.ts";
import type { Channel } from "../signal.ts";

/** Channels that are many communities or mailboxes, each with readers of its own. */
const multiSourceChannels: ReadonlySet<string> = new Set<Channel>([
  "vk",
  "telegram",
  "odnoklassniki",
  "rss",
  "email",
]);

/** The same in SQL, for rows of the messages' table. */
export const sourceColumn = sql<string>`case when m.channel in (${sql.join([...multiSourceChannels])}) then m.source else '' end`;

type SourceMessage = { channel: Channel; source: string; writtenAt: Date };

const sourcesCache = cached(600, async (ctx) => {
  const rows = await from(ctx, "signals_sources")
    .select(["channel", "source", "first_written_at"])
    .execute();
  return new Map(rows.map((row) => [`${row.channel} ${row.source}`, row.first_written_at]));
});

/** Saves since when each source is known; queries only those that it has not seen so early. */
export async function saveSources(ctx: Ctx, batch: readonly SourceMessage[]): Promise<void> {
  const seen = await sourcesCache(ctx);
  const earlier = new Map<string, SourceMessage>();
  for (const { channel, source: sourceName, writtenAt } of batch) {
    const source = multiSourceChannels.has(channel) ? sourceName : "";
    const key = `${channel} ${source}`;
    const before = earlier.get(key)?.writtenAt ?? seen.get(key);
    if (before === undefined || writtenAt < before)
      earlier.set(key, { channel, source, writtenAt });
  }
  if (earlier.size === 0) return;
  // One order for everybody, so that two imports do not wait for each other for ever.
  const rows = [...earlier].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  await insertInto(
    ctx,
    "signals_sources",
    rows.map(({ channel, source, writtenAt }) => ({
      channel,
      source,
      first_written_at: writtenAt,
    })),
  )
    .onConflict((conflict) =>
      conflict
        .columns(["region_id", "channel", "source"])
        .doUpdateSet({ first_written_at: sql`excluded.first_written_at` })
        .where(sql<SqlBool>`excluded.first_written_at < signals_sources.first_written_at`),
    )
    .execute();
  sourcesCache.invalidate(ctx);
}
