import { z } from "zod";
import type { Exchange, Route } from "#base/http/route.ts";
import { blankForm, submit, type FormState } from "#base/http/form.ts";
import { CheckPage } from "./page.tsx";
import { problemCard } from "../list/reads.ts";
import { keepUploads, withKept } from "../pictures.ts";
import { demandIndependent, verificationInput, verifyProblem } from "./actions.ts";
import { readerOf } from "../view.ts";

const form = verificationInput.omit({ pictures: true }).extend({
  pictures: z.array(z.file()).default([]),
  kept: z.array(z.uuid()).max(5, "problems.too-many-pictures").default([]),
});

async function show(x: Exchange, state: FormState = blankForm, status = 200): Promise<Response> {
  const reader = readerOf(x);
  const card = await problemCard(x.ctx, x.param("number"));
  demandIndependent(x.ctx, card.problem);
  return x.page({
    title: reader.t.checkPage.title,
    section: "checks",
    status,
    crumbs: [
      { label: reader.t.checks.title, href: x.href("/checks") },
      { label: card.problem.number, href: x.href(`/problems/${card.problem.number}`) },
    ],
    body: (
      <CheckPage
        reader={reader}
        card={card}
        form={state}
        action={x.href(`/problems/${card.problem.number}/check`)}
      />
    ),
  });
}

/** `kept` gathers the pictures taken over, so that a form refused after that comes back with them. */
async function send(x: Exchange, input: z.output<typeof form>, kept: string[]): Promise<Response> {
  const { t } = readerOf(x);
  const { problem } = await problemCard(x.ctx, x.param("number"));
  demandIndependent(x.ctx, problem);
  kept.push(...input.kept);
  kept.push(...(await keepUploads(x.ctx, input.pictures, { keptBefore: kept.length })));
  const next = await verifyProblem(x.ctx, problem.number, { ...input, pictures: kept });
  return x.go(
    `/problems/${next.number}`,
    next.stage === "verified" ? t.done.verified : t.done.refuted,
  );
}

export const checkRoutes: Route[] = [
  {
    method: "get",
    path: "/problems/:number/check",
    asks: "problems.problem.verify",
    handle: (x) => show(x),
  },
  {
    method: "post",
    path: "/problems/:number/check",
    asks: "problems.problem.verify",
    maxBody: 55 * 1024 * 1024,
    handle: (x) => {
      const kept: string[] = [];
      return submit(x, {
        schema: form,
        act: (input) => send(x, input, kept),
        again: (state, status) => show(x, withKept(state, kept), status),
      });
    },
  },
];
