import { z } from "zod";
import { blankForm as noForm, filledForm, submit, type FormState } from "#base/http/form.ts";
import type { Exchange, Route } from "#base/http/route.ts";
import { demand } from "#base/policy.ts";
import { conflict, found, invalid } from "#base/refusal.ts";
import { closeForm, keepForm, publishForm, reopenForm } from "../actions.ts";
import {
  purposes,
  questionKinds,
  type FormDefinition,
  type Section,
} from "../definition/definition.ts";
import {
  addQuestion,
  addSection,
  changeQuestion,
  changeSection,
  deleteQuestion,
  deleteSection,
  freeCode,
  moveQuestion,
  questionIn,
} from "./edit.ts";
import { readFormFile } from "../definition/form-file.ts";
import { isSame } from "../replies/merge.ts";
import { BuilderPage, FormListPage, QuestionPage } from "./page.tsx";
import { formPolicy } from "../policy.ts";
import { questionForm, questionFrom, valuesOf } from "./question-form.ts";
import { selectForm, selectForms, selectVersion, type Form } from "../store.ts";
import { parseExpression } from "../definition/expression-syntax.ts";
import { blankForm, templateOf, templates } from "../definition/templates.ru.ts";
import { viewOf } from "../view.ts";

const asks = "forms.form.build";
const all = "/admin/forms";
const one = `${all}/:code{[a-z][a-z0-9_]*}`;
const section = `${one}/sections/:section`;
const question = `${one}/questions/:question`;

/** The builder: staff make forms here, without a line of script. */
export const builderRoutes: Route[] = [
  { method: "get", path: all, asks, handle: (x) => listPage(x, noForm) },
  { method: "post", path: all, asks, maxBody: 12 * 1024 * 1024, handle: postNew },
  { method: "get", path: one, asks, handle: (x) => builderPage(x, { form: noForm }) },
  { method: "get", path: `${one}/form.json`, asks, handle: exportForm },
  { method: "post", path: `${one}/settings`, asks, handle: postSettings },
  { method: "post", path: `${one}/sections`, asks, handle: (x) => postSection(x) },
  { method: "post", path: section, asks, handle: (x) => postSectionChange(x) },
  { method: "post", path: `${section}/delete`, asks, handle: (x) => postSectionDelete(x) },
  { method: "post", path: `${section}/questions`, asks, handle: postQuestion },
  { method: "get", path: question, asks, handle: showQuestion },
  { method: "post", path: question, asks, handle: postQuestionChange },
  { method: "post", path: `${question}/move`, asks, handle: (x) => postMove(x) },
  { method: "post", path: `${question}/delete`, asks, handle: (x) => postDelete(x) },
  {
    method: "post",
    path: `${one}/publish`,
    asks,
    handle: (x) => move(x, publishForm, "published"),
  },
  { method: "post", path: `${one}/close`, asks, handle: (x) => move(x, closeForm, "closed") },
  { method: "post", path: `${one}/reopen`, asks, handle: (x) => move(x, reopenForm, "reopened") },
];

async function load(x: Exchange): Promise<Form> {
  const row = found(await selectForm(x.ctx, x.param("code")));
  demand({ policy: formPolicy, actor: x.ctx.actor, action: "build", row });
  return row;
}

