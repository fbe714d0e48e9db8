import type { Ctx } from "#base/context.ts";
import { type ProblemListItem, listColumns } from "./reads.ts";
import { from } from "#base/db/region.ts";
import { rowsFor } from "#base/policy.ts";
import { problemPolicy } from "../policy.ts";
import { openStages } from "../problem.ts";

/** Finds open and verified problems within `metres` of a point, the newest first: for likely duplicates. */
export async function findProblemsNear(
  ctx: Ctx,
  near: { lat: number; lon: number; metres: number; group?: string; limit: number },
): Promise<(ProblemListItem & { summary: string })[]> {
  const latitudeRadius = near.metres / 111_320;
  const longitudeRadius = latitudeRadius / Math.cos((near.lat * Math.PI) / 180);
  const rows = await from(ctx, "problems_problems")
    .select(listColumns)
    .select("summary")
    .where(rowsFor(problemPolicy, ctx.actor, "read", "problems_problems"))
    .where("lat", ">", near.lat - latitudeRadius)
    .where("lat", "<", near.lat + latitudeRadius)
    .where("lon", ">", near.lon - longitudeRadius)
    .where("lon", "<", near.lon + longitudeRadius)
    .where("stage", "in", [...openStages, "verified"])
    .$if(near.group !== undefined, (qb) => qb.where("topic_group", "=", near.group ?? ""))
    .orderBy("opened_at", "desc")
    .limit(near.limit)
    .execute();
  return rows as (ProblemListItem & { summary: string })[];
}
