import { h } from "preact";
import { fieldId, Icon } from "#base/ui/index.ts";
import type { CommonQuestion } from "../../definition/question-parts.ts";
import { localize } from "../../localize.ts";
import { questionLabel, type FieldContext } from "../field-context.tsx";
import { fieldName } from "../posted.ts";

type TableInputProps = {
  name: string;
  label: string;
  value: string;
  context: FieldContext;
  kind?: "text" | "date";
  decimal?: boolean;
};

/** An input in a table, named by its column and row, with its error below. */
export function TableInput({
  name,
  label,
  value,
  context,
  kind = "text",
  decimal,
}: TableInputProps) {
  const error = context.errors[name];
  const id = fieldId(name);
  return (
    <>
      {h("input", {
        type: kind,
        id,
        name,
        value,
        "aria-label": label,
        "aria-invalid": error ? "true" : undefined,
        "aria-describedby": error ? `${id}-error` : undefined,
        inputmode: decimal ? "decimal" : undefined,
      } as Record<string, unknown>)}
      {error && (
        <span class="field">
          <span class="error" id={`${id}-error`}>
            <Icon name="warn" />
            {error}
          </span>
        </span>
      )}
    </>
  );
}

/** Renders a question of many controls: its text, hint and error above them. */
export function FieldsetHeader({
  question,
  context,
}: {
  question: CommonQuestion;
  context: FieldContext;
}) {
  const error = context.errors[fieldName(question.code)];
  return (
    <>
      <legend>{questionLabel(question, context.lang, context.t)}</legend>
      {question.hint && <span class="hint">{localize(question.hint, context.lang)}</span>}
      {error && (
        <span class="error">
          <Icon name="warn" />
          {error}
        </span>
      )}
    </>
  );
}

/** Returns the rows given, and some empty ones after them, up to the limit. */
export function withBlankRows<T>(
  given: readonly T[],
  blank: T,
  { most, more }: { most: number; more: number },
) {
  const free = Math.max(0, Math.min(more, most - given.length));
  return [...given, ...Array.from({ length: free }, () => blank)].map((row, at) => ({ row, at }));
}
