import { formatNumber } from "#base/ui/index.ts";
import type { Question } from "../definition/definition.ts";
import type { ExpressionValue } from "../definition/expression.ts";
import { localize } from "../localize.ts";
import type { FieldContext } from "./field-context.tsx";

/** Prints the value of a computation for people. */
export function formatValue(
  value: ExpressionValue,
  { t, lang }: Pick<FieldContext, "t" | "lang">,
): string {
  if (value === null) return "—";
  if (typeof value === "boolean") return value ? t.yes : t.no;
  if (typeof value === "number") return formatNumber(value, { lang, digits: 2 });
  return Array.isArray(value)
    ? value.map((one) => formatValue(one, { t, lang })).join(", ")
    : value;
}

/** A question whose answer is computed: it is shown and not asked. */
export function ComputedField({
  question,
  context,
}: {
  question: Question;
  context: FieldContext;
}) {
  const { t, lang, evaluation } = context;
  const unit = question.kind === "number" && question.unit ? localize(question.unit, lang) : "";
  const value = evaluation.computed[question.code] ?? null;
  return (
    <p class="field">
      <span>
        <strong>{localize(question.text, lang)}:</strong>{" "}
        <output data-computed={question.code}>{formatValue(value, context)}</output> {unit}
      </span>
      <span class="hint">{question.hint ? localize(question.hint, lang) : t.computed}</span>
    </p>
  );
}
