import { z } from "zod";
import { blankForm, submit, type FormState } from "#base/http/form.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { demand } from "#base/policy.ts";
import { applicationPolicy } from "../applications/policy.ts";
import { keyFrom } from "../applications/load.ts";
import { applicationFile } from "../applications/reads.ts";
import { contestReader, pathOf } from "../applications/view.ts";
import { MyReviewsPage, ReviewsPage, WriteReviewPage, remarkRows } from "./page.tsx";
import {
  assignInput,
  assignReviewers,
  reviewInput,
  reviewerChoices,
  showNames,
  writeReview,
  type ReviewInput,
} from "./actions.ts";
import { selectReviewTasks } from "./store.ts";
import { crumbsOf, textsThen } from "../applications/web.tsx";

const one = "/projects/:number/applications/:seq{[0-9]+}";
const key = (x: Exchange) => keyFrom((name) => x.param(name));

async function showReviews(
  x: Exchange,
  form: FormState = blankForm,
  status = 200,
): Promise<Response> {
  const reader = contestReader(x);
  const file = await applicationFile(x.ctx, key(x));
  const [choices, was] = await Promise.all([
    file.may.assign ? reviewerChoices(x.ctx) : [],
    textsThen(x.ctx, file.application.id),
  ]);
  return x.page({
    title: reader.t.reviews.title,
    section: "projects",
    status,
    crumbs: await crumbsOf(x, file),
    body: <ReviewsPage reader={reader} file={file} form={form} choices={choices} was={was} />,
  });
}

async function showWrite(x: Exchange, form: FormState = blankForm, status = 200) {
  const reader = contestReader(x);
  const file = await applicationFile(x.ctx, key(x), "review");
  return x.page({
    title: reader.t.reviews.write,
    section: "projects",
    status,
    crumbs: await crumbsOf(x, file),
    body: <WriteReviewPage reader={reader} file={file} form={form} />,
  });
}

const textIn = (given: Record<string, unknown>, name: string): string => {
  const value = given[name];
  return typeof value === "string" ? value : "";
};

/** The form's flat fields as a review; points that are no number are told as outside the rubric. */
function reviewIn(given: Record<string, unknown>): ReviewInput {
  const codes = Object.keys(given).flatMap((name) => /^points-(.+)$/.exec(name)?.[1] ?? []);
  const remarks = Array.from({ length: remarkRows }, (_, index) => ({
    field: textIn(given, `remark-field-${index}`),
    text: textIn(given, `remark-text-${index}`),
  }));
  return reviewInput.parse({
    points: Object.fromEntries(
      codes.map((code) => {
        const points = Number(textIn(given, `points-${code}`).replace(",", "."));
        const comment = textIn(given, `comment-${code}`).slice(0, 2000);
        return [code, { points: Number.isFinite(points) ? points : -1, comment }];
      }),
    ),
    verdict: textIn(given, "verdict"),
    comment: textIn(given, "comment").slice(0, 4000),
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
    asks: "projects.application.reviews",
    handle: async (x) => {
      demand({ policy: applicationPolicy, actor: x.ctx.actor, action: "reviews" });
      const reader = contestReader(x);
      const { actor } = x.ctx;
      const tasks = actor.kind === "person" ? await selectReviewTasks(x.ctx, actor.id) : [];
      return x.page({
        title: reader.t.reviews.mine,
        section: "projects",
        body: <MyReviewsPage reader={reader} tasks={tasks} />,
      });
    },
  },
  {
    method: "get",
    path: `${one}/reviews`,
    asks: "projects.application.read",
    handle: (x) => showReviews(x),
  },
  {
    method: "post",
    path: `${one}/reviews`,
    asks: "projects.application.assign",
    handle: (x) =>
      submit(x, {
        schema: assignInput,
        act: async (input) => {
          await assignReviewers(x.ctx, key(x), input);
          return x.go(pathOf(key(x), "/reviews"), contestReader(x).t.done.assigned);
        },
        again: (form, status) => showReviews(x, form, status),
      }),
  },
  {
    method: "post",
    path: `${one}/names`,
    asks: "projects.application.assign",
    handle: (x) =>
      submit(x, {
        schema: z.object({ shown: z.enum(["yes", "no"]) }),
        act: async ({ shown }) => {
          await showNames(x.ctx, key(x), { shown: shown === "yes" });
          return x.go(pathOf(key(x), "/reviews"), contestReader(x).t.done.names);
        },
        again: (form, status) => showReviews(x, form, status),
      }),
  },
  {
    method: "get",
    path: `${one}/review`,
    asks: "projects.application.review",
    handle: (x) => showWrite(x),
  },
  {
    method: "post",
    path: `${one}/review`,
    asks: "projects.application.review",
    handle: (x) =>
      submit(x, {
        schema: reviewForm,
        act: async (given) => {
          await writeReview(x.ctx, key(x), reviewIn(given));
          return x.go(pathOf(key(x), "/reviews"), contestReader(x).t.done.reviewed);
        },
        again: (form, status) => showWrite(x, form, status),
      }),
  },
];
