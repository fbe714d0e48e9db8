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
import { charterLimits } from "./actions.ts";
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
        <Field
          label={t.fields.summary}
          hint={t.fields.summaryHint}
          kind="textarea"
          rows={5}
          maxlength={charterLimits.summary}
          counter
          width="full"
          {...fieldProps(form, "summary")}
        />
        <Field
          label={t.fields.significance}
          hint={t.fields.significanceHint}
          kind="textarea"
          rows={6}
          maxlength={charterLimits.significance}
          counter
          width="full"
          {...fieldProps(form, "significance")}
        />
        <Field
          label={t.fields.organisation}
          hint={t.fields.organisationHint}
          width="full"
          optional
          {...fieldProps(form, "organisation")}
        />
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
