import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  Field,
  Form,
  PageHeader,
  Section,
  Stack,
  Table,
  fieldProps,
  FormErrorSummary,
} from "#base/ui/index.ts";
import type { OrganisationsView } from "../view.ts";
import type { OrganisationImport } from "./store.ts";

export type OrganisationImportsModel = {
  view: OrganisationsView;
  imports: readonly OrganisationImport[];
  form: FormState;
};

/** A file to send, and the earlier ones. */
export function ImportsPage({ view, imports, form }: OrganisationImportsModel) {
  const { t, href, formatDate } = view;
  const path = href("/admin/organisations/import");
  return (
    <Stack gap="l">
      <PageHeader title={t.imports.title} lead={t.imports.lead} />
      <FormErrorSummary form={form} />
      <Form action={path} variant="card" label={t.imports.title} files>
        <Field
          kind="file"
          label={t.imports.file}
          hint={t.imports.fileHint}
          accept=".csv,.xlsx,.txt"
          required
          {...fieldProps(form, "file")}
        />
        <Actions>
          <Button kind="primary">{t.imports.send}</Button>
        </Actions>
      </Form>
      {imports.length > 0 && (
        <Section title={t.imports.earlier}>
          <Table
            caption={t.imports.earlier}
            captionHidden
            cards
            rows={imports}
            columns={[
              {
                head: t.imports.file,
                cell: ({ id, file_name }) => <a href={`${path}?file=${id}`}>{file_name}</a>,
                rowHead: true,
              },
              { head: t.imports.when, cell: ({ created_at }) => formatDate(created_at) },
              { head: t.imports.stateHead, cell: ({ state }) => t.imports.states[state] },
            ]}
          />
        </Section>
      )}
    </Stack>
  );
}
