import { sql, type RawBuilder } from "kysely";
import type { Ctx } from "#base/context.ts";
import type {
  CountQuery,
  CountCell,
  CountedRow,
  Doubt,
  RowsPage,
} from "#base/ports/count-source.ts";
import { cursorKeys, pageOf, readCursor, type PageOf } from "#base/db/paging.ts";
import { may } from "#base/policy.ts";
import { eventPolicy } from "../policy.ts";
import { findDoubts } from "../attendance/doubts-reads.ts";
import type { DistinctColumn } from "./distinct-reads.ts";
import type { EventCountFilters } from "./sources.ts";

export type EventCountQuery = CountQuery<EventCountFilters> & { closedOnly?: boolean };

/**
 * Returns the SQL condition for the events of a query: closed ones, or past ones without a closed
 * list. Every source uses it, by an index on the day, the project or the event.
 */
export function countedEventsCondition(ctx: Ctx, query: EventCountQuery): RawBuilder<unknown> {
  const { filters } = query;
  const conditions = [
    filterCondition(query),
    ...(filters.atLeast === undefined ? [] : [sql`e.present >= ${filters.atLeast}`]),
    ...(query.closedOnly === true ? [sql`e.attendance_closed_at is not null`] : []),
  ];
  return sql`e.region_id = ${ctx.region.id} and e.day between ${query.from}::date and ${query.to}::date
    and (e.attendance_closed_at is not null
      or (e.day < ${ctx.today()}::date and e.stage in ('announced', 'held')))
    and ${sql.join(conditions, sql` and `)}`;
}

/** Returns the SQL condition of the filters, whatever the state of the event. */
function filterCondition({ filters, places }: EventCountQuery): RawBuilder<unknown> {
  const conditions = [
    sql`true`,
    ...(places === undefined ? [] : [sql`e.municipality_id = any(${[...places]}::uuid[])`]),
    ...(filters.kinds === undefined ? [] : [sql`e.kind = any(${[...filters.kinds]}::text[])`]),
    ...(filters.projectId === undefined ? [] : [sql`e.project_id = ${filters.projectId}`]),
    ...(filters.activityId === undefined ? [] : [sql`e.activity_id = ${filters.activityId}`]),
    ...(filters.eventId === undefined ? [] : [sql`e.id = ${filters.eventId}`]),
  ];
  return sql.join(conditions, sql` and `);
}

/** Counts one cell per place and day. */
async function countCells(
  ctx: Ctx,
  query: EventCountQuery,
  amount: RawBuilder<unknown>,
): Promise<CountCell[]> {
  const { rows } = await sql<CountCell>`
    select e.municipality_id as place, e.day,
      coalesce(sum(${amount}) filter (where e.attendance_closed_at is not null), 0) as confirmed,
      coalesce(sum(${amount}) filter (where e.attendance_closed_at is null), 0) as reported
    from events_events e where ${countedEventsCondition(ctx, query)}
    group by e.municipality_id, e.day order by e.day, e.municipality_id`.execute(ctx.db);
  return rows;
}

/**
 * Counts events announced from today on, all as reported; attendance is expected from the seats
 * taken.
 */
async function countScheduledCells(
  ctx: Ctx,
  query: EventCountQuery,
  amount: RawBuilder<unknown>,
): Promise<CountCell[]> {
  const { rows } = await sql<CountCell>`
    select e.municipality_id as place, e.day, 0 as confirmed, sum(${amount}) as reported
    from events_events e
    where e.region_id = ${ctx.region.id}
      and e.day between greatest(${query.from}::date, ${ctx.today()}::date) and ${query.to}::date
      and e.stage in ('announced', 'held') and e.attendance_closed_at is null and ${filterCondition(query)}
    group by e.municipality_id, e.day order by e.day, e.municipality_id`.execute(ctx.db);
  return rows;
}

const seatsTakenSql = sql`greatest(e.present, (select count(*) from events_registrations r
  where r.region_id = e.region_id and r.event_id = e.id and r.state = 'confirmed'))`;

