import { sql } from "kysely";
import type { Ctx } from "#base/context.ts";
import {
  CONFIDENCE_STEPS,
  type DecisionCount,
  type DecisionOutcome,
  type TopicPair,
  type TrainedField,
} from "./metrics.ts";

type CountedRow = {
  field: TrainedField;
  outcome: DecisionOutcome;
  cut: number | null;
  suggested: string | null;
  decided: string | null;
  paired: boolean;
  texts: number;
  sure: number | null;
};

/**
 * Counts people's decisions since then by what triage had suggested, in one query. Of noise only «is
 * it a matter» is evaluated, and only what was suggested to be none has a cut: thresholds are about
 * it.
 */
export async function countDecisions(
  ctx: Ctx,
  since: Date,
): Promise<{ cells: DecisionCount[]; pairs: TopicPair[] }> {
  const { rows } = await sql<CountedRow>`
    select field, outcome, cut, suggested, decided, grouping(outcome) = 1 as paired,
      count(*)::int as texts, sum(confidence)::float8 as sure
    from (
      select field, confidence,
        case
          when suggested is null then 'left'
          when field = 'noise' then
            case when (suggested = 'problem') = (decided in ('problem', 'answered')) then 'kept' else 'corrected' end
          when suggested = decided then 'kept'
          else 'corrected'
        end as outcome,
        case when field <> 'noise' or suggested <> 'problem'
          then floor(confidence * ${CONFIDENCE_STEPS}::int + 0.01)::int end as cut,
        case when field = 'topic' then suggested end as suggested,
        case when field = 'topic' then decided end as decided
      from signals_corrections
      where region_id = ${ctx.region.id} and at > ${since}
    ) judged
    group by grouping sets ((field, outcome, cut), (field, suggested, decided))`.execute(ctx.db);
  return {
    cells: rows
      .filter(({ paired }) => !paired)
      .map(({ field, outcome, cut, texts, sure }) => ({
        field,
        outcome,
        confidenceStep: cut,
        texts,
        confidenceSum: sure ?? 0,
      })),
    pairs: rows.flatMap(({ paired, field, suggested, decided, texts }) =>
      paired && field === "topic" && decided !== null ? [{ suggested, decided, texts }] : [],
    ),
  };
}

export type AutomationCounts = {
  received: number;
  /** Put aside and joined by triage itself, and how many of both a person has looked at and left so. */
  aside: number;
  joined: number;
  checked: number;
};

/** Counts the automatic decisions since then, and all messages that came. */
export async function countAutomation(ctx: Ctx, since: Date): Promise<AutomationCounts> {
  const { rows } = await sql<AutomationCounts>`
    select count(*) filter (where state = 'noise')::int as aside,
      count(*) filter (where state = 'joined')::int as joined,
      count(decided_by)::int as checked,
      (select count(*)::int from signals_messages
        where region_id = ${ctx.region.id} and received_at > ${since}) as received
    from signals_messages
    where region_id = ${ctx.region.id} and decided_by_machine and decided_at > ${since}`.execute(
    ctx.db,
  );
  return rows[0] ?? { received: 0, aside: 0, joined: 0, checked: 0 };
}
