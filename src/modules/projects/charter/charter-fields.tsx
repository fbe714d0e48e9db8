import type { FormState } from "#base/http/form.ts";
import { Field, fieldProps } from "#base/ui/index.ts";
import { charterLimits } from "./actions.ts";
import type { ProjectMessages, ProjectViewContext } from "../view.ts";

type CharterFieldProps = { viewContext: ProjectViewContext; form: FormState };

/** A long text of the charter with its character counter. */
export function CharterTextField({
  viewContext: view,
  form,
  name,
  rows,
  hint,
}: CharterFieldProps & {
  name: keyof typeof charterLimits & keyof ProjectMessages["fields"];
  rows: number;
  hint?: string;
}) {
  return (
    <Field
      label={view.t.fields[name]}
      kind="textarea"
      rows={rows}
      maxlength={charterLimits[name]}
      counter
      width="full"
      {...(hint !== undefined && { hint })}
      {...fieldProps(form, name)}
    />
  );
}

/** The organisation of a project by registration number or name. */
export function OrganisationField({ viewContext: { t }, form }: CharterFieldProps) {
  return (
    <Field
      label={t.fields.organisation}
      hint={t.fields.organisationHint}
      width="full"
      optional
      {...fieldProps(form, "organisation")}
    />
  );
}
