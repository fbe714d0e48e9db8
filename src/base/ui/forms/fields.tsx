import { type ComponentChildren, h } from "preact";
import { Icon } from "../icons.tsx";
import { Island } from "../island.tsx";
import { useMessages } from "../lang.tsx";

/** Returns the id of a field's control, to which error links lead; a list `name[]` has the id of `name`. */
export function fieldId(name: string): string {
  return `f-${name.replace(/\[\]$/, "").replace(/[^\p{L}\d_-]+/gu, "-")}`;
}

export type SelectOption = { value: string; label: string; disabled?: boolean };
export type SelectOptionGroup = { group: string; options: readonly SelectOption[] };

type TextControl = {
  kind?:
    | "text"
    | "email"
    | "tel"
    | "number"
    | "search"
    | "url"
    | "password"
    | "date"
    | "time"
    | "datetime-local";
  value?: string | number;
  inputmode?: "numeric" | "decimal" | "tel" | "email" | "url" | "search";
  min?: string | number;
  max?: string | number;
  step?: string | number;
  maxlength?: number;
  /** Id of a datalist. */
  list?: string;
};

type Control =
  | TextControl
  | {
      kind: "textarea";
      value?: string;
      rows?: number;
      maxlength?: number;
      /** Shows how many characters are left. */
      counter?: boolean;
    }
  | {
      kind: "select";
      value?: string;
      options: readonly (SelectOption | SelectOptionGroup)[];
      /** First, empty choice. */
      empty?: string;
    }
  | { kind: "file"; accept?: string; multiple?: boolean };

export type FieldProps = Control & {
  name: string;
  label: ComponentChildren;
  id?: string;
  hint?: ComponentChildren;
  /** Puts the hint between label and control. */
  hintAbove?: boolean;
  error?: string;
  required?: boolean;
  /** Says beside the label that it may stay empty. */
  optional?: boolean;
  disabled?: boolean;
  autocomplete?: string;
  width?: "s" | "full";
  /** Key that moves focus here when the island `okno-keys` is there. */
  shortcut?: string;
  /** Stands beside the control in one line, for example a search button. */
  button?: ComponentChildren;
};

type ControlAttributes = {
  id: string;
  name: string;
  required?: boolean;
  disabled?: boolean;
  autocomplete?: string;
  "aria-invalid"?: "true";
  "aria-describedby"?: string;
  "data-key"?: string;
};

function Options({
  options,
  value,
}: {
  options: readonly (SelectOption | SelectOptionGroup)[];
  value?: string;
}) {
  return (
    <>
      {options.map((option) =>
        "group" in option ? (
          <optgroup label={option.group}>
            <Options options={option.options} value={value} />
          </optgroup>
        ) : (
          <option value={option.value} disabled={option.disabled} selected={option.value === value}>
            {option.label}
          </option>
        ),
      )}
    </>
  );
}

// Preact's types tie `list` and `role` to each input type apart; here the type is a variable.
function textControlAttributes(
  field: FieldProps & TextControl,
  wiring: ControlAttributes,
): Record<string, unknown> {
  const { kind = "text", value, inputmode, min, max, step, maxlength, list } = field;
  return { ...wiring, type: kind, value, inputmode, min, max, step, maxlength, list };
}

function FieldControl({ field, wiring }: { field: FieldProps; wiring: ControlAttributes }) {
  switch (field.kind) {
    case "textarea":
      return (
        <textarea
          {...wiring}
          rows={field.rows ?? 4}
          maxlength={field.counter ? undefined : field.maxlength}
          value={field.value ?? ""}
        />
      );
    case "select":
      return (
        <select {...wiring}>
          {field.empty !== undefined && <option value="">{field.empty}</option>}
          <Options options={field.options} value={field.value} />
        </select>
      );
    case "file":
      return <input {...wiring} type="file" accept={field.accept} multiple={field.multiple} />;
    default:
      return h("input", textControlAttributes(field, wiring));
  }
}

function Counter({ field, id }: { field: FieldProps; id: string }) {
  const messages = useMessages();
  if (field.kind !== "textarea" || !field.counter || field.maxlength === undefined) return null;
  const data = {
    "data-for": id,
    "data-max": String(field.maxlength),
    "data-left": messages.charactersLeft,
    "data-over": messages.charactersOver,
  };
  return <Island name="okno-counter" {...data} />;
}

/** The line that says what is wrong, tied to its control by id. */
export function FieldErrorMessage({ id, text }: { id: string; text: string }) {
  return (
    <span class="error" id={id}>
      <Icon name="warn" />
      {text}
    </span>
  );
}

/** Label, error, control and hint, tied together. */
export function Field(field: FieldProps) {
  const messages = useMessages();
  const id = field.id ?? fieldId(field.name);
  const hint = field.hint && (
    <span class="hint" id={`${id}-hint`}>
      {field.hint}
    </span>
  );
  const described = [field.error && `${id}-error`, field.hint && `${id}-hint`]
    .filter(Boolean)
    .join(" ");
  const wiring: ControlAttributes = {
    id,
    name: field.name,
    required: field.required,
    disabled: field.disabled,
    autocomplete: field.autocomplete,
    "aria-invalid": field.error ? "true" : undefined,
    "aria-describedby": described || undefined,
    "data-key": field.shortcut,
  };
  const control = <FieldControl field={field} wiring={wiring} />;
  return (
    <div class="field" data-width={field.width} data-invalid={field.error ? "" : undefined}>
      <label for={id}>
        {field.label}
        {field.optional && <span class="hint"> ({messages.optional})</span>}
      </label>
      {field.hintAbove && hint}
      {field.error && <FieldErrorMessage id={`${id}-error`} text={field.error} />}
      {field.button ? (
        <span class="with-button">
          {control}
          {field.button}
        </span>
      ) : (
        control
      )}
      <Counter field={field} id={id} />
      {!field.hintAbove && hint}
    </div>
  );
}
