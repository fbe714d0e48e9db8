import { CharterTextField, OrganisationField } from "./charter-fields.tsx";
import {
  Actions,
  Button,
  ChoiceInput,
  Field,
  Form,
  PageHeader,
  Stack,
  fieldProps,
  listProps,
  FormErrorSummary,
} from "#base/ui/index.ts";
import type { FormState } from "#base/http/form.ts";
import type { ProjectViewContext } from "../view.ts";

/** A new project: only the title is required; texts of problems are prefilled. */
export function NewProjectPage({
  viewContext: view,
  action,
  form,
  municipalities,
  from,
}: {
  viewContext: ProjectViewContext;
  action: string;
  form: FormState;
  municipalities: readonly { value: string; label: string }[];
  /** Numbers of the problems it originates from. */
  from: string;
}) {
  const { t } = view;
  const value = (name: string) => form.values[name] ?? "";
  const field = { viewContext: view, form };
  return (
    <Stack gap="l">
      <PageHeader
        title={t.create.title}
        lead={from === "" ? t.create.lead : t.create.fromProblem(from)}
      />
      <FormErrorSummary form={form} />
      <Form
        action={action}
        label={t.create.title}
        {...(value("consultation") !== "" && { hidden: { consultation: value("consultation") } })}
      >
        <Field label={t.fields.projectTitle} width="full" required {...fieldProps(form, "title")} />
        <CharterTextField {...field} name="summary" rows={5} hint={t.fields.summaryHint} />
        <CharterTextField
          {...field}
          name="significance"
          rows={6}
          hint={t.fields.significanceHint}
        />
        <OrganisationField {...field} />
        <Field
          label={t.fields.problems}
          hint={t.fields.problemsHint}
          width="full"
          optional
          {...fieldProps(form, "problems")}
        />
        {from !== "" && <p class="small">{t.create.invites}</p>}
        <ChoiceInput
          legend={t.fields.placeIds}
          kind="checkbox"
          options={municipalities}
          {...listProps(form, "placeIds")}
        />
        <Actions>
          <Button kind="primary">{t.create.send}</Button>
        </Actions>
      </Form>
    </Stack>
  );
}
