import type { FormState } from "#base/http/form.ts";
import { ErrorSummary, Flash } from "#base/ui/index.ts";

/** What is wrong with the page as a whole: the list of fields, or the one sentence of its refusal. */
export function FormErrors({ form }: { form: FormState }) {
  const errors = Object.entries(form.errors).map(([name, text]) => ({ name, text }));
  return (
    <>
      {form.refusal !== undefined && <Flash kind="danger">{form.refusal}</Flash>}
      <ErrorSummary errors={errors} />
    </>
  );
}
