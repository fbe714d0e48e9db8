import type { z } from "zod";
import { submit, type FormState } from "#base/http/form.ts";
import type { RequestContext } from "#base/http/route.ts";
import { authorize } from "#base/policy.ts";
import { conflict, orNotFound } from "#base/refusal.ts";
import { saveForm } from "../actions.ts";
import type { FormDefinition } from "../definition/definition.ts";
import { isSameAnswer } from "../replies/merge.ts";
import { FormBuilderPage } from "./page.tsx";
import { formPolicy } from "../policy.ts";
import { selectForm, selectVersion, type Form } from "../store.ts";
import { createFormViewContext } from "../view.ts";

export const buildPermission = "forms.form.build";
export const listPath = "/admin/forms";
export const formPath = `${listPath}/:code{[a-z][a-z0-9_]*}`;
export const sectionPath = `${formPath}/sections/:section`;

/** Loads the form of the address; not found or forbidden for those who may not build it. */
export async function loadForm(c: RequestContext): Promise<Form> {
  const row = orNotFound(await selectForm(c.ctx, c.param("code")));
  authorize({ policy: formPolicy, actor: c.ctx.actor, action: "build", row });
  return row;
}

type BuilderOptions = {
  form: FormState;
  status?: number;
  row?: Form;
  report?: readonly string[];
};

/** Renders the builder of a form with what was wrong with a posted form of it. */
export async function renderBuilder(c: RequestContext, options: BuilderOptions): Promise<Response> {
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

/** Changes the draft by a small form of the builder; a refusal comes back above the whole page. */
export async function changeDraft<T>(
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
