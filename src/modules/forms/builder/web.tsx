import { z } from "zod";
import { emptyForm as noForm, filledForm, submit, type FormState } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { authorize } from "#base/policy.ts";
import { conflict, orNotFound, invalid } from "#base/refusal.ts";
import { closeForm, saveForm, publishForm, reopenForm } from "../actions.ts";
import {
  formPurposes,
  questionKinds,
  type FormDefinition,
  type FormSection,
} from "../definition/definition.ts";
import {
  addQuestion,
  addSection,
  updateQuestion,
  updateSection,
  deleteQuestion,
  deleteSection,
  nextFreeCode,
  moveQuestion,
  findQuestion,
} from "./edit.ts";
import { parseFormFile } from "../definition/form-file.ts";
import { isSameAnswer } from "../replies/merge.ts";
import { FormListPage } from "./list-page.tsx";
import { FormBuilderPage } from "./page.tsx";
import { QuestionPage } from "./question-page.tsx";
import { formPolicy } from "../policy.ts";
import { kindOf } from "../kinds/kinds.ts";
import {
  questionForm,
  parseQuestion,
  questionFormValues,
  type QuestionForm,
} from "./question-form.ts";
import { selectForm, listForms, selectVersion, type Form } from "../store.ts";
import { parseExpression } from "../definition/expression-syntax.ts";
import { createBlankForm, findTemplate, formTemplates } from "../definition/templates.ru.ts";
import { createFormViewContext } from "../view.ts";

const buildPermission = "forms.form.build";
const listPath = "/admin/forms";
const formPath = `${listPath}/:code{[a-z][a-z0-9_]*}`;
const sectionPath = `${formPath}/sections/:section`;
const questionPath = `${formPath}/questions/:question`;

/** The builder: staff make forms here, without a line of script. */
export const builderRoutes: Route[] = [
  {
    method: "get",
    path: listPath,
    permission: buildPermission,
    handle: (c) => renderList(c, noForm),
  },
  {
    method: "post",
    path: listPath,
    permission: buildPermission,
    maxBody: 12 * 1024 * 1024,
    handle: postNew,
  },
  {
    method: "get",
    path: formPath,
    permission: buildPermission,
    handle: (c) => renderBuilder(c, { form: noForm }),
  },
  { method: "get", path: `${formPath}/form.json`, permission: buildPermission, handle: exportForm },
  {
    method: "post",
    path: `${formPath}/settings`,
    permission: buildPermission,
    handle: postSettings,
  },
  {
    method: "post",
    path: `${formPath}/sections`,
    permission: buildPermission,
    handle: (c) => postSection(c),
  },
  {
    method: "post",
    path: sectionPath,
    permission: buildPermission,
    handle: (c) => postSectionChange(c),
  },
  {
    method: "post",
    path: `${sectionPath}/delete`,
    permission: buildPermission,
    handle: (c) => postSectionDelete(c),
  },
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
  {
    method: "post",
    path: `${formPath}/publish`,
    permission: buildPermission,
    handle: (c) => postFormAction(c, publishForm, "published"),
  },
  {
    method: "post",
    path: `${formPath}/close`,
    permission: buildPermission,
    handle: (c) => postFormAction(c, closeForm, "closed"),
  },
  {
    method: "post",
    path: `${formPath}/reopen`,
    permission: buildPermission,
    handle: (c) => postFormAction(c, reopenForm, "reopened"),
  },
];

async function loadForm(c: RequestContext): Promise<Form> {
  const row = orNotFound(await selectForm(c.ctx, c.param("code")));
  authorize({ policy: formPolicy, actor: c.ctx.actor, action: "build", row });
  return row;
}

async function renderList(c: RequestContext, form: FormState, status = 200): Promise<Response> {
  authorize({ policy: formPolicy, actor: c.ctx.actor, action: "build" });
  const view = createFormViewContext(c);
  return c.page({
    title: view.t.builder.title,
    section: "forms",
    status,
    body: (
      <FormListPage
        view={view}
        forms={await listForms(c.ctx)}
        templates={formTemplates.map(({ code, definition: { title } }) => ({
          code,
          title: (c.lang === "en" ? title.en : undefined) ?? title.ru,
        }))}
        form={form}
      />
    ),
  });
}

