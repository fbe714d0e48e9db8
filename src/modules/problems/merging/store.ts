import type { Ctx } from "#base/context.ts";
import { updateIn } from "#base/db/region.ts";
import { sql } from "kysely";

/** Moves the reports of a merged problem to another one, with their first problem in `merged_from`; returns their ids. */
export async function moveReports(ctx: Ctx, from: string, to: string): Promise<string[]> {
  const rows = await updateIn(ctx, "problems_reports")
    .set({ problem_id: to, merged_from: sql<string>`coalesce(merged_from, problem_id)` })
    .where("problem_id", "=", from)
    .returning("id")
    .execute();
  return rows.map((row) => row.id);
}

/** Moves back the reports of a merged problem and those that earlier merges had brought to it; returns their ids. */
export async function restoreReports(ctx: Ctx, problem: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with recursive gathered(id) as (
      select ${problem}::uuid
      union select p.id from problems_problems p join gathered g on p.merged_into = g.id
      where p.region_id = ${ctx.region.id}
    )
    update problems_reports set problem_id = ${problem}::uuid,
      merged_from = nullif(merged_from, ${problem}::uuid)
    where region_id = ${ctx.region.id} and merged_from in (select id from gathered)
    returning id`.execute(ctx.db);
  return rows.map((row) => row.id);
}
