import { sql } from "kysely";
import type { Ctx } from "#base/context.ts";
import { fromZoned, toZoned } from "#base/time/calendar.ts";
import {
  stateCountsSql,
  scopeCondition,
  type FigureScope,
  type ProblemStateCounts,
} from "./figures.ts";

export type WeeklyStateCounts = {
  /** The Monday in the region's zone, «2026-03-09». */ week: string;
} & ProblemStateCounts;

/** Counts the problems of each week by state, oldest week first; weeks begin on Monday in the region's zone. */
export async function countStatesByWeek(
  ctx: Ctx,
  scope: FigureScope,
): Promise<WeeklyStateCounts[]> {
  const { rows } = await sql<WeeklyStateCounts>`
    select to_char(date_trunc('week', opened_at at time zone ${ctx.region.timeZone}), 'YYYY-MM-DD') as week,
      ${stateCountsSql(ctx.now())}
    from problems_problems where ${scopeCondition(ctx, scope)}
    group by 1 order by 1`.execute(ctx.db);
  return rows;
}

/** What somebody owes at this moment, whatever the period: open problems only. */
export type AttentionSummary = {
  /** Bodies whose term is over, the one that owes most first. */
  lateBodies: { bodyId: string; late: number }[];
  /** Terms of bodies that end before midnight in the region. */
  dueToday: number;
  /** Terms that coordinators have missed: to confirm, to route, to judge an answer, to check a claim. */
  lateOurs: number;
  /** Claims that wait for somebody to go and look. */
  toCheck: number;
  /** Not yet confirmed, so not yet in any public figure. */
  unconfirmed: number;
  open: number;
};

type AttentionRow = {
  body_id: string | null;
  late: number;
  due_today: number;
  late_ours: number;
  to_check: number;
  unconfirmed: number;
  open: number;
};

const bodyStageCondition = sql`stage in ('routed', 'acknowledged', 'answered-interim', 'refuted', 'planned')`;

/** Counts what is overdue and what waits, in one municipality or in the whole region. */
export async function loadAttentionSummary(
  ctx: Ctx,
  { municipalityId }: { municipalityId?: string } = {},
): Promise<AttentionSummary> {
  const now = ctx.now();
  const midnight = fromZoned(toZoned(now, ctx.region.timeZone).date, 24 * 60, ctx.region.timeZone);
  const { rows } = await sql<AttentionRow>`
    select body_id,
      count(*) filter (where ${bodyStageCondition} and due_at < ${now}) as late,
      count(*) filter (where ${bodyStageCondition} and due_at >= ${now} and due_at < ${midnight}) as due_today,
      count(*) filter (where not ${bodyStageCondition} and due_at < ${now}) as late_ours,
      count(*) filter (where stage = 'claimed') as to_check,
      count(*) filter (where not public) as unconfirmed,
      count(*) filter (where public) as open
    from problems_problems
    where region_id = ${ctx.region.id} and is_open
      ${municipalityId === undefined ? sql`` : sql`and municipality_id = ${municipalityId}::uuid`}
    group by body_id`.execute(ctx.db);
  const sum = (pick: (row: AttentionRow) => number) =>
    rows.reduce((all, row) => all + pick(row), 0);
  return {
    lateBodies: rows
      .flatMap(({ body_id, late }) =>
        body_id === null || late === 0 ? [] : [{ bodyId: body_id, late }],
      )
      .toSorted((a, b) => b.late - a.late || a.bodyId.localeCompare(b.bodyId)),
    dueToday: sum((row) => row.due_today),
    lateOurs: sum((row) => row.late_ours),
    toCheck: sum((row) => row.to_check),
    unconfirmed: sum((row) => row.unconfirmed),
    open: sum((row) => row.open),
  };
}

/** A place where a problem comes back after its fix was verified. */
export type ChronicPlace = {
  municipalityId: string;
  topic: string;
  address: string;
  title: string;
  /** The newest problem there. */
  number: string;
  /** How often it came back after a verified fix. */
  returns: number;
  /** Messages of the last twelve months of the region's calendar, oldest first. */
  months: number[];
};

const monthsShown = 12;