/** Counts announced future events, per place and day. */
export const countHeldScheduled = (ctx: Ctx, query: EventCountQuery) =>
  countScheduledCells(ctx, query, sql`1`);

/** Counts the people expected at announced future events, per place and day. */
export const countAttendanceScheduled = (ctx: Ctx, query: EventCountQuery) =>
  countScheduledCells(ctx, query, seatsTakenSql);

/** Counts events held, per place and day. */
export const countHeld = (ctx: Ctx, query: EventCountQuery) => countCells(ctx, query, sql`1`);

/** Counts people present, per place and day: a person as often as they came. */
export const countAttendance = (ctx: Ctx, query: EventCountQuery) =>
  countCells(ctx, query, sql`e.present`);

/** Counts replies of people present, of all present, at events whose list is closed. */
export async function countFeedback(ctx: Ctx, query: EventCountQuery): Promise<CountCell[]> {
  const { rows } = await sql<CountCell>`
    select e.municipality_id as place, e.day, sum(least(e.present, coalesce(f.replies, 0))) as confirmed,
      0 as reported, sum(e.present) as of
    from events_events e
    left join lateral (
      select count(*) as replies from events_feedback f
      where f.region_id = e.region_id and f.event_id = e.id and f.replied
    ) f on true
    where ${countedEventsCondition(ctx, { ...query, closedOnly: true })}
    group by e.municipality_id, e.day order by e.day, e.municipality_id`.execute(ctx.db);
  return rows;
}

type CountedEventRow = {
  id: string;
  number: string;
  title: string;
  day: string;
  place: string;
  present: number;
  replies: number;
  pictures: number;
  minutes: number;
  documents: number;
  links: number;
  confirmed: boolean;
  public: boolean;
  stage: string;
  municipality_id: string;
  organisation_id: string | null;
};

const countedEventColumns = sql`
  e.id, e.number, e.title, e.day, e.municipality_id as place, e.present,
  e.public, e.stage, e.municipality_id, e.organisation_id,
  e.attendance_closed_at is not null as confirmed,
  least(e.present, (select count(*) from events_feedback f where f.region_id = e.region_id
    and f.event_id = e.id and f.replied)) as replies,
  m.pictures, m.minutes, m.documents, m.links`;

const materialsJoin = sql`
  left join lateral (
    select count(*) filter (where kind = 'picture') as pictures,
      count(*) filter (where kind = 'minutes') as minutes,
      count(*) filter (where kind in ('material', 'recording')) as documents,
      count(*) filter (where kind = 'link') as links
    from events_materials m where m.region_id = e.region_id and m.event_id = e.id
  ) m on true`;

/** Returns the SQL clauses of a page: where it begins, its direction and its limit. */
function pageClauses(query: RowsPage) {
  const cursor = readCursor(query, cursorKeys.day);
  const [day, id] = cursor?.key ?? [];
  const back = cursor?.dir === "before";
  const order = back ? sql`asc` : sql`desc`;
  const from =
    cursor === undefined
      ? sql``
      : sql`and (e.day, e.id) ${back ? sql`>` : sql`<`} (${String(day)}::date, ${String(id)}::uuid)`;
  const sorted = sql`order by e.day ${order}, e.id ${order}`;
  return { cursor, from, sorted, tail: sql`${sorted} limit ${query.limit + 1}` };
}

/** Lists the events behind a figure, newest first. */
export async function listCountedEvents(
  ctx: Ctx,
  query: EventCountQuery & RowsPage,
  amountOf: (row: CountedEventRow) => { amount: number; of?: number },
): Promise<PageOf<CountedRow>> {
  const { cursor, from, sorted, tail } = pageClauses(query);
  // The page is cut first, so that materials and replies are joined only for its rows.
  const { rows } = await sql<CountedEventRow>`
    with page as materialized (select e.id from events_events e where ${countedEventsCondition(ctx, query)} ${from} ${tail})
    select ${countedEventColumns} from page join events_events e on e.id = page.id ${materialsJoin}
    where e.region_id = ${ctx.region.id} ${sorted}`.execute(ctx.db);
  return toCountedPage(ctx, { rows, ask: query, cursor, amountOf });
}

