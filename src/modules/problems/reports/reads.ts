import type { Ctx } from "#base/context.ts";
import { from } from "#base/db/region.ts";

/** Lists all reports of a problem, oldest first. */
export function listReports(ctx: Ctx, problem: string) {
  return from(ctx, "problems_reports")
    .select(["id", "channel", "excerpt", "at"])
    .where("problem_id", "=", problem)
    .orderBy("at")
    .execute();
}
