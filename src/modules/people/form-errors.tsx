import type { FormState } from "#base/http/form.ts";
import { ErrorSummary, Flash } from "#base/ui/index.ts";

/** What stands over a form that came back. */
export function FormErrorSummary({ form }: { form: FormState }) {
  const errors = Object.entries(form.errors).map(([name, text]) => ({ name, text }));
  if (errors.length > 0) return <ErrorSummary errors={errors} />;
  return form.refusal === undefined ? null : <Flash kind="danger">{form.refusal}</Flash>;
}

/** The field's kept value and error; passwords never come back. */
export function kept(form: FormState, name: string): { value?: string; error?: string } {
  const value = form.values[name];
  const error = form.errors[name];
  const secret = /password|repeat/i.test(name);
  return {
    ...(value !== undefined && !secret && { value }),
    ...(error !== undefined && { error }),
  };
}