const newForm = z.object({
  title: z.string().max(300, "forms.text-long").optional(),
  template: z.string().max(40).optional(),
  file: z.instanceof(File).optional(),
});

async function postNew(c: RequestContext): Promise<Response> {
  authorize({ policy: formPolicy, actor: c.ctx.actor, action: "build" });
  return submit(c, {
    schema: newForm,
    async onValid({ title, template, file }) {
      const begun = await createDefinition({ title, template, file });
      const definition =
        title === undefined ? begun.definition : { ...begun.definition, title: { ru: title } };
      const row = await saveForm(c.ctx, { definition });
      if (begun.report.length > 0) {
        const t = createFormViewContext(c).t.xlsform;
        const report = begun.report.map(({ line, reason, what }) =>
          t.line(line, t.reasons[reason].replace("{what}", what)),
        );
        return renderBuilder(c, { form: noForm, row, report });
      }
      return c.redirect(`${listPath}/${row.code}`, createFormViewContext(c).t.builder.made);
    },
    onInvalid: (form, status) => renderList(c, form, status),
  });
}

type NewFormInput = z.output<typeof newForm>;

async function createDefinition({ title, template, file }: NewFormInput) {
  if (file !== undefined) return parseFormFile(file);
  if (template !== undefined) return { definition: orNotFound(findTemplate(template)), report: [] };
  if (title === undefined)
    throw invalid("forms.text-missing", { fields: { title: "forms.text-missing" } });
  return { definition: createBlankForm(title), report: [] };
}

type BuilderOptions = {
  form: FormState;
  status?: number;
  row?: Form;
  report?: readonly string[];
};

async function renderBuilder(c: RequestContext, options: BuilderOptions): Promise<Response> {
  const row = options.row ?? (await loadForm(c));
  const view = createFormViewContext(c);
  const published =
    row.published_version === 0
      ? undefined
      : await selectVersion(c.ctx, row.id, row.published_version);
  return c.page({
    title: row.title,
    section: "forms",
    breadcrumbs: [{ label: view.t.builder.title, href: c.href(listPath) }],
    ...(options.status !== undefined && { status: options.status }),
    body: (
      <FormBuilderPage
        view={view}
        row={row}
        form={options.form}
        same={published !== undefined && isSameAnswer(published.definition, row.draft)}
        {...(options.report !== undefined && { report: options.report })}
      />
    ),
  });
}

/** The form as a file: what `readFormFile` reads back. */
async function exportForm(c: RequestContext): Promise<Response> {
  const { draft, code } = await loadForm(c);
  return new Response(JSON.stringify(draft, null, 2), {
    headers: {
      "content-type": "application/json; charset=utf-8",
      "content-disposition": `attachment; filename="${code}.json"`,
    },
  });
}

/** A change of the draft by a small form of the builder; a refusal comes back over the whole page. */
async function changeDraft<T>(
  c: RequestContext,
  {
    schema,
    edit,
    flash,
  }: {
    schema: z.ZodType<T>;
    edit: (draft: FormDefinition, input: T) => FormDefinition;
    flash: "saved" | "added" | "deleted";
  },
): Promise<Response> {
  const row = await loadForm(c);
  return submit(c, {
    schema,
    async onValid(input) {
      const seen = (input as { version?: number }).version;
      if (seen !== undefined && seen !== row.version) throw conflict("forms.changed-meanwhile");
      const definition = edit(row.draft, input);
      await saveForm(c.ctx, { id: row.id, definition, version: row.version });
      return c.redirect(`${listPath}/${row.code}`, createFormViewContext(c).t.builder[flash]);
    },
    onInvalid: (form, status) => renderBuilder(c, { form, status }),
  });
}

