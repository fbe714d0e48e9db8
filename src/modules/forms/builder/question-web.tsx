import { z } from "zod";
import { filledForm, submit, type FormState } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { conflict, orNotFound } from "#base/refusal.ts";
import { saveForm } from "../actions.ts";
import { questionKinds } from "../definition/definition.ts";
import {
  addQuestion,
  deleteQuestion,
  findQuestion,
  moveQuestion,
  nextFreeCode,
  updateQuestion,
} from "./edit.ts";
import {
  buildPermission,
  changeDraft,
  formPath,
  listPath,
  loadForm,
  renderBuilder,
  sectionPath,
} from "./draft.tsx";
import { kindOf } from "../kinds/kinds.ts";
import { QuestionPage } from "./question-page.tsx";
import {
  questionForm,
  parseQuestion,
  questionFormValues,
  type QuestionForm,
} from "./question-form.ts";
import type { Form } from "../store.ts";
import { createFormViewContext } from "../view.ts";

const questionPath = `${formPath}/questions/:question`;

/** A question of a form being built: made, changed, moved, deleted. */
export const questionRoutes: Route[] = [
  {
    method: "post",
    path: `${sectionPath}/questions`,
    permission: buildPermission,
    handle: postQuestion,
  },
  { method: "get", path: questionPath, permission: buildPermission, handle: showQuestion },
  { method: "post", path: questionPath, permission: buildPermission, handle: postQuestionChange },
  {
    method: "post",
    path: `${questionPath}/move`,
    permission: buildPermission,
    handle: (c) => postMove(c),
  },
  {
    method: "post",
    path: `${questionPath}/delete`,
    permission: buildPermission,
    handle: (c) => postDelete(c),
  },
];

const newQuestion = z.object({
  textRu: z.string("forms.text-missing").max(1000, "forms.text-long"),
  kind: z.enum(questionKinds),
});

/** Adds a question with the minimum of its kind, then redirects to its page. */
async function postQuestion(c: RequestContext): Promise<Response> {
  const row = await loadForm(c);
  return submit(c, {
    schema: newQuestion,
    async onValid(input) {
      const code = nextFreeCode(row.draft, "q");
      const form = questionForm.parse({ ...kindOf(input).builder.start, ...input, code });
      const made = parseQuestion(form, row.draft, undefined);
      const home = orNotFound(row.draft.sections.find((s) => s.code === c.param("section")));
      const definition = addQuestion(row.draft, home.code, made);
      await saveForm(c.ctx, { id: row.id, definition, version: row.version });
      return c.redirect(
        `${listPath}/${row.code}/questions/${code}`,
        createFormViewContext(c).t.builder.added,
      );
    },
    onInvalid: (form, status) => renderBuilder(c, { form, status }),
  });
}

async function renderQuestion(
  c: RequestContext,
  { row, form, status }: { row: Form; form?: FormState; status?: number },
): Promise<Response> {
  const view = createFormViewContext(c);
  const one = orNotFound(findQuestion(row.draft, c.param("question")));
  const path = `${listPath}/${row.code}`;
  return c.page({
    title: one.text.ru,
    section: "forms",
    breadcrumbs: [
      { label: view.t.builder.title, href: c.href(listPath) },
      { label: row.title, href: c.href(path) },
    ],
    ...(status !== undefined && { status }),
    body: (
      <QuestionPage
        view={view}
        row={row}
        question={one}
        form={form ?? filledForm(questionFormValues(one))}
        action={c.href(`${path}/questions/${one.code}`)}
      />
    ),
  });
}

async function showQuestion(c: RequestContext): Promise<Response> {
  return renderQuestion(c, { row: await loadForm(c) });
}

async function postQuestionChange(c: RequestContext): Promise<Response> {
  const row = await loadForm(c);
  const before = orNotFound(findQuestion(row.draft, c.param("question")));
  return submit(c, {
    schema: questionForm,
    async onValid(input) {
      if (input.version !== undefined && input.version !== row.version)
        throw conflict("forms.changed-meanwhile");
      const after = parseQuestion(withKindDefaults(input, before.kind), row.draft, before);
      const definition = updateQuestion(row.draft, before.code, after);
      await saveForm(c.ctx, { id: row.id, definition, version: row.version });
      const changedKind = before.kind !== after.kind;
      const path = `${listPath}/${row.code}`;
      return c.redirect(
        changedKind ? `${path}/questions/${after.code}` : path,
        createFormViewContext(c).t.builder.saved,
      );
    },
    onInvalid: (form, status) => renderQuestion(c, { row, form, status }),
  });
}

/** Adds the minimum of the new kind to a question whose kind was changed. */
function withKindDefaults(input: QuestionForm, before: string): QuestionForm {
  if (input.kind === before) return input;
  const none = { most: undefined, min: undefined, max: undefined };
  const { rows, columns, options } = kindOf(input).builder.start ?? {};
  return { ...input, ...none, rows, columns, options: input.options ?? options };
}

const moveForm = z.object({ to: z.enum(["up", "down"]) });

const postMove = (c: RequestContext) =>
  changeDraft(c, {
    schema: moveForm,
    flash: "saved",
    edit: (draft, { to }) => moveQuestion(draft, c.param("question"), to),
  });

const postDelete = (c: RequestContext) =>
  changeDraft(c, {
    schema: z.object({}),
    flash: "deleted",
    edit: (draft) => deleteQuestion(draft, c.param("question")),
  });
