import { z } from "zod";
import { asSystem, transact, type Ctx } from "#base/context.ts";
import { recordFact } from "#base/journal.ts";
import { conflict, orNotFound, invalidField } from "#base/refusal.ts";
import { optionalText } from "#base/http/fields.ts";
import { listCurrentTies } from "#modules/organisations/index.ts";
import { listPeople } from "#modules/people/index.ts";
import {
  loadApplicationForUpdate,
  type ApplicationKey,
  type LoadedApplication,
} from "../applications/load.ts";
import {
  insertRemarks,
  updateApplication,
  selectTexts,
  updateRemarkAnswer,
} from "../applications/store.ts";
import { notifyReviewers, notifyRemarks } from "../letters.ts";
import { profileFields } from "../contests/profile.ts";
import { selectAuthorsAmong, insertReviews, updateReview, selectReviews } from "./store.ts";
import type { ReviewPoints } from "./rubric.ts";

export type ReviewerOption = { id: string; name: string };

/** Lists the region's reviewers. */
export async function listReviewers(ctx: Ctx): Promise<ReviewerOption[]> {
  const { rows } = await listPeople(
    asSystem(ctx, "projects.reviewers"),
    { role: "reviewer", state: "active" },
    200,
  );
  return rows.map(({ id, name }) => ({ id, name }));
}

export const assignInput = z.object({
  reviewers: z.array(z.uuid(), "projects.choose").min(1, "projects.choose").max(12),
});

/**
 * Assigns reviewers to the round that is still open, else to a new one. Throws an error with names
 * when somebody belongs to the applicant or writes the project.
 */
export async function assignReviewers(
  ctx: Ctx,
  key: ApplicationKey,
  given: z.input<typeof assignInput>,
): Promise<void> {
  const { reviewers } = assignInput.parse(given);
  await transact(ctx, async (tx) => {
    const loaded = await loadApplicationForUpdate(tx, key, "assign");
    const { application, project } = loaded;
    if (application.stage !== "draft") throw conflict("projects.application-frozen");
    await requireIndependentReviewers(tx, loaded, reviewers);
    const reviews = await selectReviews(tx, application.id);
    const last = reviews.filter((review) => review.round === application.review_round);
    const open = last.some((review) => review.state === "assigned");
    const round = open ? application.review_round : application.review_round + 1;
    const alreadyAssigned = new Set(open ? last.map((review) => review.reviewer_id) : []);
    const newReviewers = [...new Set(reviewers)].filter((id) => !alreadyAssigned.has(id));
    await insertReviews(tx, application.id, { round, reviewers: newReviewers });
    await updateApplication(tx, application, { review_round: round });
    const data = { application: application.id, round, reviewers: newReviewers };
    recordFact(tx, { subject: project.id, type: "review.assigned", data });
    await notifyReviewers(tx, loaded, { round, reviewers: newReviewers });
  });
}

async function requireIndependentReviewers(
  ctx: Ctx,
  { project }: LoadedApplication,
  reviewers: readonly string[],
): Promise<void> {
  const known = new Map((await listReviewers(ctx)).map(({ id, name }) => [id, name]));
  const refuse = (reason: string, ids: readonly string[]) =>
    invalidField("reviewers", reason, { names: ids.map((id) => known.get(id) ?? "").join(", ") });
  const nonReviewers = reviewers.filter((id) => !known.has(id));
  if (nonReviewers.length > 0) throw refuse("projects.not-a-reviewer", nonReviewers);
  const authors = await selectAuthorsAmong(ctx, project.id, reviewers);
  const tied = await Promise.all(
    reviewers.map(async (id) => {
      const own = project.organisation_id;
      return authors.has(id) || (own !== null && (await listCurrentTies(ctx, id)).includes(own));
    }),
  );
  const tiedReviewers = reviewers.filter((_, index) => tied[index]);
  if (tiedReviewers.length > 0) throw refuse("projects.reviewer-tied", tiedReviewers);
}

