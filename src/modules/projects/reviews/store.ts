import { sql, type Selectable, type Updateable } from "kysely";
import type { Ctx } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import { from, insertInto, updateIn } from "#base/db/region.ts";
import { conflict } from "#base/refusal.ts";
import type { ReviewPoints } from "./rubric.ts";

type ReviewRow = Selectable<Tables["projects_reviews"]>;
export type Review = Omit<ReviewRow, "state" | "points" | "verdict"> & {
  state: "assigned" | "written";
  points: ReviewPoints;
  verdict: "ready" | "needs-work" | null;
};

const toReview = (row: ReviewRow): Review => row as unknown as Review;

/** Returns whether the person was ever assigned to review the application. */
export async function isReviewer(ctx: Ctx, application: string, person: string): Promise<boolean> {
  const row = await from(ctx, "projects_reviews")
    .select("id")
    .where("application_id", "=", application)
    .where("reviewer_id", "=", person)
    .executeTakeFirst();
  return row !== undefined;
}

/** Lists the reviews of an application by round, in the order of assignment. */
export async function selectReviews(ctx: Ctx, application: string): Promise<Review[]> {
  const rows = await from(ctx, "projects_reviews")
    .selectAll()
    .where("application_id", "=", application)
    .orderBy("round")
    .orderBy("assigned_at")
    .orderBy("id")
    .execute();
  return rows.map(toReview);
}

export type ReviewTask = {
  id: string;
  state: "assigned" | "written";
  round: number;
  assigned_at: Date;
  seq: number;
  contest: string;
  number: string;
  title: string;
  organisation_id: string | null;
};

/** Lists the assignments of one reviewer, unwritten first; 100 at most. */
export async function selectReviewTasks(ctx: Ctx, reviewer: string): Promise<ReviewTask[]> {
  const rows = await from(ctx, "projects_reviews as r")
    .innerJoin("projects_applications as a", (join) =>
      join.onRef("a.region_id", "=", "r.region_id").onRef("a.id", "=", "r.application_id"),
    )
    .innerJoin("projects_projects as p", (join) =>
      join.onRef("p.region_id", "=", "a.region_id").onRef("p.id", "=", "a.project_id"),
    )
    .select([
      "r.id",
      "r.state",
      "r.round",
      "r.assigned_at",
      "a.seq",
      "a.contest",
      "p.number",
      "p.title",
      "p.organisation_id",
    ])
    .where("r.reviewer_id", "=", reviewer)
    .orderBy("r.state")
    .orderBy("r.assigned_at", "desc")
    .limit(100)
    .execute();
  return rows as ReviewTask[];
}

/** Inserts assigned reviews of a round, one for each reviewer. */
export async function insertReviews(
  ctx: Ctx,
  application: string,
  { round, reviewers }: { round: number; reviewers: readonly string[] },
): Promise<void> {
  if (reviewers.length === 0) return;
  await insertInto(
    ctx,
    "projects_reviews",
    reviewers.map((reviewer) => ({
      id: ctx.newId(),
      application_id: application,
      round,
      reviewer_id: reviewer,
      state: "assigned",
      points: "{}",
      assigned_at: ctx.now(),
    })),
  ).execute();
}

/** Updates a review; throws a conflict when its version has changed. */
export async function updateReview(
  ctx: Ctx,
  review: Review,
  patch: Omit<Updateable<Tables["projects_reviews"]>, "version">,
): Promise<void> {
  const saved = await updateIn(ctx, "projects_reviews")
    .set({ ...patch, version: sql<number>`version + 1` })
    .where("id", "=", review.id)
    .where("version", "=", review.version)
    .returning("id")
    .executeTakeFirst();
  if (saved === undefined) throw conflict("projects.changed-meanwhile");
}

/** Returns those of the people who are authors of the project and must not review it. */
export async function selectAuthorsAmong(
  ctx: Ctx,
  project: string,
  people: readonly string[],
): Promise<Set<string>> {
  if (people.length === 0) return new Set();
  const rows = await from(ctx, "projects_authors")
    .select("person_id")
    .where("project_id", "=", project)
    .where("person_id", "in", people)
    .execute();
  return new Set(rows.map((row) => row.person_id));
}
