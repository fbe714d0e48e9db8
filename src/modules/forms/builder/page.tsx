import type { FormState } from "#base/http/form.ts";
import {
  Actions,
  Button,
  ButtonLink,
  Checkbox,
  Cluster,
  Field,
  Flash,
  Form,
  Meta,
  PageHeader,
  Stack,
  fieldProps,
} from "#base/ui/index.ts";
import { formPurposes } from "../definition/definition.ts";
import type { Form as FormRow } from "../store.ts";
import type { FormViewContext } from "../view.ts";
import { FormErrors } from "./form-errors.tsx";
import { FormStatusBadge } from "./list-page.tsx";
import { SectionCard } from "./section-card.tsx";

export type FormBuilderProps = {
  view: FormViewContext;
  row: FormRow;
  form: FormState;
  /** The draft is what respondents see. */
  same: boolean;
  /** What an import could not take. */
  report?: readonly string[];
};

/** One form being built. */
export function FormBuilderPage(model: FormBuilderProps) {
  const { view, row, form, report = [] } = model;
  const { t, href } = view;
  const here = href(`/admin/forms/${row.code}`);
  return (
    <Stack gap="l">
      <PageHeader title={row.title}>
        <Cluster>
          <FormStatusBadge view={view} state={row.state} />
          <Meta
            items={[
              row.code,
              t.builder.purposes[row.purpose],
              row.published_version === 0 ? undefined : t.builder.version(row.published_version),
              row.published_version === 0
                ? undefined
                : model.same
                  ? t.builder.same
                  : t.builder.differs,
            ]}
          />
        </Cluster>
      </PageHeader>
      <FormErrors form={form} />
      {report.length > 0 && (
        <Flash kind="warn">
          <strong>{t.builder.notTaken}</strong>
          <ul>
            {report.map((line) => (
              <li>{line}</li>
            ))}
          </ul>
        </Flash>
      )}
      <FormActions {...model} here={here} />
      {row.draft.sections.map((section) => (
        <SectionCard view={view} row={row} section={section} here={here} />
      ))}
      <Form action={`${here}/sections`} variant="card" label={t.builder.addSection}>
        <Field name="title" label={t.builder.sectionTitle} />
        <Actions>
          <Button>{t.builder.addSection}</Button>
        </Actions>
      </Form>
      <FormSettings {...model} here={here} />
    </Stack>
  );
}

type BuilderPath = { here: string };

function FormActions({ view, row, here, same }: FormBuilderProps & BuilderPath) {
  const { t, href } = view;
  return (
    <Actions>
      {(row.state === "draft" || !same) && (
        <Form action={`${here}/publish`} variant="actions">
          <Button kind="primary">
            {row.published_version === 0 ? t.builder.publish : t.builder.publishAgain}
          </Button>
        </Form>
      )}
      <ButtonLink href={href(`/forms/${row.code}?preview=1`)}>{t.builder.preview}</ButtonLink>
      {row.published_version > 0 && (
        <>
          <ButtonLink href={href(`/forms/${row.code}/results`)}>{t.builder.results}</ButtonLink>
          <ButtonLink href={`${here}/paper`}>{t.builder.keyIn}</ButtonLink>
          <ButtonLink kind="quiet" href={href(`/forms/${row.code}`)}>
            {t.builder.open}
          </ButtonLink>
        </>
      )}
      {row.state === "published" && (
        <Form action={`${here}/close`} variant="actions">
          <Button kind="quiet">{t.builder.close}</Button>
        </Form>
      )}
      {row.state === "closed" && (
        <Form action={`${here}/reopen`} variant="actions">
          <Button kind="quiet">{t.builder.reopen}</Button>
        </Form>
      )}
      <ButtonLink kind="quiet" href={`${here}/form.json`} download>
        {t.builder.export}
      </ButtonLink>
      <ButtonLink kind="quiet" href={`${here}/form.xlsx`} download>
        {t.builder.exportXlsForm}
      </ButtonLink>
    </Actions>
  );
}

function FormSettings({ view, row, form, here }: FormBuilderProps & BuilderPath) {
  const { t } = view;
  const { draft } = row;
  const value = (name: string, kept: string) => ({
    ...fieldProps(form, name),
    value: form.values[name] ?? kept,
  });
  return (
    <Form
      action={`${here}/settings`}
      variant="card"
      label={t.builder.settings}
      hidden={{ version: String(row.version) }}
    >
      <h2>{t.builder.settings}</h2>
      <Field {...value("titleRu", draft.title.ru)} label={t.builder.formTitle} width="full" />
      <Field
        {...value("titleEn", draft.title.en ?? "")}
        label={t.builder.formTitleEn}
        optional
        width="full"
      />
      <Field
        {...value("lead", draft.lead?.ru ?? "")}
        kind="textarea"
        label={t.builder.formLead}
        optional
      />
      <Field
        {...value("thanks", draft.thanks?.ru ?? "")}
        kind="textarea"
        label={t.builder.formThanks}
        optional
      />
      <Field
        {...value("purpose", draft.purpose)}
        kind="select"
        label={t.builder.purpose}
        options={formPurposes.map((one) => ({ value: one, label: t.builder.purposes[one] }))}
      />
      <Field
        {...value("minimumGroup", String(draft.minimumGroup))}
        label={t.builder.minimumGroup}
        hint={t.builder.minimumGroupHint}
        inputmode="numeric"
        width="s"
      />
      <Checkbox name="resultsPublic" label={t.builder.resultsPublic} checked={row.results_public} />
      <Actions>
        <Button kind="primary">{t.builder.save}</Button>
      </Actions>
    </Form>
  );
}
