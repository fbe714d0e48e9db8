import type { FormState } from "../../http/form.ts";
import { Flash } from "../content/blocks.tsx";
import { ErrorSummary } from "./form.tsx";
import type { HeadingLevel } from "../layout/layout.tsx";

type Props = {
  form: { errors: FormState["errors"]; refusal?: string | undefined };
  /** Heading of wrong fields where no sentence refuses the whole; their count by default. */
  title?: string;
  level?: HeadingLevel;
  /** Name of the control that shows a field, where it is not the field's own. */
  controlName?: (field: string) => string;
};

/**
 * What is wrong with a form: the sentence of its refusal, and the list of fields that leads to them.
 * A sentence that a field repeats is shown once, in the list.
 */
export function FormErrorSummary({ form, title, level, controlName = (field) => field }: Props) {
  const { refusal } = form;
  const errors = Object.entries(form.errors).map(([field, text]) => ({
    name: controlName(field),
    text,
  }));
  if (errors.length === 0)
    return refusal === undefined ? null : <Flash kind="danger">{refusal}</Flash>;
  const heading = errors.some(({ text }) => text === refusal) ? title : (refusal ?? title);
  return (
    <ErrorSummary
      errors={errors}
      {...(level !== undefined && { level })}
      {...(heading !== undefined && { title: heading })}
    />
  );
}

/** Returns the error of one field, for a control whose value is not a text of the form. */
export function fieldError(form: Pick<FormState, "errors">, name: string): { error?: string } {
  const error = form.errors[name];
  return error === undefined ? {} : { error };
}

/** Returns a field's name, its submitted value (else `initial`) and its error. */
export function fieldProps(
  form: Pick<FormState, "values" | "errors">,
  name: string,
  initial: string = "",
): { name: string; value: string; error?: string } {
  return { name, value: form.values[name] ?? initial, ...fieldError(form, name) };
}

/** Returns the same for a list of checkboxes: the control is called `name[]`, its value is a list. */
export function listProps(
  form: Pick<FormState, "lists" | "errors">,
  name: string,
): { name: string; value: string[]; error?: string } {
  return { name: `${name}[]`, value: form.lists[name] ?? [], ...fieldError(form, name) };
}
