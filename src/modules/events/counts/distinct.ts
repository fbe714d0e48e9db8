import { sql } from "kysely";
import type { Ctx } from "#base/context.ts";
import type { CountCell } from "#base/ports/count-source.ts";
import { asked, type Ask } from "./store.ts";

export type Once = "human_id" | "organisation_id";

type Kept = { print: string; cells: CountCell[] };
const answers = new WeakMap<object, Map<string, Kept>>();
/** A board asks a dozen questions; an answer holds at most a cell for each place and day. */
const mostAnswers = 64;

/**
 * People or organisations, each once: in every place apart, or once in all. Whom one has met before
 * is found by reading every presence, so an answer is kept while the events it came from stand as
 * they did, which each request asks anew: that reads the events, a thirtieth of their presences.
 */
export async function countOnce(ctx: Ctx, ask: Ask, once: Once): Promise<CountCell[]> {
  // What an open transaction sees may yet be undone.
  if (ctx.unit !== undefined) return countAnew(ctx, ask, once);
  const book = answers.get(ctx.house) ?? new Map<string, Kept>();
  answers.set(ctx.house, book);
  const key = JSON.stringify([ctx.region.id, once, ask]);
  const print = await printOf(ctx, ask);
  const known = book.get(key);
  if (known?.print === print) return known.cells;
  const cells = await countAnew(ctx, ask, once);
  book.delete(key);
  // A change between the two readings would be kept under the print of before.
  if ((await printOf(ctx, ask)) === print) book.set(key, { print, cells });
  const [oldest] = book.keys();
  if (book.size > mostAnswers && oldest !== undefined) book.delete(oldest);
  return cells;
}

/** Equal only while the same events stand in the same places and days with the same people. */
async function printOf(ctx: Ctx, ask: Ask): Promise<string> {
  const { rows } = await sql<{ print: string }>`
    select count(*) || ' ' || coalesce(sum(hash_record_extended(
      row(e.id, e.municipality_id, e.day, e.attendance_closed_at is not null, e.recounts), 0)), 0) as print
    from events_events e where ${asked(ctx, ask)}`.execute(ctx.db);
  return rows[0]?.print ?? "";
}

async function countAnew(ctx: Ctx, ask: Ask, once: Once): Promise<CountCell[]> {
  const byPlace = ask.per === "place";
  const { rows } = await sql<CountCell>`
    with firsts as (
      select ${byPlace ? sql`e.municipality_id as place,` : sql``}
        min(e.day) filter (where e.attendance_closed_at is not null) as proven_day, min(e.day) as day
      from events_events e
      join events_presences p on p.region_id = e.region_id and p.event_id = e.id
        and p.session_id is null and p.withdrawn_at is null
      where ${asked(ctx, ask)} and p.${sql.ref(once)} is not null
      group by ${byPlace ? sql`e.municipality_id,` : sql``} p.${sql.ref(once)}
    )
    select ${byPlace ? sql`place` : sql`null::uuid as place`}, coalesce(proven_day, day) as day,
      count(proven_day) as proven, count(*) - count(proven_day) as said
    from firsts group by 1, 2 order by 2, 1`.execute(ctx.db);
  return rows;
}
