import type { Ctx } from "#base/context.ts";
import { from } from "#base/db/region.ts";
import { listColumns, type ProblemListItem } from "../list/reads.ts";
import { sql } from "kysely";
import { rowsFor } from "#base/policy.ts";
import { problemPolicy } from "../policy.ts";

/** Lists at most 200 claims and answers that wait for an independent check, by deadline, with the body's last answer. */
export async function listPendingChecks(ctx: Ctx) {
  const rows = await from(ctx, "problems_problems")
    .select(listColumns)
    .select(
      sql<
        string | null
      >`(select text from problems_answers a where a.region_id = problems_problems.region_id
      and a.problem_id = problems_problems.id order by a.at desc limit 1)`.as("lastAnswer"),
    )
    .where("stage", "in", ["claimed", "answered"])
    .where(rowsFor(problemPolicy, ctx.actor, "verify", "problems_problems"))
    .orderBy(sql`due_at asc nulls last`)
    .orderBy("id")
    .limit(200)
    .execute();
  return rows as (ProblemListItem & { lastAnswer: string | null })[];
}
