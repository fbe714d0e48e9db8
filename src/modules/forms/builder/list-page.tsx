import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  EmptyState,
  Field,
  Form,
  PageHeader,
  Rows,
  Stack,
  Status,
  fieldProps,
} from "#base/ui/index.ts";
import type { Form as FormRow } from "../store.ts";
import type { FormViewContext } from "../view.ts";
import { FormErrors } from "./form-errors.tsx";

const stateKinds = { draft: "new", published: "working", closed: "closed" } as const;

export function FormStatusBadge({
  view: { t },
  state,
}: {
  view: FormViewContext;
  state: FormRow["state"];
}) {
  return <Status kind={stateKinds[state]}>{t.builder.states[state]}</Status>;
}

type FormListProps = {
  view: FormViewContext;
  forms: readonly (FormRow & { replies: number })[];
  templates: readonly { code: string; title: string }[];
  form: FormState;
};

/** All forms, and the way to a new one. */
export function FormListPage({ view, forms, templates, form }: FormListProps) {
  const { t, href } = view;
  return (
    <Stack gap="l">
      <PageHeader title={t.builder.title} lead={t.builder.lead} />
      <FormErrors form={form} />
      {forms.length === 0 ? (
        <EmptyState title={t.builder.empty} text={t.builder.emptyText} />
      ) : (
        <Rows
          level={2}
          rows={forms.map((one) => ({
            title: one.title,
            href: href(`/admin/forms/${one.code}`),
            meta: [
              one.code,
              t.builder.purposes[one.purpose],
              t.builder.replies(one.replies),
              view.formatMoment(one.changed_at),
            ],
            side: <FormStatusBadge view={view} state={one.state} />,
          }))}
        />
      )}
      <Form action={href("/admin/forms")} files variant="card" label={t.builder.newTitle}>
        <h2>{t.builder.newTitle}</h2>
        <Field {...fieldProps(form, "title")} label={t.builder.newName} optional />
        <Field
          {...fieldProps(form, "template")}
          kind="select"
          label={t.builder.template}
          empty={t.builder.blank}
          options={templates.map(({ code, title }) => ({ value: code, label: title }))}
        />
        <Field
          name="file"
          kind="file"
          accept=".json,.xlsx"
          label={t.builder.file}
          hint={t.builder.fileHint}
          {...(form.errors.file !== undefined && { error: form.errors.file })}
        />
        <Actions>
          <Button kind="primary">{t.builder.make}</Button>
        </Actions>
      </Form>
    </Stack>
  );
}
