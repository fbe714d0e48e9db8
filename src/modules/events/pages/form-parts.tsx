import type { FormState } from "#base/http/form.ts";
import { ErrorSummary, Flash } from "#base/ui/index.ts";

/** What is wrong with the form as a whole: the list of fields, or the one sentence of its refusal. */
export function FormTrouble({ state }: { state: FormState }) {
  const errors = Object.entries(state.errors).map(([name, text]) => ({ name, text }));
  if (errors.length > 0) return <ErrorSummary errors={errors} />;
  return state.refusal === undefined ? null : <Flash kind="danger">{state.refusal}</Flash>;
}

/** A field's kept value and its error, by its name. */
export function bind(state: FormState, name: string) {
  const error = state.errors[name];
  return { name, value: state.values[name] ?? "", ...(error !== undefined && { error }) };
}

/** The same for a group of checkboxes posted as `name[]`. */
export function bindList(state: FormState, name: string) {
  const error = state.errors[name];
  return {
    name: `${name}[]`,
    value: [...(state.lists[name] ?? [])],
    ...(error !== undefined && { error }),
  };
}