export const reviewInput = z.object({
  /** criterion → points and a comment. */
  points: z.record(z.string(), z.object({ points: z.number(), comment: z.string().max(2000) })),
  verdict: z.enum(["ready", "needs-work"], "projects.choose"),
  comment: optionalText(4000),
  remarks: z
    .array(z.object({ field: z.string().max(40), text: z.string().trim().min(1).max(2000) }))
    .max(40)
    .default([]),
});
export type ReviewInput = z.input<typeof reviewInput>;

/**
 * Saves the actor's review of the current round: points by the rubric, a verdict, remarks by
 * field.
 */
export async function submitReview(
  ctx: Ctx,
  key: ApplicationKey,
  given: ReviewInput,
): Promise<void> {
  const input = reviewInput.parse(given);
  await transact(ctx, async (tx) => {
    const loaded = await loadApplicationForUpdate(tx, key, "review");
    const { application, project, profile } = loaded;
    const { actor } = tx;
    const mine = (await selectReviews(tx, application.id)).findLast(
      (review) => actor.kind === "person" && review.reviewer_id === actor.id,
    );
    const review = orNotFound(mine);
    if (review.state === "written") throw conflict("projects.review-written");
    const points = requireValidPoints(loaded, input.points);
    if (input.verdict === "needs-work" && input.remarks.length === 0 && input.comment === "")
      throw invalidField("comment", "projects.say-what");
    await updateReview(tx, review, {
      state: "written",
      points: JSON.stringify(points),
      verdict: input.verdict,
      comment: input.comment,
      written_at: tx.now(),
    });
    const texts = await selectTexts(tx, application.id);
    const fields = new Set(profileFields(profile).map(({ code }) => code));
    await insertRemarks(
      tx,
      input.remarks.map(({ field, text }, position) => ({
        id: tx.newId(),
        application_id: application.id,
        kind: "review",
        review_id: review.id,
        round: review.round,
        field: fields.has(field) ? field : "",
        text,
        text_version: texts.get(field)?.version ?? 0,
        position,
      })),
    );
    const data = { application: application.id, review: review.id, verdict: input.verdict };
    recordFact(tx, { subject: project.id, type: "review.written", data });
    const count = input.remarks.length;
    if (count > 0) await notifyRemarks(tx, loaded, { by: review.id, count });
  });
}

function requireValidPoints(
  { profile }: LoadedApplication,
  given: ReviewInput["points"],
): ReviewPoints {
  const wrong = profile.criteria.find(({ code, most }) => {
    const points = given[code]?.points;
    return points === undefined || !Number.isFinite(points) || points < 0 || points > most;
  });
  if (wrong !== undefined) {
    const reason = "projects.points-wrong";
    const values = { title: wrong.title, most: wrong.most };
    throw invalidField(`points-${wrong.code}`, reason, values);
  }
  return Object.fromEntries(
    profile.criteria.map(({ code }) => {
      const { points = 0, comment = "" } = given[code] ?? {};
      return [code, { points, comment: comment.trim() }];
    }),
  );
}

export const answerRemarkInput = z.object({
  id: z.uuid(),
  answer: optionalText(2000),
  settled: z.literal("yes").optional(),
});

/** Saves the author's answer to a remark; settled or not yet. */
export async function answerRemark(
  ctx: Ctx,
  key: ApplicationKey,
  given: z.input<typeof answerRemarkInput>,
): Promise<void> {
  const input = answerRemarkInput.parse(given);
  await transact(ctx, async (tx) => {
    const { application, project } = await loadApplicationForUpdate(tx, key, "write");
    const settled = input.settled === "yes";
    await updateRemarkAnswer(tx, application.id, { id: input.id, answer: input.answer, settled });
    const data = { application: application.id, remark: input.id, settled };
    recordFact(tx, { subject: project.id, type: "remark.answered", data });
  });
}

/** Sets whether authors see the reviewers' names. */
export async function setReviewerNamesVisibility(
  ctx: Ctx,
  key: ApplicationKey,
  { shown }: { shown: boolean },
): Promise<void> {
  await transact(ctx, async (tx) => {
    const { application } = await loadApplicationForUpdate(tx, key, "assign");
    await updateApplication(tx, application, { names_shown: shown });
  });
}