const version = z.coerce.number().int().optional();
const settings = z.object({
  titleRu: z.string("forms.text-missing").max(300, "forms.text-long"),
  titleEn: z.string().max(300, "forms.text-long").optional(),
  lead: z.string().max(4000, "forms.text-long").optional(),
  thanks: z.string().max(2000, "forms.text-long").optional(),
  purpose: z.enum(formPurposes),
  minimumGroup: z.coerce.number().int().min(1).max(100),
  resultsPublic: z.string().optional(),
  version,
});

async function postSettings(c: RequestContext): Promise<Response> {
  const row = await loadForm(c);
  return submit(c, {
    schema: settings,
    async onValid(input) {
      const { draft } = row;
      const definition = {
        ...draft,
        title: { ru: input.titleRu, ...(input.titleEn !== undefined && { en: input.titleEn }) },
        lead: input.lead === undefined ? undefined : { ...draft.lead, ru: input.lead },
        thanks: input.thanks === undefined ? undefined : { ...draft.thanks, ru: input.thanks },
        purpose: input.purpose,
        minimumGroup: input.minimumGroup,
      };
      await saveForm(c.ctx, {
        id: row.id,
        definition,
        version: input.version,
        resultsPublic: input.resultsPublic !== undefined,
      });
      return c.redirect(`${listPath}/${row.code}`, createFormViewContext(c).t.builder.saved);
    },
    onInvalid: (form, status) => renderBuilder(c, { form, status }),
  });
}

const titleForm = z.object({ title: z.string("forms.text-missing").max(300, "forms.text-long") });

const postSection = (c: RequestContext) =>
  changeDraft(c, {
    schema: titleForm,
    flash: "added",
    edit: (draft, { title }) =>
      addSection(draft, { code: nextFreeCode(draft, "s"), title: { ru: title }, questions: [] }),
  });

const sectionForm = titleForm.extend({
  text: z.string().max(4000, "forms.text-long").optional(),
  formula: z.string().max(2000).optional(),
  version,
});

const postSectionChange = (c: RequestContext) =>
  changeDraft(c, {
    schema: sectionForm,
    flash: "saved",
    edit(draft, { title, text, formula }) {
      const before = orNotFound(draft.sections.find(({ code }) => code === c.param("section")));
      const shownIf = readFormula(formula);
      return updateSection(draft, before.code, {
        title: { ...before.title, ru: title },
        text: text === undefined ? undefined : { ...before.text, ru: text },
        shownIf,
      });
    },
  });

function readFormula(formula: string | undefined): FormSection["shownIf"] {
  if (formula === undefined) return undefined;
  const parsed = parseExpression(formula);
  if ("expression" in parsed) return parsed.expression;
  throw invalid("forms.formula-wrong", { fields: { formula: "forms.formula-wrong" } });
}

const emptyForm = z.object({});

const postSectionDelete = (c: RequestContext) =>
  changeDraft(c, {
    schema: emptyForm,
    flash: "deleted",
    edit: (draft) => deleteSection(draft, c.param("section")),
  });

const newQuestion = z.object({
  textRu: z.string("forms.text-missing").max(1000, "forms.text-long"),
  kind: z.enum(questionKinds),
});

/** A new question with what its kind needs at least, then its own page. */
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

/** A question that becomes one of another kind begins with what that kind needs at least. */
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
    schema: emptyForm,
    flash: "deleted",
    edit: (draft) => deleteQuestion(draft, c.param("question")),
  });

type FormAction = (ctx: RequestContext["ctx"], key: string) => Promise<Form>;

async function postFormAction(
  c: RequestContext,
  act: FormAction,
  flash: "published" | "closed" | "reopened",
): Promise<Response> {
  const row = await loadForm(c);
  return submit(c, {
    schema: emptyForm,
    async onValid() {
      await act(c.ctx, row.id);
      const { t } = createFormViewContext(c);
      const told = flash === "published" ? t.builder.published(row.code) : t.builder[flash];
      return c.redirect(`${listPath}/${row.code}`, told);
    },
    onInvalid: (form, status) => renderBuilder(c, { form, status }),
  });
}
