import { sql, type Insertable, type Selectable, type Updateable } from "kysely";
import type { Ctx } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import { deleteFrom, from, insertInto, lockRow, updateIn } from "#base/db/region.ts";
import { conflict, orNotFound, type Refusal } from "#base/refusal.ts";
import { isUuid } from "#base/db/ids.ts";
import type { ProblemRejectReason, ProblemStage, ProblemUrgency } from "./problem.ts";

type ProblemRow = Selectable<Tables["problems_problems"]>;

/** A problem as its table holds it, with the narrow words of its columns. */
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

/** The problem by id or number; absent and unreadable look alike to the caller. Locked for a change. */
export async function loadProblemForUpdate(ctx: Ctx, key: string): Promise<Problem> {
  const wanted = isUuid(key) ? key : { number: key };
  const row = await lockRow(ctx, "problems_problems", wanted, problemColumns);
  return toProblem(orNotFound(row));
}

export async function findProblem(ctx: Ctx, key: string): Promise<Problem | undefined> {
  const row = await from(ctx, "problems_problems")
    .select(problemColumns)
    .where(isUuid(key) ? "id" : "number", "=", key)
    .executeTakeFirst();
  return row && toProblem(row);
}

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

/** Saves what changed and answers the whole row; the lock and the version keep two people apart. */
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

/** What a page saw when the person began: an older version means somebody was quicker. */
export function requireVersion(
  problem: Problem,
  expected: number | undefined,
): Refusal | undefined {
  if (expected !== undefined && expected !== problem.version)
    throw conflict("problems.changed-meanwhile");
  return undefined;
}

export function insertReport(
  ctx: Ctx,
  report: Omit<Insertable<Tables["problems_reports"]>, "region_id">,
) {
  return insertInto(ctx, "problems_reports", report)
    .onConflict((conflict) => conflict.columns(["region_id", "id"]).doNothing())
    .returning("id")
    .executeTakeFirst();
}

export function findReport(ctx: Ctx, id: string) {
  return from(ctx, "problems_reports").selectAll().where("id", "=", id).executeTakeFirst();
}

export async function deleteReport(ctx: Ctx, id: string): Promise<void> {
  await deleteFrom(ctx, "problems_reports").where("id", "=", id).execute();
}

/** Messages and different authors behind a problem. */
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

/** Moves the voices of a merged problem, remembering where they stood. */
export async function moveReports(ctx: Ctx, from: string, to: string): Promise<string[]> {
  const rows = await updateIn(ctx, "problems_reports")
    .set({ problem_id: to, merged_from: sql<string>`coalesce(merged_from, problem_id)` })
    .where("problem_id", "=", from)
    .returning("id")
    .execute();
  return rows.map((row) => row.id);
}

/** Brings home the voices of a merged problem, and those that had come to it by earlier merges. */
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

export async function insertVerification(
  ctx: Ctx,
  verification: Omit<Insertable<Tables["problems_verifications"]>, "region_id">,
): Promise<void> {
  await insertInto(ctx, "problems_verifications", verification).execute();
}

export async function insertPictures(
  ctx: Ctx,
  pictures: readonly Omit<Insertable<Tables["problems_pictures"]>, "region_id">[],
): Promise<void> {
  if (pictures.length === 0) return;
  await insertInto(ctx, "problems_pictures", pictures)
    .onConflict((conflict) => conflict.columns(["region_id", "file_id"]).doNothing())
    .execute();
}

/** A verified fix of the same topic within reach of the place and of the months. */
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