/** Lists places where a problem came back in the last year, most returns first; at most `limit` (20). */
export async function listChronicPlaces(
  ctx: Ctx,
  { municipalityId, limit = 20 }: { municipalityId?: string; limit?: number } = {},
): Promise<ChronicPlace[]> {
  const names = lastMonths(ctx);
  const { rows } = await sql<Omit<ChronicPlace, "months"> & { by_month: Record<string, number> }>`
    with recursive way as (
      -- A problem that was itself opened again is its own first one.
      select id as came, coalesce(returns_after, id) as back, greatest(1, reopened_count)::int as steps
      from problems_problems
      where region_id = ${ctx.region.id} and chronic_since is not null and public and stage <> 'merged'
        and chronic_since >= ${ctx.now()}::timestamptz - interval '12 months'
        ${municipalityId === undefined ? sql`` : sql`and municipality_id = ${municipalityId}::uuid`}
      union all
      select way.came, earlier.returns_after, way.steps + 1
      from way join problems_problems earlier on earlier.region_id = ${ctx.region.id} and earlier.id = way.back
      where earlier.returns_after is not null and way.steps < 100
    ), rooted as (
      -- The last step back from each return ends at the place's first problem.
      select distinct on (came) came, back as root, steps from way order by came, steps desc
    ), place as (
      select root, array_agg(came) as returned, greatest(count(*), max(steps)) as returns
      from rooted group by root order by returns desc, root limit ${limit}
    )
    select p.municipality_id as "municipalityId", p.topic, p.address, p.title, p.number, place.returns,
      coalesce((
        select jsonb_object_agg(month, messages) from (
          select to_char(v.at at time zone ${ctx.region.timeZone}, 'YYYY-MM') as month, count(*) as messages
          from problems_reports v
          where v.region_id = ${ctx.region.id} and v.problem_id = any(place.returned || place.root)
          group by 1
        ) reported
      ), '{}') as by_month
    from place join lateral (
      select * from problems_problems newest
      where newest.region_id = ${ctx.region.id} and newest.id = any(place.returned)
      order by newest.opened_at desc, newest.id desc limit 1
    ) p on true
    order by place.returns desc, p.opened_at desc`.execute(ctx.db);
  return rows.map(({ by_month, ...place }) => ({
    ...place,
    months: names.map((month) => by_month[month] ?? 0),
  }));
}

/** Returns the last twelve months up to now, «2026-03», oldest first. */
function lastMonths(ctx: Ctx): string[] {
  const today = ctx.today();
  const last = Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7)) - 1;
  return Array.from({ length: monthsShown }, (_, index) => {
    const month = last - monthsShown + 1 + index;
    return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}`;
  });
}

/** Finds the ids of settlements from which a message or a problem came since then. */
export async function findReportingSettlements(ctx: Ctx, since: Date): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select settlement_id as id from problems_problems
    where region_id = ${ctx.region.id} and settlement_id is not null and opened_at >= ${since}
    union
    select p.settlement_id from problems_reports v
    join problems_problems p on p.region_id = v.region_id and p.id = v.problem_id
    where v.region_id = ${ctx.region.id} and v.at >= ${since} and p.settlement_id is not null`.execute(
    ctx.db,
  );
  return new Set(rows.map((row) => row.id));
}

/** A verified fix with what was seen before and after. */
export type VerifiedFix = {
  number: string;
  title: string;
  municipalityId: string;
  openedAt: Date;
  verifiedAt: Date;
  before: { file: string; alt: string } | null;
  after: { file: string; alt: string } | null;
};

/** Lists the newest verified fixes; those with both pictures come first among the last four times `limit`. */
export async function listRecentFixes(ctx: Ctx, limit: number): Promise<VerifiedFix[]> {
  const pictureSql = (moment: "before" | "after") => sql`(
    select jsonb_build_object('file', file_id, 'alt', alt) from problems_pictures f
    where f.region_id = p.region_id and f.problem_id = p.id and f.moment = ${moment}
    order by f.taken_at desc, f.file_id limit 1)`;
  const { rows } = await sql<VerifiedFix>`
    select * from (
      select number, title, municipality_id as "municipalityId", opened_at as "openedAt", verified_at as "verifiedAt",
        ${pictureSql("before")} as before, ${pictureSql("after")} as after
      from problems_problems p
      where region_id = ${ctx.region.id} and public and stage = 'verified'
      order by verified_at desc, id desc limit ${limit * 4}
    ) newest
    order by (before is null)::int + (after is null)::int, "verifiedAt" desc limit ${limit}`.execute(
    ctx.db,
  );
  return rows;
}
