import type { Ctx } from "#base/context.ts";
import { invalid } from "#base/refusal.ts";
import {
  parsePostedSections,
  parseAnswers,
  shownField,
  type Answers,
} from "../evaluate/answers.ts";
import type { PostedForm } from "../kinds/posted.ts";
import type { FormDefinition } from "../definition/definition.ts";
import { evaluate } from "../evaluate/evaluate.ts";
import { saveAnswerFiles } from "./answer-files.ts";
import { linkOrganisations } from "./field-options.ts";

/** What a posted page of a form holds. */
export type PostedPage = {
  answers: Answers;
  sections: string[];
  /** Control → word key of what was wrong with its file. */
  issues: Record<string, string>;
  invalidFileName?: string | undefined;
  /** Page's own fields. */
  field: (name: string) => string | undefined;
  data: FormData;
};

/** Reads a posted page: texts, files (stored at once) and organisations linked to their cards. */
export async function readPostedPage(ctx: Ctx, request: Request, definition: FormDefinition) {
  const data = await request.formData().catch(() => {
    throw invalid("base.bad-form");
  });
  return parsePostedPage(ctx, data, definition);
}

/** Does the same for a form that has been read already. */
export async function parsePostedPage(
  ctx: Ctx,
  data: FormData,
  definition: FormDefinition,
): Promise<PostedPage> {
  const textAnswers = await linkOrganisations(ctx, definition, parseAnswers(definition, data));
  const { answers, issues, invalidFileName } = await saveAnswerFiles(ctx, definition, {
    posted: data,
    answers: textAnswers,
  });
  return {
    answers,
    issues,
    invalidFileName,
    sections: parsePostedSections(definition, data),
    field: (name) => {
      const value = data.get(name);
      return typeof value === "string" && value !== "" ? value : undefined;
    },
    data,
  };
}

/**
 * Lists questions that the answers call for and that the person has not seen: without scripts they
 * appear only after a post, and nobody should skip them unawares.
 */
export function listUnseenQuestions(
  definition: FormDefinition,
  answers: Answers,
  posted: PostedForm,
): string[] {
  const seen = posted.getAll(shownField).flatMap((value) => String(value).split(" "));
  if (seen.length === 0) return [];
  const { shown } = evaluate(definition, answers);
  return definition.sections
    .flatMap(({ questions }) => questions)
    .filter(({ code, value }) => value === undefined && shown.has(code) && !seen.includes(code))
    .map(({ code }) => code);
}
