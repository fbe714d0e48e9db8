import { actionRoute } from "#base/http/action-route.ts";
import { type z } from "zod";
import type { RequestContext, Route } from "#base/http/route.ts";
import { emptyForm, type FormState } from "#base/http/form.ts";
import { VerificationPage } from "./page.tsx";
import { loadProblemCard } from "../card/reads.ts";
import { collectPictures, pictureFields, withSavedPictures } from "../pictures/pictures.ts";
import { authorizeVerification, verificationInput, verifyProblem } from "./actions.ts";
import { problemViewContext } from "../view.ts";
import { loadDisplayNames } from "../display-names.ts";
import { authorize } from "#base/policy.ts";
import { problemPolicy } from "../policy.ts";
import { PendingChecksPage } from "./pending-page.tsx";
import { listPendingChecks } from "./reads.ts";

const verificationForm = verificationInput.omit({ pictures: true }).extend({
  ...pictureFields,
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

/** Saves a check; `savedIds` receives the ids of saved pictures, also when it is refused after that. */
async function submitVerification(
  c: RequestContext,
  input: z.output<typeof verificationForm>,
  savedIds: string[],
): Promise<Response> {
  const { t } = problemViewContext(c);
  const { problem } = await loadProblemCard(c.ctx, c.param("number"));
  authorizeVerification(c.ctx, problem);
  await collectPictures(c.ctx, input, savedIds);
  const next = await verifyProblem(c.ctx, problem.number, { ...input, pictures: savedIds });
  return c.redirect(
    `/problems/${next.number}`,
    next.stage === "verified" ? t.done.verified : t.done.refuted,
  );
}

export const verificationRoutes: Route[] = [
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
    act: async (c, input, savedIds) => submitVerification(c, input, savedIds),
    onInvalid: (c, state, status, savedIds) =>
      showVerificationPage(c, withSavedPictures(state, savedIds), status),
  }),
  {
    method: "get",
    path: "/checks",
    permission: "problems.problem.walk",
    handle: async (c) => {
      authorize({ policy: problemPolicy, actor: c.ctx.actor, action: "walk" });
      const view = problemViewContext(c);
      const lines = await listPendingChecks(c.ctx);
      const names = await loadDisplayNames(c);
      return c.page({
        title: view.t.checks.title,
        section: "checks",
        body: <PendingChecksPage viewContext={view} lines={lines} names={names} />,
      });
    },
  },
];
