import { sql } from "kysely";
import type { Ctx } from "#base/context.ts";
import type { CountCell } from "#base/ports/count-source.ts";
import { countedEventsCondition, type EventCountQuery } from "./store.ts";

export type DistinctColumn = "human_id" | "organisation_id";

type CachedCount = { fingerprint: string; cells: CountCell[] };
const countCache = new WeakMap<object, Map<string, CachedCount>>();
/** A board has about a dozen queries; a result has at most one cell per place and day. */
const maxCachedAnswers = 64;

/**
 * Counts people or organisations once: per place, or once in total. Counting reads every presence,
 * so the result is cached while a fingerprint of the events (a cheap query) remains the same.
 */
export async function countDistinct(
  ctx: Ctx,
  query: EventCountQuery,
  column: DistinctColumn,
): Promise<CountCell[]> {
  // Changes of an open transaction may still be rolled back.
  if (ctx.unit !== undefined) return queryDistinct(ctx, query, column);
  const cache = countCache.get(ctx.app) ?? new Map<string, CachedCount>();
  countCache.set(ctx.app, cache);
  const key = JSON.stringify([ctx.region.id, column, query]);
  const fingerprint = await fingerprintOf(ctx, query);
  const known = cache.get(key);
  if (known?.fingerprint === fingerprint) return known.cells;
  const cells = await queryDistinct(ctx, query, column);
  cache.delete(key);
  // A change between the two reads would be cached under the old fingerprint.
  if ((await fingerprintOf(ctx, query)) === fingerprint) cache.set(key, { fingerprint, cells });
  const [oldest] = cache.keys();
  if (cache.size > maxCachedAnswers && oldest !== undefined) cache.delete(oldest);
  return cells;
}

/** Returns a value that changes when the events, their places, days or numbers of people change. */
async function fingerprintOf(ctx: Ctx, query: EventCountQuery): Promise<string> {
  const { rows } = await sql<{ print: string }>`
    select count(*) || ' ' || coalesce(sum(hash_record_extended(
      row(e.id, e.municipality_id, e.day, e.attendance_closed_at is not null, e.recounts), 0)), 0) as print
    from events_events e where ${countedEventsCondition(ctx, query)}`.execute(ctx.db);
  return rows[0]?.print ?? "";
}

async function queryDistinct(
  ctx: Ctx,
  query: EventCountQuery,
  column: DistinctColumn,
): Promise<CountCell[]> {
  const byPlace = query.per === "place";
  const { rows } = await sql<CountCell>`
    with firsts as (
      select ${byPlace ? sql`e.municipality_id as place,` : sql``}
        min(e.day) filter (where e.attendance_closed_at is not null) as proven_day, min(e.day) as day
      from events_events e
      join events_presences p on p.region_id = e.region_id and p.event_id = e.id
        and p.session_id is null and p.withdrawn_at is null
      where ${countedEventsCondition(ctx, query)} and p.${sql.ref(column)} is not null
      group by ${byPlace ? sql`e.municipality_id,` : sql``} p.${sql.ref(column)}
    )
    select ${byPlace ? sql`place` : sql`null::uuid as place`}, coalesce(proven_day, day) as day,
      count(proven_day) as confirmed, count(*) - count(proven_day) as reported
    from firsts group by 1, 2 order by 2, 1`.execute(ctx.db);
  return rows;
}
