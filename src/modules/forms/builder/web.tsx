import { z } from "zod";
import { emptyForm as noForm, submit, type FormState } from "#base/http/form.ts";
import type { RequestContext, Route } from "#base/http/route.ts";
import { authorize } from "#base/policy.ts";
import { orNotFound, invalid } from "#base/refusal.ts";
import { closeForm, saveForm, publishForm, reopenForm } from "../actions.ts";
import { formPurposes, type FormSection } from "../definition/definition.ts";
import { addSection, updateSection, deleteSection, nextFreeCode } from "./edit.ts";
import {
  buildPermission,
  changeDraft,
  formPath,
  listPath,
  loadForm,
  renderBuilder,
  sectionPath,
} from "./draft.tsx";
import { exportForm, exportXlsForm } from "./file-web.ts";
import { parseFormFile } from "../definition/form-file.ts";
import { FormListPage } from "./list-page.tsx";
import { formPolicy } from "../policy.ts";
import { questionRoutes } from "./question-web.tsx";
import { listForms, type Form } from "../store.ts";
import { parseExpression } from "../definition/expression-syntax.ts";
import { createBlankForm, findTemplate, formTemplates } from "../definition/templates.ru.ts";
import { createFormViewContext } from "../view.ts";

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
  {
    method: "get",
    path: `${formPath}/form.json`,
    permission: buildPermission,
    api: {
      summary: "The draft of a form as a file that can be imported again",
      response: z.looseObject({}),
    },
    handle: exportForm,
  },
  {
    method: "get",
    path: `${formPath}/form.xlsx`,
    permission: buildPermission,
    handle: exportXlsForm,
  },
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
  ...questionRoutes,
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
      const flashText = flash === "published" ? t.builder.published(row.code) : t.builder[flash];
      return c.redirect(`${listPath}/${row.code}`, flashText);
    },
    onInvalid: (form, status) => renderBuilder(c, { form, status }),
  });
}
