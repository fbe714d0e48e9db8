import type { Ctx } from "#base/context.ts";
import type { Insertable } from "kysely";
import type { Tables } from "#base/db/tables.ts";
import { insertInto, from, deleteFrom } from "#base/db/region.ts";

/** Inserts a report; returns undefined when a report of this id is there already. */
export function insertReport(
  ctx: Ctx,
  report: Omit<Insertable<Tables["problems_reports"]>, "region_id">,
) {
  return insertInto(ctx, "problems_reports", report)
    .onConflict((conflict) => conflict.columns(["region_id", "id"]).doNothing())
    .returning("id")
    .executeTakeFirst();
}

/** Finds a report by the id of its message. */
export function findReport(ctx: Ctx, id: string) {
  return from(ctx, "problems_reports").selectAll().where("id", "=", id).executeTakeFirst();
}

/** Deletes a report by the id of its message. */
export async function deleteReport(ctx: Ctx, id: string): Promise<void> {
  await deleteFrom(ctx, "problems_reports").where("id", "=", id).execute();
}

/** Counts the messages and the different authors of a problem. */
export async function countReports(ctx: Ctx, problem: string) {
  const row = await from(ctx, "problems_reports")
    .select((eb) => [
      eb.fn.countAll<number>().as("message_count"),
      eb.fn.count<number>("author_key").distinct().as("author_count"),
    ])
    .where("problem_id", "=", problem)
    .executeTakeFirstOrThrow();
  return row;
}
