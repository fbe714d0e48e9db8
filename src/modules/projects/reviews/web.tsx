import { actionRoute } from "#base/http/action-route.ts";
import { z } from "zod";
import { emptyForm, type FormState } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { authorize } from "#base/policy.ts";
import { applicationPolicy } from "../applications/policy.ts";
import { loadApplicationDetails } from "../applications/reads.ts";
import { contestViewContext, applicationPath } from "../applications/view.ts";
import { MyReviewsPage, ReviewsPage, WriteReviewPage, remarkRowCount } from "./page.tsx";
import {
  assignInput,
  assignReviewers,
  reviewInput,
  listReviewers,
  setReviewerNamesVisibility,
  submitReview,
  type ReviewInput,
} from "./actions.ts";
import { selectReviewTasks } from "./store.ts";
import {
  applicationBreadcrumbs,
  applicationKeyOf,
  applicationPattern,
} from "../applications/action-route.tsx";
import { loadRemarkedTexts } from "../remarks/web.tsx";

async function renderReviews(
  c: RequestContext,
  form: FormState = emptyForm,
  status = 200,
): Promise<Response> {
  const view = contestViewContext(c);
  const details = await loadApplicationDetails(c.ctx, applicationKeyOf(c));
  const [choices, was] = await Promise.all([
    details.may.assign ? listReviewers(c.ctx) : [],
    loadRemarkedTexts(c.ctx, details.application.id),
  ]);
  return c.page({
    title: view.t.reviews.title,
    section: "projects",
    status,
    breadcrumbs: await applicationBreadcrumbs(c, details),
    body: (
      <ReviewsPage viewContext={view} details={details} form={form} choices={choices} was={was} />
    ),
  });
}

async function renderReviewForm(c: RequestContext, form: FormState = emptyForm, status = 200) {
  const view = contestViewContext(c);
  const details = await loadApplicationDetails(c.ctx, applicationKeyOf(c), "review");
  return c.page({
    title: view.t.reviews.write,
    section: "projects",
    status,
    breadcrumbs: await applicationBreadcrumbs(c, details),
    body: <WriteReviewPage viewContext={view} details={details} form={form} />,
  });
}

const formText = (given: Record<string, unknown>, name: string): string => {
  const value = given[name];
  return typeof value === "string" ? value : "";
};

/** Converts the form's flat fields to a review; points that are not numbers become out of range. */
function parseReviewForm(given: Record<string, unknown>): ReviewInput {
  const codes = Object.keys(given).flatMap((name) => /^points-(.+)$/.exec(name)?.[1] ?? []);
  const remarks = Array.from({ length: remarkRowCount }, (_, index) => ({
    field: formText(given, `remark-field-${index}`),
    text: formText(given, `remark-text-${index}`),
  }));
  return reviewInput.parse({
    points: Object.fromEntries(
      codes.map((code) => {
        const points = Number(formText(given, `points-${code}`).replace(",", "."));
        const comment = formText(given, `comment-${code}`).slice(0, 2000);
        return [code, { points: Number.isFinite(points) ? points : -1, comment }];
      }),
    ),
    verdict: formText(given, "verdict"),
    comment: formText(given, "comment").slice(0, 4000),
    remarks: remarks
      .filter(({ text }) => text !== "")
      .map(({ field, text }) => ({ field, text: text.slice(0, 2000) })),
  });
}

const reviewForm = z.looseObject({
  verdict: z.enum(["ready", "needs-work"], "projects.choose"),
});

export const reviewRoutes: readonly Route[] = [
  {
    method: "get",
    path: "/reviews",
    permission: "projects.application.reviews",
    handle: async (c) => {
      authorize({ policy: applicationPolicy, actor: c.ctx.actor, action: "reviews" });
      const view = contestViewContext(c);
      const { actor } = c.ctx;
      const tasks = actor.kind === "person" ? await selectReviewTasks(c.ctx, actor.id) : [];
      return c.page({
        title: view.t.reviews.mine,
        section: "projects",
        body: <MyReviewsPage viewContext={view} tasks={tasks} />,
      });
    },
  },
  {
    method: "get",
    path: `${applicationPattern}/reviews`,
    permission: "projects.application.read",
    handle: (c) => renderReviews(c),
  },
  actionRoute({
    path: `${applicationPattern}/reviews`,
    permission: "projects.application.assign",
    schema: assignInput,
    async act(c, input) {
      await assignReviewers(c.ctx, applicationKeyOf(c), input);
      return {
        path: applicationPath(applicationKeyOf(c), "/reviews"),
        flash: contestViewContext(c).t.done.assigned,
      };
    },
    onInvalid: (c, form, status) => renderReviews(c, form, status),
  }),
  actionRoute({
    path: `${applicationPattern}/names`,
    permission: "projects.application.assign",
    schema: z.object({ shown: z.enum(["yes", "no"]) }),
    async act(c, { shown }) {
      await setReviewerNamesVisibility(c.ctx, applicationKeyOf(c), { shown: shown === "yes" });
      return {
        path: applicationPath(applicationKeyOf(c), "/reviews"),
        flash: contestViewContext(c).t.done.names,
      };
    },
    onInvalid: (c, form, status) => renderReviews(c, form, status),
  }),
  {
    method: "get",
    path: `${applicationPattern}/review`,
    permission: "projects.application.review",
    handle: (c) => renderReviewForm(c),
  },
  actionRoute({
    path: `${applicationPattern}/review`,
    permission: "projects.application.review",
    schema: reviewForm,
    async act(c, given) {
      await submitReview(c.ctx, applicationKeyOf(c), parseReviewForm(given));
      return {
        path: applicationPath(applicationKeyOf(c), "/reviews"),
        flash: contestViewContext(c).t.done.reviewed,
      };
    },
    onInvalid: (c, form, status) => renderReviewForm(c, form, status),
  }),
];
