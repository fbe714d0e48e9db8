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
  formatDateTime,
} from "#base/ui/index.ts";
import type { MovedDeadline } from "./preview.ts";
import { type AdministrationView } from "../view.tsx";

type RulePreview = { seen: number; changed: number; moved: readonly MovedDeadline[] };

type Props = {
  view: AdministrationView;
  title: string;
  action: string;
  form: FormState;
  preview: RulePreview | undefined;
};

/** A pack of rules as JSON, with what it would change before it is saved. */
export function RuleEditPage({ view, title, action, form, preview }: Props) {
  const { t } = view;
  const seen = form.values.seen;
  return (
    <Stack gap="l">
      <PageHeader title={title} />
      <FormErrorSummary form={form} />
      {preview !== undefined && <PreviewTable view={view} preview={preview} />}
      <Form action={action} variant="card" {...(seen !== undefined && { hidden: { seen } })}>
        <Field label={t.rules.name} required {...fieldProps(form, "title")} />
        <Field
          kind="textarea"
          label={t.rules.json}
          hint={t.rules.jsonHint}
          rows={24}
          width="full"
          required
          {...fieldProps(form, "pack")}
        />
        <Actions>
          <Button name="do" value="preview" icon="eye">
            {t.rules.preview}
          </Button>
          <Button kind="primary" name="do" value="save">
            {t.rules.save}
          </Button>
        </Actions>
      </Form>
    </Stack>
  );
}

function PreviewTable({ view, preview }: { view: AdministrationView; preview: RulePreview }) {
  const { t, href } = view;
  const say = (at: Date | null) => (at === null ? t.rules.noTerm : formatDateTime(at, view));
  return (
    <Section title={t.rules.previewTitle} lead={t.rules.previewLead(preview.changed, preview.seen)}>
      {preview.moved.length > 0 && (
        <Table
          caption={t.rules.previewTitle}
          captionHidden
          cards
          rows={preview.moved}
          columns={[
            {
              head: t.rules.problem,
              cell: ({ number, title }) => (
                <a href={href(`/problems/${number}`)}>
                  {number} {title}
                </a>
              ),
            },
            { head: t.rules.was, cell: ({ before }) => say(before) },
            { head: t.rules.becomes, cell: ({ after }) => say(after) },
          ]}
        />
      )}
    </Section>
  );
}
