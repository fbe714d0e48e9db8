import type { ComponentChildren } from "preact";
import { Field, type SelectOption } from "./fields.tsx";
import { Filters } from "./form.tsx";

/** One filter of a list: a field of its form, and a chip with the way to remove it while it has a value. */
export type ListFilter<Name extends string> = {
  /** The name in the query. */
  name: Name;
  label: string;
  /** Text of the chip; without it the label of the option, or what was typed. */
  chip?: (value: string) => string;
} & (
  | { kind: "search" | "text" | "date"; maxlength?: number; list?: string }
  | { kind: "select"; options: readonly SelectOption[]; /** The choice of all. */ empty: string }
);

type ListFiltersProps<Name extends string> = {
  /** Address of the list without a query. */
  action: string;
  filters: readonly ListFilter<Name>[];
  values: { readonly [Each in Name]?: string | undefined };
  /** Returns the address of the list with a part of its query changed. */
  listUrl: (change: { [Each in Name]?: string | undefined }) => string;
  hidden?: Record<string, string>;
  resultCount?: ComponentChildren;
};

/** The filters of a list from one definition: the form's fields and the chips of what is chosen. */
export function ListFilters<Name extends string>({
  action,
  filters,
  values,
  listUrl,
  hidden,
  resultCount,
}: ListFiltersProps<Name>) {
  const change = (name: Name, value: string | undefined) => {
    const changed: { [Each in Name]?: string | undefined } = {};
    changed[name] = value;
    return listUrl(changed);
  };
  return (
    <Filters
      action={action}
      resetHref={action}
      hidden={hidden}
      resultCount={resultCount}
      activeFilters={filters.flatMap((filter) => {
        const value = values[filter.name] ?? "";
        return value === ""
          ? []
          : [{ label: chipText(filter, value), href: change(filter.name, undefined) }];
      })}
    >
      {filters.map(({ chip: _, ...field }) => (
        <Field {...field} value={values[field.name] ?? ""} />
      ))}
    </Filters>
  );
}

function chipText<Name extends string>(filter: ListFilter<Name>, value: string): string {
  if (filter.chip !== undefined) return filter.chip(value);
  if (filter.kind !== "select") return value;
  return filter.options.find((option) => option.value === value)?.label ?? value;
}
