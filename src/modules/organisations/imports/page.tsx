import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  Field,
  Form,
  Place,
  Section,
  Stack,
  Table,
  bind,
  FormTrouble,
} from "#base/ui/index.ts";
import type { View } from "../view.ts";
import type { Import } from "./store.ts";

export type ImportsModel = { view: View; imports: readonly Import[]; form: FormState };

/** A file to send, and the earlier ones. */
export function ImportsPage({ view, imports, form }: ImportsModel) {
  const { t, href, dayOf } = view;
  const path = href("/admin/organisations/import");
  return (
    <Stack gap="l">
      <Place title={t.imports.title} lead={t.imports.lead} />
      <FormTrouble form={form} />
      <Form action={path} look="card" label={t.imports.title} files>
        <Field
          kind="file"
          label={t.imports.file}
          hint={t.imports.fileHint}
          accept=".csv,.xlsx,.txt"
          required
          {...bind(form, "file")}
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
              { head: t.imports.when, cell: ({ created_at }) => dayOf(created_at) },
              { head: t.imports.stateHead, cell: ({ state }) => t.imports.states[state] },
            ]}
          />
        </Section>
      )}
    </Stack>
  );
}
