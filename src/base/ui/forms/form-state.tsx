import type { FormState } from "../../http/form.ts";
import { Flash } from "../content/blocks.tsx";
import { ErrorSummary } from "./form.tsx";

/** What is wrong with the form as a whole: the list of fields, or the one sentence of its refusal. */
export function FormErrorSummary({ form }: { form: FormState }) {
  const errors = Object.entries(form.errors).map(([name, text]) => ({ name, text }));
  if (errors.length > 0) return <ErrorSummary errors={errors} />;
  return form.refusal === undefined ? null : <Flash kind="danger">{form.refusal}</Flash>;
}

/** A field's kept value and its error, by its name. */
export function fieldProps(form: FormState, name: string) {
  const error = form.errors[name];
  return { name, value: form.values[name] ?? "", ...(error !== undefined && { error }) };
}
