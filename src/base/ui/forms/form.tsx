import type { ComponentChildren } from "preact";
import { FieldErrorMessage, fieldId, type SelectOption } from "./fields.tsx";
import { formatPhrase } from "../format.ts";
import { Icon } from "../icons.tsx";
import { Island } from "../island.tsx";
import { useLang, useMessages } from "../lang.tsx";
import type { SpacingSize, HeadingLevel } from "../layout/layout.tsx";

export type ChoiceInputProps = {
  legend: ComponentChildren;
  name: string;
  kind: "radio" | "checkbox";
  options: readonly (SelectOption & { hint?: string })[];
  /** One value for radio, any number for checkbox. */
  value?: string | readonly string[];
  hint?: ComponentChildren;
  error?: string;
  required?: boolean;
  /** Short answers (marks) stand in one line. */
  inline?: boolean;
};

/** A question with visible answers. */
export function ChoiceInput({
  legend,
  name,
  kind,
  options,
  value,
  hint,
  error,
  ...how
}: ChoiceInputProps) {
  const id = fieldId(name);
  const chosen = new Set(typeof value === "string" ? [value] : value);
  const described = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ");
  return (
    <fieldset
      class="field"
      data-invalid={error ? "" : undefined}
      data-line={how.inline ? "" : undefined}
      aria-describedby={described || undefined}
    >
      <legend>{legend}</legend>
      {hint && (
        <span class="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {error && <FieldErrorMessage id={`${id}-error`} text={error} />}
      {options.map((option, index) => (
        <label class="choice">
          <input
            type={kind}
            id={index === 0 ? id : `${id}-${index + 1}`}
            name={name}
            value={option.value}
            checked={chosen.has(option.value)}
            disabled={option.disabled}
            required={kind === "radio" && how.required}
            aria-invalid={error ? "true" : undefined}
          />
          {option.label}
          {option.hint && <span class="hint">{option.hint}</span>}
        </label>
      ))}
    </fieldset>
  );
}

export type CheckboxProps = {
  /** Where two forms of a page have the same name. */
  id?: string;
  name: string;
  label: ComponentChildren;
  value?: string;
  checked?: boolean;
  hint?: string;
  error?: string;
};

/** One checkbox. */
export function Checkbox(check: CheckboxProps) {
  const { name, label, value = "yes", checked, hint, error, id = fieldId(name) } = check;
  return (
    <div class="field" data-invalid={error ? "" : undefined}>
      {error && <FieldErrorMessage id={`${id}-error`} text={error} />}
      <label class="choice">
        <input
          type="checkbox"
          id={id}
          name={name}
          value={value}
          checked={checked}
          aria-invalid={error ? "true" : undefined}
          aria-describedby={error ? `${id}-error` : undefined}
        />
        {label}
        {hint && <span class="hint">{hint}</span>}
      </label>
    </div>
  );
}

export type FieldError = { name: string; text: string };

/** What is left to correct, over the form; takes focus after a post. Nothing when there are no errors. */
export function ErrorSummary({
  errors,
  title,
  level = 2,
}: {
  errors: readonly FieldError[];
  title?: string;
  level?: HeadingLevel;
}) {
  const messages = useMessages();
  const lang = useLang();
  if (errors.length === 0) return null;
  const Tag = `h${level}` as const;
  return (
    <div
      class="errors"
      id="errors"
      role="group"
      tabindex={-1}
      aria-labelledby="errors-title"
      data-autofocus=""
    >
      <Island name="okno-errors" />
      <Tag id="errors-title">
        <Icon name="warn" />
        {title ?? formatPhrase({ lang, count: errors.length, forms: messages.errors })}
      </Tag>
      <ul>
        {errors.map(({ name, text }) => (
          <li>
            <a href={`#${fieldId(name)}`}>{text}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}

function HiddenFields({ values }: { values?: Record<string, string> }) {
  return (
    <>
      {Object.entries(values ?? {}).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
    </>
  );
}

export type FormProps = {
  action: string;
  method?: "post" | "get";
  /** Hidden fields: CSRF token, version. */
  hidden?: Record<string, string>;
  /** The form carries files. */
  files?: boolean;
  label?: string;
  gap?: SpacingSize;
  variant?: "stack" | "card" | "actions";
  id?: string;
  children: ComponentChildren;
};

const variants = { stack: "stack", card: "card stack", actions: "actions" } as const;

/** A form whose checks are the server's; a second press while sending does nothing when scripts run. */
export function Form({
  action,
  method = "post",
  hidden,
  files,
  label,
  gap,
  variant = "stack",
  id,
  children,
}: FormProps) {
  return (
    <form
      id={id}
      action={action}
      method={method}
      enctype={files ? "multipart/form-data" : undefined}
      novalidate
      class={variants[variant]}
      data-gap={gap}
      aria-label={label}
    >
      {method === "post" && <Island name="okno-busy" />}
      <HiddenFields values={hidden} />
      {children}
    </form>
  );
}

export type FiltersProps = {
  action: string;
  label?: string;
  hidden?: Record<string, string>;
  /** How many are shown, ending in a colon: “Shown 41 of 312:”. */
  resultCount?: ComponentChildren;
  /** Filters in force, each with the address without it. */
  activeFilters?: readonly { label: string; href: string }[];
  resetHref?: string;
  /** `Field`s. */
  children: ComponentChildren;
};

/** A GET form: every choice has an address. */
export function Filters({
  action,
  label,
  hidden,
  resultCount,
  activeFilters = [],
  resetHref,
  children,
}: FiltersProps) {
  const messages = useMessages();
  return (
    <form
      class="filters"
      method="get"
      action={action}
      role="search"
      aria-label={label ?? messages.filters}
    >
      <HiddenFields values={hidden} />
      {children}
      <button class="button">{messages.show}</button>
      {(resultCount !== undefined || activeFilters.length > 0) && (
        <div class="chosen">
          {resultCount !== undefined && <span>{resultCount}</span>}
          {activeFilters.map((filter) => (
            <a class="tag" href={filter.href}>
              {filter.label} <span aria-hidden="true">×</span>
              <span class="visually-hidden">{messages.removeFilter}</span>
            </a>
          ))}
          {activeFilters.length > 0 && resetHref !== undefined && (
            <a href={resetHref}>{messages.reset}</a>
          )}
        </div>
      )}
    </form>
  );
}
