import { z } from "zod";
import { kinds, type Question, type QuestionKind, type QuestionSchema } from "../kinds/kinds.ts";
import { codeField, expressionSchema, localizedText } from "./question-parts.ts";

export const formPurposes = [
  "application",
  "registration",
  "feedback",
  "survey",
  "audit",
  "rubric",
] as const;
export type FormPurpose = (typeof formPurposes)[number];

/** In the order in which the builder offers them. */
export const questionKinds = Object.keys(kinds) as QuestionKind[];

const [firstSchema, ...otherSchemas] = Object.values(kinds).map(({ schema }): QuestionSchema =>
  schema(),
);
if (firstSchema === undefined) throw new Error("No question kinds.");
export const questionSchema = z.discriminatedUnion("kind", [firstSchema, ...otherSchemas]);
export type { Question, QuestionKind };

const section = z.object({
  code: codeField,
  title: localizedText(300),
  text: localizedText(4000).optional(),
  shownIf: expressionSchema.optional(),
  questions: z.array(questionSchema).max(200, "forms.questions-many"),
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
