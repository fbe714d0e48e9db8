import { Actions, Button, ChoiceInput, Field, Form, PageHeader, Stack } from "#base/ui/index.ts";
import type { FormState } from "#base/http/form.ts";
import { charterLimits } from "./actions.ts";
import type { ProjectViewContext } from "../view.ts";
import { ProjectFormErrors } from "./edit-page.tsx";

/** A new project: its title is enough; out of a problem the texts come along. */
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
  /** Numbers of the problems it grows from. */
  from: string;
}) {
  const { t } = view;
  const value = (name: string) => form.values[name] ?? "";
  const error = (name: string) =>
    form.errors[name] === undefined ? {} : { error: form.errors[name] };
  return (
    <Stack gap="l">
      <PageHeader
        title={t.create.title}
        lead={from === "" ? t.create.lead : t.create.fromProblem(from)}
      />
      <ProjectFormErrors form={form} />
      <Form
        action={action}
        label={t.create.title}
        {...(value("consultation") !== "" && { hidden: { consultation: value("consultation") } })}
      >
        <Field
          name="title"
          label={t.fields.projectTitle}
          width="full"
          required
          value={value("title")}
          {...error("title")}
        />
        <Field
          name="summary"
          label={t.fields.summary}
          hint={t.fields.summaryHint}
          kind="textarea"
          rows={5}
          maxlength={charterLimits.summary}
          counter
          width="full"
          value={value("summary")}
          {...error("summary")}
        />
        <Field
          name="significance"
          label={t.fields.significance}
          hint={t.fields.significanceHint}
          kind="textarea"
          rows={6}
          maxlength={charterLimits.significance}
          counter
          width="full"
          value={value("significance")}
          {...error("significance")}
        />
        <Field
          name="organisation"
          label={t.fields.organisation}
          hint={t.fields.organisationHint}
          width="full"
          optional
          value={value("organisation")}
          {...error("organisation")}
        />
        <Field
          name="problems"
          label={t.fields.problems}
          hint={t.fields.problemsHint}
          width="full"
          optional
          value={value("problems")}
          {...error("problems")}
        />
        {from !== "" && <p class="small">{t.create.invites}</p>}
        <ChoiceInput
          legend={t.fields.placeIds}
          name="placeIds[]"
          kind="checkbox"
          options={municipalities}
          value={form.lists.placeIds ?? []}
          {...error("placeIds")}
        />
        <Actions>
          <Button kind="primary">{t.create.send}</Button>
        </Actions>
      </Form>
    </Stack>
  );
}
