import { z } from "zod";
import { invalid } from "#base/refusal.ts";
import {
  codeField,
  visibilities,
  questionKinds,
  questionSchema,
  type FormDefinition,
  type QuestionOption,
  type Question,
} from "../definition/definition.ts";
import type { Expression, ExpressionOperator } from "../definition/expression.ts";
import { parseExpression, printExpression } from "../definition/expression-syntax.ts";
import { findQuestion } from "./edit.ts";

export const comparisons = ["=", "!=", ">", "<", ">=", "<=", "in", "given"] as const;
export type Comparison = (typeof comparisons)[number];

const optionalText = (most: number) => z.string().max(most).optional();
const optionalInteger = z.coerce.number("forms.not-whole").int("forms.not-whole").optional();

/** One page of the builder: a question as a form posts it. */
export const questionForm = z.object({
  code: codeField,
  kind: z.enum(questionKinds),
  textRu: z.string("forms.text-missing").max(1000, "forms.text-long"),
  textEn: optionalText(1000),
  hintRu: optionalText(2000),
  hintEn: optionalText(2000),
  required: optionalText(5),
  publicity: z.enum(visibilities).default("staff"),
  weight: z.coerce.number("forms.not-a-number").positive("forms.not-a-number").optional(),
  most: optionalInteger,
  min: optionalText(20),
  max: optionalText(20),
  whole: optionalText(5),
  unit: optionalText(40),
  low: optionalText(100),
  high: optionalText(100),
  detail: z.enum(["municipality", "settlement", "address"]).default("municipality"),
  options: optionalText(40_000),
  rows: optionalText(40_000),
  columns: optionalText(10_000),
  question: optionalText(60),
  comparison: z.enum(comparisons).default("="),
  compared: optionalText(500),
  formula: optionalText(2000),
  value: optionalText(2000),
  version: optionalInteger,
});
export type QuestionForm = z.output<typeof questionForm>;

/** The question that a posted page describes; a field that cannot be read is refused at its control. */
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
    ...parseKindFields(form, known),
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

function parseKindFields(form: QuestionForm, known: Question | undefined): Record<string, unknown> {
  const { kind, most } = form;
  const cap = most === undefined ? {} : { most };
  switch (kind) {
    case "number":
      return {
        ...parseBounds(form),
        whole: form.whole !== undefined,
        unit: localizedText(form.unit, undefined),
      };
    case "date":
      return { min: form.min, max: form.max };
    case "choice":
    case "choices":
      return { ...(kind === "choices" && cap), options: parseOptions(form.options ?? "") };
    case "scale":
      return {
        ...parseBounds(form),
        low: localizedText(form.low, undefined),
        high: localizedText(form.high, undefined),
      };
    case "matrix":
      return { rows: parseOptions(form.rows ?? ""), columns: parseOptions(form.columns ?? "") };
    case "place":
      return { detail: form.detail };
    case "money-table":
      return {
        ...cap,
        ...(form.options !== undefined && { articles: parseOptions(form.options) }),
      };
    case "date-plan":
      return { ...cap, min: form.min, max: form.max };
    default:
      return known?.kind === kind || most !== undefined ? cap : {};
  }
}

function parseBounds({ min, max }: QuestionForm) {
  const number = (text: string | undefined, field: string) => {
    if (text === undefined) return undefined;
    const value = Number(text.replace(",", "."));
    if (Number.isNaN(value))
      throw invalid("forms.not-a-number", { fields: { [field]: "forms.not-a-number" } });
    return value;
  };
  return { min: number(min, "min"), max: number(max, "max") };
}

/** «nko | НКО | 2» per line; a bare text gets a code by its place. */
export function parseOptions(lines: string): QuestionOption[] {
  return lines
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line, at) => {
      const [first = "", second, third] = line.split("|").map((part) => part.trim());
      if (second === undefined) return { code: `o${at + 1}`, text: { ru: first } };
      const points = third === undefined || third === "" ? undefined : Number(third);
      const [ru = "", en] = second.split(" / ");
      return {
        code: first,
        text: { ru, ...(en !== undefined && { en }) },
        ...(points !== undefined && !Number.isNaN(points) && { points }),
      };
    });
}

export const printOptions = (options: readonly QuestionOption[]): string =>
  options
    .map(({ code, text: { ru, en }, points }) =>
      [
        code,
        en === undefined ? ru : `${ru} / ${en}`,
        ...(points === undefined ? [] : [points]),
      ].join(" | "),
    )
    .join("\n");

function parseFormula(typed: string | undefined, field: string): Expression | undefined {
  if (typed === undefined) return undefined;
  const parsed = parseExpression(typed);
  if ("expression" in parsed) return parsed.expression;
  throw invalid("forms.formula-wrong", { fields: { [field]: "forms.formula-wrong" } });
}

/** The condition as picked from parts, or as typed. */
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

/** What was typed as the question means it: an option by its code or its text, «yes» as true. */
function parseComparedValue(
  { compared = "" }: QuestionForm,
  question: Question | undefined,
): string | number | boolean {
  if (question?.kind === "yes-no") return !/^(no|false|0|\u043d\u0435\u0442)$/i.test(compared);
  if (question?.kind === "number" || question?.kind === "scale") {
    const number = Number(compared.replace(",", "."));
    return Number.isNaN(number) ? compared : number;
  }
  const options = question !== undefined && "options" in question ? question.options : [];
  const option = options.find(
    ({ code, text: { ru } }) => code === compared || ru.toLowerCase() === compared.toLowerCase(),
  );
  return option?.code ?? compared;
}

/** The page's values for a question that is there. */
export function questionFormValues(question: Question): Record<string, string | undefined> {
  const limits = question as Partial<
    Record<"most" | "min" | "max" | "detail", string | number | undefined>
  >;
  const told = (value: string | number | undefined) =>
    value === undefined ? undefined : String(value);
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
    weight: told(question.weight),
    most: told(limits.most),
    min: told(limits.min),
    max: told(limits.max),
    detail: told(limits.detail),
    whole: question.kind === "number" && question.whole ? "yes" : undefined,
    unit: question.kind === "number" ? question.unit?.ru : undefined,
    low: question.kind === "scale" ? question.low?.ru : undefined,
    high: question.kind === "scale" ? question.high?.ru : undefined,
    options: formatOptions(question),
    rows: question.kind === "matrix" ? printOptions(question.rows) : undefined,
    columns: question.kind === "matrix" ? printOptions(question.columns) : undefined,
    value: question.value === undefined ? undefined : printExpression(question.value),
    ...parts,
    ...(parts === undefined &&
      question.shownIf !== undefined && { formula: printExpression(question.shownIf) }),
  };
}

function formatOptions(question: Question): string | undefined {
  if (question.kind === "choice" || question.kind === "choices")
    return printOptions(question.options);
  return question.kind === "money-table" && question.articles !== undefined
    ? printOptions(question.articles)
    : undefined;
}

/** A condition of one comparison, as the selects of the page hold it. */
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
