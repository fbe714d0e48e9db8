import { z } from "zod";
import type { Expression } from "./expression.ts";

/** Who sees a question's results: those who read replies, the staff with their results, everybody. */
export const visibilities = ["private", "staff", "public"] as const;
export type Visibility = (typeof visibilities)[number];

/** Builds the schema of a text in our two languages; English is optional and Russian used in its place. */
export const localizedText = (maxLength: number) =>
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

export const option = z.object({
  code: z
    .string()
    .trim()
    .regex(/^[\w.-]{1,40}$/, "forms.option-code-wrong"),
  text: localizedText(500),
  /** What the choice is worth in a rubric and in sums. */
  points: z.number().min(-1000).max(1000).optional(),
});
export type QuestionOption = z.output<typeof option>;
export const options = z
  .array(option)
  .min(1, "forms.options-missing")
  .max(200, "forms.options-many");

/** What every question has, whatever its kind. */
export const common = {
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

export type CommonQuestion = z.output<z.ZodObject<typeof common>>;

/** Builds the schema of a limit on characters. */
export const maxLength = (defaultLength: number) =>
  z.int().min(1).max(20_000).default(defaultLength);
export const day = z.iso.date("forms.not-a-date").optional();
