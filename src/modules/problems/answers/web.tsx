import { actionRoute } from "#base/http/action-route.ts";
import { z } from "zod";
import type { RequestContext, Route } from "#base/http/route.ts";
import { emptyForm, type FormState } from "#base/http/form.ts";
import { authorize } from "#base/policy.ts";
import { en as triageEn, ru as triageRu, type AnswerCheck } from "#modules/triage/index.ts";
import { answerInput, answerProblem, checkAnswerText } from "./actions.ts";
import { AnswerPage } from "./page.tsx";
import { problemPolicy } from "../policy.ts";
import { loadProblemCard } from "../card/reads.ts";
import type { Problem } from "../store.ts";
import { collectPictures, pictureFields, withSavedPictures } from "../pictures/pictures.ts";
import { problemViewContext } from "../view.ts";
import { loadDisplayNames } from "../display-names.ts";
import { InboxPage } from "./inbox-page.tsx";
import { listInbox } from "./reads.ts";

const triageMessages = { ru: triageRu, en: triageEn };

const answerForm = answerInput.omit({ pictures: true }).extend({
  /** `check` looks at the draft, `send` sends it. */
  step: z.enum(["check", "send"]).default("send"),
  ...pictureFields,
});

async function showAnswerPage(
  c: RequestContext,
  state: FormState = emptyForm,
  options: { check?: AnswerCheck; status?: number } = {},
): Promise<Response> {
  const view = problemViewContext(c);
  const card = await loadProblemCard(c.ctx, c.param("number"));
  authorizeRespond(c, card.problem);
  const answerMessages = triageMessages[c.lang].answer as Record<string, unknown>;
  return c.page({
    title: view.t.answerPage.title,
    section: "inbox",
    status: options.status ?? 200,
    breadcrumbs: [
      { label: view.t.inbox.title, href: c.href("/inbox") },
      { label: card.problem.number, href: c.href(`/problems/${card.problem.number}`) },
    ],
    body: (
      <AnswerPage
        viewContext={view}
        card={card}
        form={state}
        action={c.href(`/problems/${card.problem.number}/answer`)}
        formatCriterion={(code) => messageAt(answerMessages, [code, "title"]) ?? code}
        formatAdvice={(key) => messageAt(answerMessages, key.split(".").slice(2)) ?? key}
        {...(options.check !== undefined && { check: options.check })}
      />
    ),
  });
}

function authorizeRespond(c: RequestContext, row: Problem): void {
  const { actor } = c.ctx;
  authorize({ policy: problemPolicy, actor, action: "respond", row, read: "read" });
}

/** Returns a message of triage by its path, `["fact", "missing"]`. */
function messageAt(catalogue: unknown, path: readonly string[]): string | undefined {
  const [head, ...rest] = path;
  if (head === undefined) return typeof catalogue === "string" ? catalogue : undefined;
  if (typeof catalogue !== "object" || catalogue === null) return undefined;
  return messageAt((catalogue as Record<string, unknown>)[head], rest);
}

/**
 * Saves or only checks an answer; `savedIds` receives the ids of saved pictures, also when it is
 * refused after that.
 */
async function submitAnswer(
  c: RequestContext,
  input: z.output<typeof answerForm>,
  savedIds: string[],
): Promise<Response> {
  const { problem } = await loadProblemCard(c.ctx, c.param("number"));
  // Before a picture is saved: nobody else may fill the disk.
  authorizeRespond(c, problem);
  await collectPictures(c.ctx, input, savedIds);
  if (input.step === "check") {
    const state = toFormState(input, savedIds);
    return showAnswerPage(c, state, { check: checkAnswerText(problem, input, c.ctx.now()) });
  }
  await answerProblem(c.ctx, problem.number, { ...input, pictures: savedIds });
  return c.redirect(`/problems/${problem.number}`, problemViewContext(c).t.done.answered);
}

function toFormState(input: z.output<typeof answerForm>, savedIds: string[]): FormState {
  const { kind, text, promisedFor = "", version } = input;
  return {
    values: { kind, text, promisedFor, ...(version !== undefined && { version: String(version) }) },
    lists: { savedPictures: savedIds },
    errors: {},
  };
}

export const answerRoutes: Route[] = [
  {
    method: "get",
    path: "/problems/:number/answer",
    permission: "problems.problem.respond",
    handle: (c) => showAnswerPage(c),
  },
  actionRoute({
    path: "/problems/:number/answer",
    permission: "problems.problem.respond",
    maxBody: 55 * 1024 * 1024,
    schema: answerForm,
    load: (): string[] => [],
    act: async (c, input, savedIds) => submitAnswer(c, input, savedIds),
    onInvalid: (c, state, status, savedIds) =>
      showAnswerPage(c, withSavedPictures(state, savedIds), { status }),
  }),
  {
    method: "get",
    path: "/inbox",
    permission: "problems.problem.inbox",
    handle: async (c) => {
      authorize({ policy: problemPolicy, actor: c.ctx.actor, action: "inbox" });
      const view = problemViewContext(c);
      const names = await loadDisplayNames(c);
      const lines = await listInbox(c.ctx);
      return c.page({
        title: view.t.inbox.title,
        section: "inbox",
        body: <InboxPage viewContext={view} lines={lines} names={names} />,
      });
    },
  },
];
