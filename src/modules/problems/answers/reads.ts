import type { Ctx } from "#base/context.ts";
import { type ProblemListItem, listColumns } from "../list/reads.ts";
import { from } from "#base/db/region.ts";
import { rowsFor } from "#base/policy.ts";
import { problemPolicy } from "../policy.ts";
import { sql } from "kysely";

/** Lists at most 200 open problems that wait for the actor's body, by deadline. */
export async function listInbox(ctx: Ctx): Promise<ProblemListItem[]> {
  const rows = await from(ctx, "problems_problems")
    .select(listColumns)
    .where("is_open", "=", true)
    .where("stage", "not in", ["new", "confirmed"])
    .where(rowsFor(problemPolicy, ctx.actor, "respond", "problems_problems"))
    .orderBy(sql`due_at asc nulls last`)
    .orderBy("id")
    .limit(200)
    .execute();
  return rows as ProblemListItem[];
}
