import { z } from "zod";
import type { Exchange, Route } from "#base/http/route.ts";
import { blankForm, submit, type FormState } from "#base/http/form.ts";
import { demand } from "#base/policy.ts";
import { en as triageEn, ru as triageRu, type AnswerCheck } from "#modules/triage/index.ts";
import { answerInput, answerProblem, checkFor } from "./actions.ts";
import { AnswerPage } from "./page.tsx";
import { problemPolicy } from "../policy.ts";
import { problemCard } from "../list/reads.ts";
import type { Problem } from "../store.ts";
import { keepUploads, withKept } from "../pictures.ts";
import { readerOf } from "../view.ts";

const triageWords = { ru: triageRu, en: triageEn };

const form = answerInput.omit({ pictures: true }).extend({
  /** `check` looks at the draft, `send` sends it. */
  step: z.enum(["check", "send"]).default("send"),
  pictures: z.array(z.file()).default([]),
  /** Pictures kept by an earlier try of this form. */
  kept: z.array(z.uuid()).max(5, "problems.too-many-pictures").default([]),
});

async function show(
  x: Exchange,
  state: FormState = blankForm,
  options: { check?: AnswerCheck; status?: number } = {},
): Promise<Response> {
  const reader = readerOf(x);
  const card = await problemCard(x.ctx, x.param("number"));
  demandRespond(x, card.problem);
  const said = triageWords[x.lang].answer as Record<string, unknown>;
  return x.page({
    title: reader.t.answerPage.title,
    section: "inbox",
    status: options.status ?? 200,
    crumbs: [
      { label: reader.t.inbox.title, href: x.href("/inbox") },
      { label: card.problem.number, href: x.href(`/problems/${card.problem.number}`) },
    ],
    body: (
      <AnswerPage
        reader={reader}
        card={card}
        form={state}
        action={x.href(`/problems/${card.problem.number}/answer`)}
        summand={(code) => sentence(said, [code, "title"]) ?? code}
        advice={(key) => sentence(said, key.split(".").slice(2)) ?? key}
        {...(options.check !== undefined && { check: options.check })}
      />
    ),
  });
}

function demandRespond(x: Exchange, row: Problem): void {
  const { actor } = x.ctx;
  demand({ policy: problemPolicy, actor, action: "respond", row, read: "read" });
}

/** Words of triage by their path: `["fact", "missing"]`. */
function sentence(book: unknown, path: readonly string[]): string | undefined {
  const [head, ...rest] = path;
  if (head === undefined) return typeof book === "string" ? book : undefined;
  if (typeof book !== "object" || book === null) return undefined;
  return sentence((book as Record<string, unknown>)[head], rest);
}

/** `kept` gathers the pictures taken over, so that a form refused after that comes back with them. */
async function send(x: Exchange, input: z.output<typeof form>, kept: string[]): Promise<Response> {
  const { problem } = await problemCard(x.ctx, x.param("number"));
  // Before a picture is taken over: nobody else fills the disk.
  demandRespond(x, problem);
  kept.push(...input.kept);
  kept.push(...(await keepUploads(x.ctx, input.pictures, { keptBefore: kept.length })));
  if (input.step === "check") {
    const state = draftOf(input, kept);
    return show(x, state, { check: checkFor(problem, input, x.ctx.now()) });
  }
  await answerProblem(x.ctx, problem.number, { ...input, pictures: kept });
  return x.go(`/problems/${problem.number}`, readerOf(x).t.done.answered);
}

function draftOf(input: z.output<typeof form>, kept: string[]): FormState {
  const { kind, text, promisedFor = "", version } = input;
  return {
    values: { kind, text, promisedFor, ...(version !== undefined && { version: String(version) }) },
    lists: { kept },
    errors: {},
  };
}

export const answerRoutes: Route[] = [
  {
    method: "get",
    path: "/problems/:number/answer",
    asks: "problems.problem.respond",
    handle: (x) => show(x),
  },
  {
    method: "post",
    path: "/problems/:number/answer",
    asks: "problems.problem.respond",
    maxBody: 55 * 1024 * 1024,
    handle: (x) => {
      const kept: string[] = [];
      return submit(x, {
        schema: form,
        act: (input) => send(x, input, kept),
        again: (state, status) => show(x, withKept(state, kept), { status }),
      });
    },
  },
];
