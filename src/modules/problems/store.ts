import { sql, type Insertable, type Selectable, type Updateable } from "kysely";
import type { Ctx } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import { from, lockRow, updateIn } from "#base/db/region.ts";
import { conflict, orNotFound, type Refusal } from "#base/refusal.ts";
import { isUuid } from "#base/db/ids.ts";
import type { ProblemRejectReason, ProblemStage, ProblemUrgency } from "./problem.ts";

type ProblemRow = Selectable<Tables["problems_problems"]>;

/** A problem as its table holds it, with the literal types of its columns. */
export type Problem = Omit<
  ProblemRow,
  "stage" | "urgency" | "reject_reason" | "search" | "is_open"
> & {
  stage: ProblemStage;
  is_open: boolean;
  urgency: ProblemUrgency;
  reject_reason: ProblemRejectReason | null;
};

export type ProblemReport = Selectable<Tables["problems_reports"]>;
export type ProblemAnswer = Selectable<Tables["problems_answers"]>;
export type ProblemVerification = Selectable<Tables["problems_verifications"]>;
export type ProblemPicture = Omit<Selectable<Tables["problems_pictures"]>, "moment"> & {
  moment: "before" | "after" | "claim";
};

export const problemColumns = [
  "region_id",
  "id",
  "number",
  "title",
  "summary",
  "topic",
  "topic_group",
  "municipality_id",
  "settlement_id",
  "address",
  "lat",
  "lon",
  "urgency",
  "stage",
  "stage_since",
  "is_open",
  "timer",
  "timer_started_at",
  "due_at",
  "overdue_since",
  "answer_due_at",
  "body_id",
  "route_reason",
  "escalation",
  "refuted_count",
  "reopened_count",
  "message_count",
  "author_count",
  "planned_for",
  "reject_reason",
  "merged_into",
  "stage_before_merge",
  "returns_after",
  "chronic_since",
  "public",
  "opened_at",
  "confirmed_at",
  "routed_at",
  "reacted_at",
  "answered_at",
  "claimed_at",
  "verified_at",
  "closed_at",
  "score",
  "version",
] as const satisfies (keyof ProblemRow)[];

const toProblem = (row: Omit<ProblemRow, "search">): Problem => row as Problem;

/** Loads a problem by id or number and locks it for a change; refused as not found when it is absent. */
export async function loadProblemForUpdate(ctx: Ctx, key: string): Promise<Problem> {
  const wanted = isUuid(key) ? key : { number: key };
  const row = await lockRow(ctx, "problems_problems", wanted, problemColumns);
  return toProblem(orNotFound(row));
}

/** Finds a problem by id or number, without any check of rights. */
export async function findProblem(ctx: Ctx, key: string): Promise<Problem | undefined> {
  const row = await from(ctx, "problems_problems")
    .select(problemColumns)
    .where(isUuid(key) ? "id" : "number", "=", key)
    .executeTakeFirst();
  return row && toProblem(row);
}

/** Inserts a problem and returns its whole row. */
export async function insertProblem(
  ctx: Ctx,
  row: Insertable<Tables["problems_problems"]>,
): Promise<Problem> {
  const saved = await ctx.db
    .insertInto("problems_problems")
    .values(row)
    .returning(problemColumns)
    .executeTakeFirstOrThrow();
  return toProblem(saved);
}

/** Saves the patch, raises the version and returns the whole row; a conflict when another version was saved meanwhile. */
export async function updateProblem(
  ctx: Ctx,
  problem: Problem,
  patch: Updateable<Tables["problems_problems"]>,
): Promise<Problem> {
  const saved = await updateIn(ctx, "problems_problems")
    .set({ ...patch, version: sql<number>`version + 1` })
    .where("id", "=", problem.id)
    .where("version", "=", problem.version)
    .returning(problemColumns)
    .executeTakeFirst();
  if (saved === undefined) throw conflict("problems.changed-meanwhile");
  return toProblem(saved);
}

/** Refuses with a conflict when the page was opened at another version of the problem. */
export function requireVersion(
  problem: Problem,
  expected: number | undefined,
): Refusal | undefined {
  if (expected !== undefined && expected !== problem.version)
    throw conflict("problems.changed-meanwhile");
  return undefined;
}

/** Finds the newest fix of the same topic, verified in [since, before), within about 100 m. */
export function findEarlierFix(
  ctx: Ctx,
  near: { topic: string; lat: number; lon: number; since: Date; before: Date; except: string },
) {
  const latitudeRadius = 0.0009; // About 100 m of latitude.
  const longitudeRadius = latitudeRadius / Math.cos((near.lat * Math.PI) / 180);
  return from(ctx, "problems_problems")
    .select(["id", "number"])
    .where("topic", "=", near.topic)
    .where("stage", "=", "verified")
    .where("verified_at", ">=", near.since)
    .where("verified_at", "<", near.before)
    .where("id", "<>", near.except)
    .where("lat", ">", near.lat - latitudeRadius)
    .where("lat", "<", near.lat + latitudeRadius)
    .where("lon", ">", near.lon - longitudeRadius)
    .where("lon", "<", near.lon + longitudeRadius)
    .orderBy("verified_at", "desc")
    .executeTakeFirst();
}