async function listPage(x: Exchange, form: FormState, status = 200): Promise<Response> {
  demand({ policy: formPolicy, actor: x.ctx.actor, action: "build" });
  const view = viewOf(x);
  return x.page({
    title: view.t.builder.title,
    section: "forms",
    status,
    body: (
      <FormListPage
        view={view}
        forms={await selectForms(x.ctx)}
        templates={templates.map(({ code, definition: { title } }) => ({
          code,
          title: (x.lang === "en" ? title.en : undefined) ?? title.ru,
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

async function postNew(x: Exchange): Promise<Response> {
  demand({ policy: formPolicy, actor: x.ctx.actor, action: "build" });
  return submit(x, {
    schema: newForm,
    async act({ title, template, file }) {
      const begun = await beginFrom({ title, template, file });
      const definition =
        title === undefined ? begun.definition : { ...begun.definition, title: { ru: title } };
      const row = await keepForm(x.ctx, { definition });
      if (begun.report.length > 0) {
        const t = viewOf(x).t.xlsform;
        const report = begun.report.map(({ line, reason, what }) =>
          t.line(line, t.reasons[reason].replace("{what}", what)),
        );
        return builderPage(x, { form: noForm, row, report });
      }
      return x.go(`${all}/${row.code}`, viewOf(x).t.builder.made);
    },
    again: (form, status) => listPage(x, form, status),
  });
}

type New = z.output<typeof newForm>;

async function beginFrom({ title, template, file }: New) {
  if (file !== undefined) return readFormFile(file);
  if (template !== undefined) return { definition: found(templateOf(template)), report: [] };
  if (title === undefined)
    throw invalid("forms.text-missing", { fields: { title: "forms.text-missing" } });
  return { definition: blankForm(title), report: [] };
}

type BuilderOptions = {
  form: FormState;
  status?: number;
  row?: Form;
  report?: readonly string[];
};

async function builderPage(x: Exchange, options: BuilderOptions): Promise<Response> {
  const row = options.row ?? (await load(x));
  const view = viewOf(x);
  const published =
    row.published_version === 0
      ? undefined
      : await selectVersion(x.ctx, row.id, row.published_version);
  return x.page({
    title: row.title,
    section: "forms",
    crumbs: [{ label: view.t.builder.title, href: x.href(all) }],
    ...(options.status !== undefined && { status: options.status }),
    body: (
      <BuilderPage
        view={view}
        row={row}
        form={options.form}
        same={published !== undefined && isSame(published.definition, row.draft)}
        {...(options.report !== undefined && { report: options.report })}
      />
    ),
  });
}

/** The form as a file: what `readFormFile` reads back. */
async function exportForm(x: Exchange): Promise<Response> {
  const { draft, code } = await load(x);
  return new Response(JSON.stringify(draft, null, 2), {
    headers: {
      "content-type": "application/json; charset=utf-8",
      "content-disposition": `attachment; filename="${code}.json"`,
    },
  });
}

/** A change of the draft by a small form of the builder; a refusal comes back over the whole page. */
async function change<T>(
  x: Exchange,
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
  const row = await load(x);
  return submit(x, {
    schema,
    async act(input) {
      const seen = (input as { version?: number }).version;
      if (seen !== undefined && seen !== row.version) throw conflict("forms.changed-meanwhile");
      const definition = edit(row.draft, input);
      await keepForm(x.ctx, { id: row.id, definition, version: row.version });
      return x.go(`${all}/${row.code}`, viewOf(x).t.builder[flash]);
    },
    again: (form, status) => builderPage(x, { form, status }),
  });
}

const version = z.coerce.number().int().optional();
const settings = z.object({
  titleRu: z.string("forms.text-missing").max(300, "forms.text-long"),
  titleEn: z.string().max(300, "forms.text-long").optional(),
  lead: z.string().max(4000, "forms.text-long").optional(),
  thanks: z.string().max(2000, "forms.text-long").optional(),
  purpose: z.enum(purposes),
  minimumGroup: z.coerce.number().int().min(1).max(100),
  resultsPublic: z.string().optional(),
  version,
});

async function postSettings(x: Exchange): Promise<Response> {
  const row = await load(x);
  return submit(x, {
    schema: settings,
    async act(input) {
      const { draft } = row;
      const definition = {
        ...draft,
        title: { ru: input.titleRu, ...(input.titleEn !== undefined && { en: input.titleEn }) },
        lead: input.lead === undefined ? undefined : { ...draft.lead, ru: input.lead },
        thanks: input.thanks === undefined ? undefined : { ...draft.thanks, ru: input.thanks },
        purpose: input.purpose,
        minimumGroup: input.minimumGroup,
      };
      await keepForm(x.ctx, {
        id: row.id,
        definition,
        version: input.version,
        resultsPublic: input.resultsPublic !== undefined,
      });
      return x.go(`${all}/${row.code}`, viewOf(x).t.builder.saved);
    },
    again: (form, status) => builderPage(x, { form, status }),
  });
}

const titled = z.object({ title: z.string("forms.text-missing").max(300, "forms.text-long") });

const postSection = (x: Exchange) =>
  change(x, {
    schema: titled,
    flash: "added",
    edit: (draft, { title }) =>
      addSection(draft, { code: freeCode(draft, "s"), title: { ru: title }, questions: [] }),
  });

const sectionForm = titled.extend({
  text: z.string().max(4000, "forms.text-long").optional(),
  formula: z.string().max(2000).optional(),
  version,
});

const postSectionChange = (x: Exchange) =>
  change(x, {
    schema: sectionForm,
    flash: "saved",
    edit(draft, { title, text, formula }) {
      const before = found(draft.sections.find(({ code }) => code === x.param("section")));
      const shownIf = readFormula(formula);
      return changeSection(draft, before.code, {
        title: { ...before.title, ru: title },
        text: text === undefined ? undefined : { ...before.text, ru: text },
        shownIf,
      });
    },
  });

function readFormula(formula: string | undefined): Section["shownIf"] {
  if (formula === undefined) return undefined;
  const parsed = parseExpression(formula);
  if ("expression" in parsed) return parsed.expression;
  throw invalid("forms.formula-wrong", { fields: { formula: "forms.formula-wrong" } });
}

const nothing = z.object({});

const postSectionDelete = (x: Exchange) =>
  change(x, {
    schema: nothing,
    flash: "deleted",
    edit: (draft) => deleteSection(draft, x.param("section")),
  });

const newQuestion = z.object({
  textRu: z.string("forms.text-missing").max(1000, "forms.text-long"),
  kind: z.enum(questionKinds),
});

/** A new question with what its kind needs at least, then its own page. */
async function postQuestion(x: Exchange): Promise<Response> {
  const row = await load(x);
  return submit(x, {
    schema: newQuestion,
    async act(input) {
      const options = "o1 | 1\no2 | 2";
      const code = freeCode(row.draft, "q");
      const form = questionForm.parse({
        ...input,
        code,
        options: input.kind === "money-table" ? undefined : options,
        rows: options,
        columns: options,
      });
      const made = questionFrom(form, row.draft, undefined);
      const home = found(row.draft.sections.find((s) => s.code === x.param("section")));
      const definition = addQuestion(row.draft, home.code, made);
      await keepForm(x.ctx, { id: row.id, definition, version: row.version });
      return x.go(`${all}/${row.code}/questions/${code}`, viewOf(x).t.builder.added);
    },
    again: (form, status) => builderPage(x, { form, status }),
  });
}

async function questionPage(
  x: Exchange,
  { row, form, status }: { row: Form; form?: FormState; status?: number },
): Promise<Response> {
  const view = viewOf(x);
  const one = found(questionIn(row.draft, x.param("question")));
  const path = `${all}/${row.code}`;
  return x.page({
    title: one.text.ru,
    section: "forms",
    crumbs: [
      { label: view.t.builder.title, href: x.href(all) },
      { label: row.title, href: x.href(path) },
    ],
    ...(status !== undefined && { status }),
    body: (
      <QuestionPage
        view={view}
        row={row}
        question={one}
        form={form ?? filledForm(valuesOf(one))}
        action={x.href(`${path}/questions/${one.code}`)}
      />
    ),
  });
}

async function showQuestion(x: Exchange): Promise<Response> {
  return questionPage(x, { row: await load(x) });
}

async function postQuestionChange(x: Exchange): Promise<Response> {
  const row = await load(x);
  const before = found(questionIn(row.draft, x.param("question")));
  return submit(x, {
    schema: questionForm,
    async act(input) {
      if (input.version !== undefined && input.version !== row.version)
        throw conflict("forms.changed-meanwhile");
      const after = questionFrom(withKindDefaults(input, before.kind), row.draft, before);
      const definition = changeQuestion(row.draft, before.code, after);
      await keepForm(x.ctx, { id: row.id, definition, version: row.version });
      const changedKind = before.kind !== after.kind;
      const path = `${all}/${row.code}`;
      return x.go(
        changedKind ? `${path}/questions/${after.code}` : path,
        viewOf(x).t.builder.saved,
      );
    },
    again: (form, status) => questionPage(x, { row, form, status }),
  });
}

/** A question that becomes one of another kind begins with that kind's least. */
function withKindDefaults(input: z.output<typeof questionForm>, before: string) {
  if (input.kind === before) return input;
  const options = "o1 | 1\no2 | 2";
  const none = { most: undefined, min: undefined, max: undefined };
  return {
    ...input,
    ...none,
    options: input.options ?? (input.kind === "money-table" ? undefined : options),
    rows: options,
    columns: options,
  };
}

const moving = z.object({ to: z.enum(["up", "down"]) });

const postMove = (x: Exchange) =>
  change(x, {
    schema: moving,
    flash: "saved",
    edit: (draft, { to }) => moveQuestion(draft, x.param("question"), to),
  });

const postDelete = (x: Exchange) =>
  change(x, {
    schema: nothing,
    flash: "deleted",
    edit: (draft) => deleteQuestion(draft, x.param("question")),
  });

type Move = (ctx: Exchange["ctx"], key: string) => Promise<Form>;

async function move(
  x: Exchange,
  act: Move,
  flash: "published" | "closed" | "reopened",
): Promise<Response> {
  const row = await load(x);
  return submit(x, {
    schema: nothing,
    async act() {
      await act(x.ctx, row.id);
      const { t } = viewOf(x);
      const told = flash === "published" ? t.builder.published(row.code) : t.builder[flash];
      return x.go(`${all}/${row.code}`, told);
    },
    again: (form, status) => builderPage(x, { form, status }),
  });
}
