import type { FormState } from "#base/http/form.ts";

/** The same for a group of checkboxes posted as `name[]`. */
export function checkboxListProps(state: FormState, name: string) {
  const error = state.errors[name];
  return {
    name: `${name}[]`,
    value: [...(state.lists[name] ?? [])],
    ...(error !== undefined && { error }),
  };
}
