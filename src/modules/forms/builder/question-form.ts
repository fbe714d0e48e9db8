import { z } from "zod";
import { invalid } from "#base/refusal.ts";
import {
  questionKinds,
  questionSchema,
  type FormDefinition,
  type Question,
} from "../definition/definition.ts";
import { codeField, visibilities } from "../definition/question-parts.ts";
import { builderInput, printLimit } from "../kinds/builder-fields.tsx";
import { kindOf } from "../kinds/kinds.ts";
import type { Expression, ExpressionOperator } from "../definition/expression.ts";
import { parseExpression, printExpression } from "../definition/expression-syntax.ts";
import { findQuestion } from "./edit.ts";

export const comparisons = ["=", "!=", ">", "<", ">=", "<=", "in", "given"] as const;
export type Comparison = (typeof comparisons)[number];

const optionalText = (most: number) => z.string().max(most).optional();
const optionalInteger = z.coerce.number("forms.not-whole").int("forms.not-whole").optional();

/** One page of the builder: a question as a form posts it. */
export const questionForm = builderInput().extend({
  code: codeField,
  kind: z.enum(questionKinds),
  textRu: z.string("forms.text-missing").max(1000, "forms.text-long"),
  textEn: optionalText(1000),
  hintRu: optionalText(2000),
  hintEn: optionalText(2000),
  required: optionalText(5),
  publicity: z.enum(visibilities).default("staff"),
  weight: z.coerce.number("forms.not-a-number").positive("forms.not-a-number").optional(),
  question: optionalText(60),
  comparison: z.enum(comparisons).default("="),
  compared: optionalText(500),
  formula: optionalText(2000),
  value: optionalText(2000),
  version: optionalInteger,
});
export type QuestionForm = z.output<typeof questionForm>;

/** Returns the question that a posted page describes; throws `invalid` at the control that cannot be read. */
export function parseQuestion(
  form: QuestionForm,
  definition: FormDefinition,
  known: Question | undefined,
): Question {
  const given = {
    code: form.code,
    kind: form.kind,
    version: known?.version ?? 1,
    text: localizedText(form.textRu, form.textEn),
    hint: localizedText(form.hintRu, form.hintEn),
    required: form.required !== undefined,
    publicity: form.publicity,
    weight: form.weight,
    shownIf: parseCondition(form, definition),
    value: parseFormula(form.value, "value"),
    ...(known?.check !== undefined && { check: known.check }),
    ...kindOf(form).builder.parse(form),
  };
  const parsed = questionSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(({ path, message }) => {
    const [first = "textRu"] = path.map(String);
    const control = fieldNames[first] ?? first;
    return [control, message.startsWith("forms.") ? message : "forms.answer-wrong"];
  });
  throw invalid("forms.incomplete", { fields: Object.fromEntries(fields) });
}

const fieldNames: Record<string, string> = { text: "textRu", hint: "hintRu", shownIf: "formula" };

const localizedText = (ru: string | undefined, en: string | undefined) =>
  ru === undefined ? undefined : { ru, ...(en !== undefined && { en }) };

function parseFormula(typed: string | undefined, field: string): Expression | undefined {
  if (typed === undefined) return undefined;
  const parsed = parseExpression(typed);
  if ("expression" in parsed) return parsed.expression;
  throw invalid("forms.formula-wrong", { fields: { [field]: "forms.formula-wrong" } });
}

/** Parses the condition chosen from parts, or typed. */
function parseCondition(form: QuestionForm, definition: FormDefinition): Expression | undefined {
  if (form.formula !== undefined) return parseFormula(form.formula, "formula");
  if (form.question === undefined) return undefined;
  const answer = { answer: form.question };
  if (form.comparison === "given") return { op: "given", of: [answer] };
  const say = { say: parseComparedValue(form, findQuestion(definition, form.question)) };
  return form.comparison === "in"
    ? { op: "in", of: [say, answer] }
    : { op: form.comparison, of: [answer, say] };
}

/** Reads a typed value as the question compares: an option by its code or its text, «yes» as true. */
function parseComparedValue(
  { compared = "" }: QuestionForm,
  question: Question | undefined,
): string | number | boolean {
  const compare = question && kindOf(question).builder.compared;
  return question === undefined || compare === undefined ? compared : compare(question, compared);
}

/** Returns the page's values of a question. */
export function questionFormValues(question: Question): Record<string, string | undefined> {
  const parts = toSimpleCondition(question.shownIf);
  return {
    code: question.code,
    kind: question.kind,
    textRu: question.text.ru,
    textEn: question.text.en,
    hintRu: question.hint?.ru,
    hintEn: question.hint?.en,
    required: question.required ? "yes" : undefined,
    publicity: question.publicity,
    weight: printLimit(question.weight),
    ...kindOf(question).builder.values(question),
    value: question.value === undefined ? undefined : printExpression(question.value),
    ...parts,
    ...(parts === undefined &&
      question.shownIf !== undefined && { formula: printExpression(question.shownIf) }),
  };
}

/** Returns a condition of one comparison as the values of the page's selects; undefined for any other. */
function toSimpleCondition(condition: Expression | undefined) {
  if (condition === undefined || !("op" in condition)) return undefined;
  const isComparison = (op: ExpressionOperator): op is Comparison =>
    comparisons.some((one) => one === op);
  if (!isComparison(condition.op)) return undefined;
  const [left, right] = condition.op === "in" ? condition.of.toReversed() : condition.of;
  if (left === undefined || !("answer" in left) || left.part !== undefined) return undefined;
  if (condition.op === "given") return { question: left.answer, comparison: condition.op };
  if (right === undefined || !("say" in right)) return undefined;
  const compared = right.say === true ? "yes" : right.say === false ? "no" : String(right.say);
  return { question: left.answer, comparison: condition.op, compared };
}
