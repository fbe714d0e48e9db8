import type { Ctx } from "#base/context.ts";
import { type Insertable, sql } from "kysely";
import type { Tables } from "#base/db/tables.ts";
import { insertInto } from "#base/db/region.ts";

/** Inserts an answer and returns its version, counted from 1 within the problem. */
export async function insertAnswer(
  ctx: Ctx,
  answer: Omit<Insertable<Tables["problems_answers"]>, "region_id" | "version">,
): Promise<number> {
  const { version } = await insertInto(ctx, "problems_answers", {
    ...answer,
    version: sql<number>`(select count(*) + 1 from problems_answers
        where region_id = ${ctx.region.id} and problem_id = ${answer.problem_id})`,
  })
    .returning("version")
    .executeTakeFirstOrThrow();
  return version;
}
