import { sql, type RawBuilder } from "kysely";
import type { Ctx } from "#base/context.ts";

/** Which problems are counted: those opened in [from, to), shown to the public, counted once (no merged ones). */
export type FigureScope = {
  municipalityId?: string | undefined;
  bodyId?: string | undefined;
  topicGroup?: string | undefined;
  from: Date;
  to: Date;
};

/** The present states of the problems of a scope; every problem is in exactly one state. */
export type ProblemStateCounts = {
  /** Found fixed by an independent check. */
  verified: number;
  /** The body says it is fixed; nobody has checked yet. */
  claimed: number;
  /** In work, the term is running. */
  open: number;
  /** In work, the term is over. */
  late: number;
  /** Ended without a fix: explained, not accepted, withdrawn. */
  otherwise: number;
};

/** Half of the cases waited no longer than `median`, nine of ten no longer than `p90`. */
export type WaitTimes = { cases: number; median?: number; p90?: number };

export type ProblemFigures = {
  /** All problems of the scope: the sum of its states. */
  opened: number;
  /** Messages of residents behind them. */
  messages: number;
  states: ProblemStateCounts;
  answers: {
    /** First answers given within the term. */
    inTime: number;
    /** All first answers whose term is known. */
    given: number;
    /** Still owed although the term is over. */
    owed: number;
  };
  claims: { made: number; confirmed: number; waiting: number };
  checks: { made: number; refuted: number };
  /** From routing to the body's first reaction, hours. */
  reaction: WaitTimes;
  /** From routing to the first answer or claim, days. */
  answer: WaitTimes;
  /** From the problem's opening to the check that found it fixed, days. */
  fix: WaitTimes;
};

/** Below this many cases a share or a median means nothing. */
export const minCases = 5;

export type FigureGrouping = "municipality" | "settlement" | "body" | "group";

const groupingColumns: Record<FigureGrouping, RawBuilder<string>> = {
  municipality: sql`municipality_id::text`,
  settlement: sql`settlement_id::text`,
  body: sql`body_id::text`,
  group: sql`topic_group`,
};

const zeroStateCounts: ProblemStateCounts = {
  verified: 0,
  claimed: 0,
  open: 0,
  late: 0,
  otherwise: 0,
};

export const zeroFigures: ProblemFigures = {
  opened: 0,
  messages: 0,
  states: zeroStateCounts,
  answers: { inTime: 0, given: 0, owed: 0 },
  claims: { made: 0, confirmed: 0, waiting: 0 },
  checks: { made: 0, refuted: 0 },
  reaction: { cases: 0 },
  answer: { cases: 0 },
  fix: { cases: 0 },
};

/** Computes the figures of one scope in one query; all zero when it has no problem. */
export async function computeFigures(ctx: Ctx, scope: FigureScope): Promise<ProblemFigures> {
  const [row] = await queryFigures(ctx, scope, sql<string>`''::text`);
  return row === undefined ? zeroFigures : toFigures(row);
}

/** Computes the same figures, by its id, for each municipality, settlement, body or group of topics that has a problem. */
export async function computeFiguresBy(
  ctx: Ctx,
  key: FigureGrouping,
  scope: FigureScope,
): Promise<Map<string, ProblemFigures>> {
  const rows = await queryFigures(ctx, scope, groupingColumns[key]);
  return new Map(rows.flatMap((row) => (row.key === null ? [] : [[row.key, toFigures(row)]])));
}

/** Builds the condition of a scope over the column names of `problems_problems`. */
export function scopeCondition(ctx: Ctx, scope: FigureScope): RawBuilder<boolean> {
  const { municipalityId, bodyId, topicGroup } = scope;
  const parts = [
    sql`region_id = ${ctx.region.id} and public and stage <> 'merged'`,
    sql`opened_at >= ${scope.from} and opened_at < ${scope.to}`,
    ...(municipalityId === undefined ? [] : [sql`municipality_id = ${municipalityId}::uuid`]),
    ...(bodyId === undefined ? [] : [sql`body_id = ${bodyId}::uuid`]),
    ...(topicGroup === undefined ? [] : [sql`topic_group = ${topicGroup}`]),
  ];
  return sql<boolean>`${sql.join(parts, sql` and `)}`;
}

