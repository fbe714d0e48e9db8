import { z } from "zod";
import type { Expression } from "./expression.ts";

export const formPurposes = [
  "application",
  "registration",
  "feedback",
  "survey",
  "audit",
  "rubric",
] as const;
export type FormPurpose = (typeof formPurposes)[number];

export const questionKinds = [
  "text",
  "long-text",
  "number",
  "date",
  "choice",
  "choices",
  "scale",
  "yes-no",
  "matrix",
  "file",
  "place",
  "organisation",
  "money-table",
  "date-plan",
] as const;
export type QuestionKind = (typeof questionKinds)[number];

/** Who sees a question's results: those who read replies, the staff with their results, everybody. */
export const visibilities = ["private", "staff", "public"] as const;
export type Visibility = (typeof visibilities)[number];

/** The same words in each language of the form; Russian stands in where English is missing. */
const localizedText = (maxLength: number) =>
  z.object({
    ru: z.string().trim().min(1, "forms.text-missing").max(maxLength, "forms.text-long"),
    en: z.string().trim().max(maxLength, "forms.text-long").optional(),
  });
export type LocalizedText = { ru: string; en?: string | undefined };

/** Latin letters and digits: conditions name questions by it, exports name columns by it. */
export const codeField = z
  .string("forms.code-wrong")
  .trim()
  .regex(/^[a-z][a-z0-9_]{0,39}$/, "forms.code-wrong");

const literal = z.union([z.string().max(2000), z.number(), z.boolean(), z.null()]);

export const expressionSchema: z.ZodType<Expression, Expression> = z.lazy(() =>
  z.union([
    z.strictObject({ say: literal }),
    z.strictObject({ answer: codeField, part: z.string().max(40).optional() }),
    z.strictObject({
      op: z.enum(["and", "or", "not", "=", "!=", "<", "<=", ">", ">=", "in"]),
      of: z.array(expressionSchema).min(1).max(60),
    }),
    z.strictObject({
      op: z.enum(["+", "-", "*", "/", "sum", "count", "min", "max", "round", "if", "given"]),
      of: z.array(expressionSchema).min(1).max(60),
    }),
  ]),
);

const option = z.object({
  code: z
    .string()
    .trim()
    .regex(/^[\w.-]{1,40}$/, "forms.option-code-wrong"),
  text: localizedText(500),
  /** What the choice is worth in a rubric and in sums. */
  points: z.number().min(-1000).max(1000).optional(),
});
export type QuestionOption = z.output<typeof option>;
const options = z.array(option).min(1, "forms.options-missing").max(200, "forms.options-many");

const common = {
  code: codeField,
  text: localizedText(1000),
  hint: localizedText(2000).optional(),
  required: z.boolean().default(false),
  /** The question is asked while this holds. */
  shownIf: expressionSchema.optional(),
  /** The answer is computed and never asked. */
  value: expressionSchema.optional(),
  /** What must hold of an answer, and the sentence when it does not. */
  check: z.object({ that: expressionSchema, say: localizedText(500) }).optional(),
  publicity: z.enum(visibilities).default("staff"),
  /** Rubric: how much the points of this answer weigh. */
  weight: z.number().positive().max(1000).optional(),
  /** Grows when a question that has answers is changed. */
  version: z.int().positive().default(1),
};

const maxLength = (defaultLength: number) => z.int().min(1).max(20_000).default(defaultLength);
const day = z.iso.date("forms.not-a-date").optional();

const question = z.discriminatedUnion("kind", [
  z.object({ ...common, kind: z.literal("text"), most: maxLength(300) }),
  z.object({ ...common, kind: z.literal("long-text"), most: maxLength(4000) }),
  z.object({
    ...common,
    kind: z.literal("number"),
    min: z.number().optional(),
    max: z.number().optional(),
    whole: z.boolean().default(false),
    unit: localizedText(40).optional(),
  }),
  z.object({ ...common, kind: z.literal("date"), min: day, max: day }),
  z.object({ ...common, kind: z.literal("choice"), options }),
  z.object({
    ...common,
    kind: z.literal("choices"),
    options,
    most: z.int().positive().optional(),
  }),
  z.object({
    ...common,
    kind: z.literal("scale"),
    min: z.int().min(0).max(1).default(1),
    max: z.int().min(2).max(100).default(5),
    low: localizedText(100).optional(),
    high: localizedText(100).optional(),
  }),
  z.object({ ...common, kind: z.literal("yes-no") }),
  z.object({
    ...common,
    kind: z.literal("matrix"),
    rows: options,
    columns: z.array(option).min(2, "forms.options-missing").max(11, "forms.options-many"),
  }),
  z.object({
    ...common,
    kind: z.literal("file"),
    most: z.int().min(1).max(10).default(3),
  }),
  z.object({
    ...common,
    kind: z.literal("place"),
    detail: z.enum(["municipality", "settlement", "address"]).default("municipality"),
  }),
  z.object({ ...common, kind: z.literal("organisation") }),
  z.object({
    ...common,
    kind: z.literal("money-table"),
    most: z.int().min(1).max(200).default(60),
    articles: z.array(option).max(60).optional(),
  }),
  z.object({
    ...common,
    kind: z.literal("date-plan"),
    most: z.int().min(1).max(200).default(60),
    min: day,
    max: day,
  }),
]);
export type Question = z.output<typeof question>;
export type QuestionOf<K extends QuestionKind> = Extract<Question, { kind: K }>;

const section = z.object({
  code: codeField,
  title: localizedText(300),
  text: localizedText(4000).optional(),
  shownIf: expressionSchema.optional(),
  questions: z.array(question).max(200, "forms.questions-many"),
});
export type FormSection = z.output<typeof section>;

/** A form as data: what its JSON file holds. */
export const definitionSchema = z.object({
  purpose: z.enum(formPurposes),
  title: localizedText(300),
  lead: localizedText(4000).optional(),
  /** What the respondent reads after sending. */
  thanks: localizedText(2000).optional(),
  /** A figure of fewer respondents is shown only together with others. */
  minimumGroup: z.int().min(1).max(100).default(5),
  sections: z.array(section).min(1, "forms.sections-missing").max(60, "forms.sections-many"),
});
export type FormDefinition = z.output<typeof definitionSchema>;
/** What a template or a file gives: what has a default may be left out. */
export type DefinitionInput = z.input<typeof definitionSchema>;
export const questionSchema = question;