/**
 * Lists the events at which people (or organisations) were counted for the first time; the amounts
 * sum to the figure.
 */
export async function listFirstAttendances(
  ctx: Ctx,
  query: EventCountQuery & RowsPage,
  column: DistinctColumn,
): Promise<PageOf<CountedRow>> {
  const { cursor, from, sorted, tail } = pageClauses(query);
  const place = query.per === "place" ? sql`, e.municipality_id` : sql``;
  const { rows } = await sql<CountedEventRow & { amount: number }>`
    with ranked as materialized (
      select e.id, e.municipality_id, e.day,
        (row_number() over (order by e.attendance_closed_at is null, e.day, e.id))::int as rank
      from events_events e where ${countedEventsCondition(ctx, query)}
    ), firsts as (
      select min(e.rank) as rank from ranked e
      join events_presences p on p.region_id = ${ctx.region.id} and p.event_id = e.id
        and p.session_id is null and p.withdrawn_at is null
      where p.${sql.ref(column)} is not null group by p.${sql.ref(column)} ${place}
    ), amounts as (select rank, count(*) as amount from firsts group by rank),
    page as materialized (
      select e.id, a.amount from ranked e join amounts a on a.rank = e.rank where true ${from} ${tail}
    )
    select ${countedEventColumns}, page.amount from page join events_events e on e.id = page.id ${materialsJoin}
    where e.region_id = ${ctx.region.id} ${sorted}`.execute(ctx.db);
  const amounts = new Map(rows.map((row) => [row.id, row.amount]));
  return toCountedPage(ctx, {
    rows,
    ask: query,
    cursor,
    amountOf: ({ id }) => ({ amount: amounts.get(id) ?? 0 }),
  });
}

async function toCountedPage(
  ctx: Ctx,
  from: {
    rows: readonly CountedEventRow[];
    ask: RowsPage;
    cursor: ReturnType<typeof readCursor>;
    amountOf: (row: CountedEventRow) => { amount: number; of?: number };
  },
): Promise<PageOf<CountedRow>> {
  const page = pageOf(from.rows, {
    limit: from.ask.limit,
    cursor: from.cursor,
    key: (row) => [row.day, row.id],
  });
  const doubts = await findDoubts(
    ctx,
    page.rows.map((row) => row.id),
  );
  return {
    ...page,
    rows: page.rows.map((row) => ({
      id: row.id,
      day: row.day,
      place: row.place,
      ...visibleParts(ctx, row),
      ...from.amountOf(row),
      confirmed: row.confirmed,
      doubts: [...new Set((doubts.get(row.id) ?? []).map((one) => one.kind))] satisfies Doubt[],
    })),
  };
}

/**
 * Returns the parts of an event that the actor may see; lists of names are for those who manage
 * registrations.
 */
function visibleParts(
  ctx: Ctx,
  row: CountedEventRow,
): Pick<CountedRow, "title" | "href" | "evidence"> {
  const path = `/events/${row.number}`;
  const open = may(eventPolicy, ctx.actor, "read", row);
  const href = open ? { href: path } : {};
  const names = may(eventPolicy, ctx.actor, "registrations", row);
  const kinds = [
    { kind: "presence-list", count: row.present, ...(names && { href: `${path}/presence` }) },
    { kind: "picture", count: row.pictures, ...href },
    { kind: "minutes", count: row.minutes, ...href },
    { kind: "document", count: row.documents, ...href },
    { kind: "link", count: row.links, ...href },
  ] as const;
  return {
    title: open ? row.title : row.number,
    ...href,
    evidence: kinds.filter(({ count }) => count > 0),
  };
}
