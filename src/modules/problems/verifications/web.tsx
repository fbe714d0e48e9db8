import { actionRoute } from "#base/http/action-route.ts";
import { z } from "zod";
import type { RequestContext, Route } from "#base/http/route.ts";
import { emptyForm, type FormState } from "#base/http/form.ts";
import { VerificationPage } from "./page.tsx";
import { loadProblemCard } from "../list/reads.ts";
import { saveUploadedPictures, withSavedPictures } from "../pictures.ts";
import { authorizeVerification, verificationInput, verifyProblem } from "./actions.ts";
import { problemViewContext } from "../view.ts";

const verificationForm = verificationInput.omit({ pictures: true }).extend({
  pictures: z.array(z.file()).default([]),
  kept: z.array(z.uuid()).max(5, "problems.too-many-pictures").default([]),
});

async function showVerificationPage(
  c: RequestContext,
  state: FormState = emptyForm,
  status = 200,
): Promise<Response> {
  const view = problemViewContext(c);
  const card = await loadProblemCard(c.ctx, c.param("number"));
  authorizeVerification(c.ctx, card.problem);
  return c.page({
    title: view.t.checkPage.title,
    section: "checks",
    status,
    breadcrumbs: [
      { label: view.t.checks.title, href: c.href("/checks") },
      { label: card.problem.number, href: c.href(`/problems/${card.problem.number}`) },
    ],
    body: (
      <VerificationPage
        viewContext={view}
        card={card}
        form={state}
        action={c.href(`/problems/${card.problem.number}/check`)}
      />
    ),
  });
}

/** `kept` gathers the pictures taken over, so that a form refused after that comes back with them. */
async function submitVerification(
  c: RequestContext,
  input: z.output<typeof verificationForm>,
  savedIds: string[],
): Promise<Response> {
  const { t } = problemViewContext(c);
  const { problem } = await loadProblemCard(c.ctx, c.param("number"));
  authorizeVerification(c.ctx, problem);
  savedIds.push(...input.kept);
  savedIds.push(
    ...(await saveUploadedPictures(c.ctx, input.pictures, { keptBefore: savedIds.length })),
  );
  const next = await verifyProblem(c.ctx, problem.number, { ...input, pictures: savedIds });
  return c.redirect(
    `/problems/${next.number}`,
    next.stage === "verified" ? t.done.verified : t.done.refuted,
  );
}

export const checkRoutes: Route[] = [
  {
    method: "get",
    path: "/problems/:number/check",
    permission: "problems.problem.verify",
    handle: (c) => showVerificationPage(c),
  },
  actionRoute({
    path: "/problems/:number/check",
    permission: "problems.problem.verify",
    maxBody: 55 * 1024 * 1024,
    schema: verificationForm,
    load: (): string[] => [],
    act: async (c, input, kept) => submitVerification(c, input, kept),
    onInvalid: (c, state, status, kept) =>
      showVerificationPage(c, withSavedPictures(state, kept), status),
  }),
];
