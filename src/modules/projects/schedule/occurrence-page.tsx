import {
  Actions,
  Button,
  Field,
  Form,
  PageHeader,
  Section,
  Stack,
  fieldProps,
  FormErrorSummary,
} from "#base/ui/index.ts";
import { evidenceKinds } from "#base/ports/count-source.ts";
import type { Attachment } from "#base/files/attachments.ts";
import type { FormState } from "#base/http/form.ts";
import type { Occurrence } from "../rows/store.ts";
import type { Project } from "../store.ts";
import { formatDaySpan, type ProjectViewContext } from "../view.ts";
import { FileField } from "../files/field.tsx";

/** Marks one occurrence as done with its day and evidence, or cancels it. */
export function OccurrencePage({
  viewContext: view,
  project,
  title,
  occurrence,
  form,
  held,
  base,
}: {
  viewContext: ProjectViewContext;
  project: Project;
  title: string;
  occurrence: Occurrence;
  form: FormState;
  held: Attachment | undefined;
  base: string;
}) {
  const { t } = view;
  const planned = formatDaySpan(view, occurrence.planned_from, occurrence.planned_to);
  return (
    <Stack gap="l">
      <PageHeader title={title} lead={`${t.card.planned}: ${planned}. ${project.title}`} />
      <FormErrorSummary form={form} />
      <Section title={t.plan.tickTitle} small>
        <Form action={base} files>
          <Field
            label={t.plan.actualOn}
            kind="date"
            max={view.today}
            {...fieldProps(form, "actualOn")}
          />
          <Field
            label={t.plan.evidenceKind}
            kind="select"
            empty={t.fields.choose}
            options={evidenceKinds.map((one) => ({ value: one, label: t.evidence[one] }))}
            {...fieldProps(form, "evidenceKind")}
          />
          <Field
            label={t.plan.evidenceHref}
            hint={t.plan.evidenceHrefHint}
            kind="url"
            width="full"
            {...fieldProps(form, "evidenceHref")}
          />
          <FileField
            viewContext={view}
            form={form}
            held={held}
            label={t.plan.evidenceFile}
            hint={t.plan.evidenceFileHint}
          />
          <Field label={t.plan.note} width="full" {...fieldProps(form, "note")} />
          <Actions>
            <Button kind="primary">{t.plan.tick}</Button>
          </Actions>
        </Form>
      </Section>
      {occurrence.state === "planned" ? (
        <details>
          <summary>{t.plan.cancel}</summary>
          <Form action={`${base}/cancel`}>
            <Field name="note" id="f-cancel-note" label={t.plan.note} width="full" value="" />
            <Actions>
              <Button>{t.plan.cancel}</Button>
            </Actions>
          </Form>
        </details>
      ) : (
        <Form action={`${base}/untick`} variant="actions">
          <Button>{t.plan.untick}</Button>
        </Form>
      )}
    </Stack>
  );
}