/** Builds the counts by state; the parts never overlap, so they add up to all. */
export function stateCountsSql(now: Date): RawBuilder<unknown> {
  return sql`
    count(*) filter (where stage = 'verified') as verified,
    count(*) filter (where stage = 'claimed') as claimed,
    count(*) filter (where is_open and stage <> 'claimed' and (due_at is null or due_at >= ${now})) as open,
    count(*) filter (where is_open and stage <> 'claimed' and due_at < ${now}) as late,
    count(*) filter (where not is_open and stage <> 'verified') as otherwise`;
}

// A re-opened problem is routed anew: an answer given before that belongs to the round that failed.
const answeredCondition = sql`answered_at >= routed_at and answer_due_at is not null`;
const owesAnswerCondition = sql`stage in ('routed', 'acknowledged', 'answered-interim')
  and (answered_at is null or answered_at < routed_at)`;

type FigureRow = ProblemStateCounts & {
  key: string | null;
  opened: number;
  messages: number;
  in_time: number;
  given: number;
  owed: number;
  claims: number;
  confirmed: number;
  checked: number;
  refuted: number;
  reactions: number;
  reaction: number[] | null;
  answers: number;
  answer: number[] | null;
  fixes: number;
  fix: number[] | null;
};

async function queryFigures(
  ctx: Ctx,
  scope: FigureScope,
  key: RawBuilder<string>,
): Promise<FigureRow[]> {
  const now = ctx.now();
  const { rows } = await sql<FigureRow>`
    with cohort as materialized (
      select ${key} as key, id, stage, is_open, due_at, answer_due_at, message_count, opened_at, routed_at,
        reacted_at, answered_at, claimed_at, verified_at
      from problems_problems where ${scopeCondition(ctx, scope)}
    ), checks as (
      select c.key, count(*) as checked, count(*) filter (where v.outcome = 'not-fixed') as refuted
      from cohort c join problems_verifications v on v.region_id = ${ctx.region.id} and v.problem_id = c.id
      group by c.key
    ), sums as (
      select key, count(*) as opened, sum(message_count)::bigint as messages, ${stateCountsSql(now)},
        count(*) filter (where ${answeredCondition} and answered_at <= answer_due_at) as in_time,
        count(*) filter (where ${answeredCondition}) as given,
        count(*) filter (where ${owesAnswerCondition} and answer_due_at < ${now}) as owed,
        count(claimed_at) as claims,
        count(claimed_at) filter (where stage = 'verified') as confirmed,
        ${waitTimesSql("reactions", "reaction", { of: sql`reacted_at - routed_at`, where: sql`reacted_at >= routed_at`, unit: 3600 })},
        ${waitTimesSql("answers", "answer", { of: sql`answered_at - routed_at`, where: sql`answered_at >= routed_at`, unit: 86_400 })},
        ${waitTimesSql("fixes", "fix", { of: sql`verified_at - opened_at`, where: sql`stage = 'verified' and verified_at is not null`, unit: 86_400 })}
      from cohort group by key
    )
    select sums.*, coalesce(checked, 0) as checked, coalesce(refuted, 0) as refuted
    from sums left join checks on checks.key is not distinct from sums.key`.execute(ctx.db);
  return rows;
}

function waitTimesSql(
  cases: string,
  name: string,
  { of, where, unit }: { of: RawBuilder<unknown>; where: RawBuilder<unknown>; unit: number },
) {
  return sql`count(*) filter (where ${where}) as ${sql.ref(cases)},
    percentile_cont(array[0.5, 0.9]) within group (order by extract(epoch from ${of})::double precision / ${sql.lit(unit)})
      filter (where ${where}) as ${sql.ref(name)}`;
}

function toFigures(row: FigureRow): ProblemFigures {
  const { verified, claimed, open, late, otherwise } = row;
  return {
    opened: row.opened,
    messages: row.messages,
    states: { verified, claimed, open, late, otherwise },
    answers: { inTime: row.in_time, given: row.given, owed: row.owed },
    claims: { made: row.claims, confirmed: row.confirmed, waiting: claimed },
    checks: { made: row.checked, refuted: row.refuted },
    reaction: toWaitTimes(row.reactions, row.reaction),
    answer: toWaitTimes(row.answers, row.answer),
    fix: toWaitTimes(row.fixes, row.fix),
  };
}

function toWaitTimes(cases: number, quantiles: number[] | null): WaitTimes {
  const [median, p90] = quantiles ?? [];
  if (cases < minCases || median === undefined || p90 === undefined) return { cases };
  return { cases, median, p90 };
}
