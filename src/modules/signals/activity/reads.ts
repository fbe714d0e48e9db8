import { sql } from "kysely";
import type { Ctx } from "#base/context.ts";
import { dayAt } from "#base/time/local-time.ts";
import { sourceColumn } from "./sources-reads.ts";

/** What a count of messages needs: topic, place, day and an author's key; nothing that shows who it was. */
export type CountedMessage = {
  /** days since 1970-01-01 in the region's zone */
  day: number;
  municipalityId: string | null;
  /** a topic's code, a group's, or "" */
  topic: string;
  /** the same for all messages of one author */
  author: string;
};

/** Days that a source must be known before it counts; one that began with the region counts at once. */
export const sourceWarmUpDays = 35;
const initialSourceDays = 7;

const intervalDays = (count: number) => sql`make_interval(days => ${count})`;

/**
 * Lists messages written in [`from`, `to`) that report a matter: no noise, none withdrawn, none of a
 * source so new that its whole stream would look like a burst. Reads the rows of that time alone.
 */
export async function listCountedMessages(
  ctx: Ctx,
  { from, to }: { from: Date; to: Date },
): Promise<CountedMessage[]> {
  const region = ctx.region.id;
  const { rows } = await sql<{
    at: Date;
    municipality: string | null;
    topic: string;
    author: string;
  }>`
    with began as (select min(first_written_at) as at from signals_sources where region_id = ${region}),
    fresh as (
      select s.channel, s.source from signals_sources s, began where s.region_id = ${region}
        and s.first_written_at > ${to}::timestamptz - ${intervalDays(sourceWarmUpDays)}
        and s.first_written_at > began.at + ${intervalDays(initialSourceDays)}
    )
    select m.written_at as at, m.municipality_id as municipality, m.topic, coalesce(m.author_id, m.id) as author
    from signals_messages m
    where m.region_id = ${region} and m.written_at >= ${from} and m.written_at < ${to}
      and m.state not in ('noise', 'withdrawn')
      and not exists (select from fresh where fresh.channel = m.channel and fresh.source = ${sourceColumn})`.execute(
    ctx.db,
  );
  const zone = ctx.region.timeZone;
  return rows.map(({ at, municipality, topic, author }) => ({
    day: dayAt(at.getTime(), zone),
    municipalityId: municipality,
    topic,
    author,
  }));
}

/** Counts author-days (an author once a day) of each topic in two periods, for the whole region. */
export async function countAuthorsByTopic(
  ctx: Ctx,
  { before, around }: Record<"before" | "around", { from: Date; to: Date }>,
): Promise<{ topic: string; before: number; around: number }[]> {
  const within = ({ from, to }: { from: Date; to: Date }) =>
    sql`(m.written_at >= ${from} and m.written_at < ${to})`;
  const authorDays = (time: { from: Date; to: Date }) =>
    sql`count(distinct (coalesce(m.author_id, m.id), (m.written_at at time zone ${ctx.region.timeZone})::date))
      filter (where ${within(time)})`;
  const { rows } = await sql<{ topic: string; before: number; around: number }>`
    select m.topic, ${authorDays(before)} as before, ${authorDays(around)} as around
    from signals_messages m
    where m.region_id = ${ctx.region.id} and m.state not in ('noise', 'withdrawn')
      and m.written_at >= ${before.from} and m.written_at < ${around.to}
    group by m.topic`.execute(ctx.db);
  return rows;
}
