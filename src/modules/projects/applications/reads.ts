import { z } from "zod";
import type { Ctx } from "#base/context.ts";
import { may } from "#base/policy.ts";
import { loadPersonNames } from "#modules/people/index.ts";
import {
  loadFormerApplication,
  applicationPolicyRow,
  loadApplication,
  type ApplicationAction,
  type ApplicationKey,
  type LoadedApplication,
} from "./load.ts";
import { applicationPolicy } from "./policy.ts";
import {
  selectApplications,
  selectRemarks,
  selectTexts,
  type Application,
  type StoredText,
  type ApplicationRemark,
} from "./store.ts";
import { projectPolicy } from "../policy.ts";
import { checkApplication, type ApplicationIssue } from "../prefill/check-application.ts";
import { selectReviews, type Review } from "../reviews/store.ts";
import { findProject } from "../store.ts";

export type VisibleReview = Review & {
  /** Null when the viewer may not see the reviewer's name: «Expert 2». */
  name: string | null;
  mine: boolean;
};

/** Everything that the pages of one application show. */
export type ApplicationDetails = LoadedApplication & {
  key: ApplicationKey;
  texts: ReadonlyMap<string, StoredText>;
  issues: ApplicationIssue[];
  former: Awaited<ReturnType<typeof loadFormerApplication>>;
  remarks: ApplicationRemark[];
  reviews: VisibleReview[];
  may: Record<"write" | "send" | "assign" | "review", boolean>;
};

/** Loads everything that the pages of one application show; throws like `loadApplication`. */
export async function loadApplicationDetails(
  ctx: Ctx,
  key: ApplicationKey,
  action: ApplicationAction = "read",
): Promise<ApplicationDetails> {
  const loaded = await loadApplication(ctx, key, action);
  const { application, project, profile } = loaded;
  const [texts, former, remarks, reviews, row] = await Promise.all([
    selectTexts(ctx, application.id),
    loadFormerApplication(ctx, application),
    selectRemarks(ctx, application.id),
    selectReviews(ctx, application.id),
    applicationPolicyRow(ctx, project, application),
  ]);
  const can = (one: ApplicationAction) => may(applicationPolicy, ctx.actor, one, row);
  const allowed = {
    write: can("write"),
    send: can("send"),
    assign: can("assign"),
    review: can("review"),
  };
  const shown = await visibleReviews(ctx, { application, reviews, may: allowed });
  return {
    ...loaded,
    key: { project: project.number, seq: application.seq },
    texts,
    issues: application.stage === "draft" ? checkApplication({ profile, texts }) : [],
    former,
    // A reviewer is not influenced by others: they see only their own remarks and the answers to
    // them.
    remarks: isReviewerOnly(allowed)
      ? remarks.filter((remark) => shown.some(({ id }) => id === remark.review_id))
      : remarks,
    reviews: shown,
    may: allowed,
  };
}

const isReviewerOnly = (allowed: ApplicationDetails["may"]): boolean =>
  allowed.review && !allowed.write && !allowed.assign;

/**
 * Filters reviews: a reviewer sees only their own; authors see names when the centre shows them.
 */
async function visibleReviews(
  ctx: Ctx,
  {
    application,
    reviews,
    may: allowed,
  }: { application: Application; reviews: Review[]; may: ApplicationDetails["may"] },
): Promise<VisibleReview[]> {
  const { actor } = ctx;
  const own = (review: Review) => actor.kind === "person" && review.reviewer_id === actor.id;
  const seen = isReviewerOnly(allowed) ? reviews.filter(own) : reviews;
  const named = allowed.assign || application.names_shown;
  const ids = seen.filter((one) => named || own(one)).map((one) => one.reviewer_id);
  const names = await loadPersonNames(ctx, [...new Set(ids)]);
  return seen.map((review) => ({
    ...review,
    name: names.get(review.reviewer_id) ?? null,
    mine: own(review),
  }));
}

/** An application as every reader of the project sees it; remarks only for those who may open it. */
export type ApplicationSummary = Pick<
  Application,
  | "seq"
  | "contest"
  | "direction"
  | "number"
  | "stage"
  | "asked"
  | "granted"
  | "submitted_on"
  | "decided_on"
  | "score"
  | "started_at"
> & {
  /** Empty for the public. */
  remarks: string;
  formerSeq: number | null;
  /** The reader may open it. */
  canOpen: boolean;
};

/**
 * Lists the applications of a project for its card, newest first. A guest of a public project sees
 * submitted ones; drafts and remarks are for those who work on it.
 */
export async function listApplicationSummaries(
  ctx: Ctx,
  projectId: string,
): Promise<ApplicationSummary[]> {
  const project = await findProject(ctx, projectId);
  if (project === undefined || !may(projectPolicy, ctx.actor, "read", project)) return [];
  const rows = await selectApplications(ctx, project.id);
  const open = may(applicationPolicy, ctx.actor, "read", { ...project, reviewer_id: null });
  const seqById = new Map(rows.map(({ id, seq }) => [id, seq]));
  return rows
    .filter(({ stage, submitted_on: sent }) => open || (stage !== "draft" && sent !== null))
    .map((row) => ({
      seq: row.seq,
      contest: row.contest,
      direction: row.direction,
      number: row.number,
      stage: row.stage,
      asked: row.asked,
      granted: row.granted,
      submitted_on: row.submitted_on,
      decided_on: row.decided_on,
      score: row.score,
      started_at: row.started_at,
      remarks: open ? row.remarks : "",
      formerSeq: row.former_id === null ? null : (seqById.get(row.former_id) ?? null),
      canOpen: open,
    }));
}

/** One application as `applicationsToJson` gives it. */
export const applicationSchema = z.object({
  application: z.int(),
  contest: z.string(),
  direction: z.string(),
  number: z.string(),
  stage: z.string(),
  submittedOn: z.iso.date().nullable(),
  decidedOn: z.iso.date().nullable(),
  score: z.number().nullable(),
  askedRoubles: z.number().nullable(),
  grantedRoubles: z.number().nullable(),
  resubmits: z.int().nullable(),
});

/** Converts application summaries to JSON rows; amounts in roubles. */
export function applicationsToJson(lines: readonly ApplicationSummary[]) {
  return lines.map((line) => ({
    application: line.seq,
    contest: line.contest,
    direction: line.direction,
    number: line.number,
    stage: line.stage,
    submittedOn: line.submitted_on,
    decidedOn: line.decided_on,
    score: line.score,
    askedRoubles: line.asked === null ? null : line.asked / 100,
    grantedRoubles: line.granted === null ? null : line.granted / 100,
    resubmits: line.formerSeq,
  }));
}
