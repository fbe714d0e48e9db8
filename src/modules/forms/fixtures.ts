import type { Ctx } from "#base/context.ts";
import { saveForm, publishForm } from "./actions.ts";
import {
  definitionSchema,
  type DefinitionInput,
  type FormDefinition,
} from "./definition/definition.ts";
import type { Form } from "./store.ts";

/** A definition with everything left out filled in. */
export const parseTestDefinition = (input: DefinitionInput): FormDefinition =>
  definitionSchema.parse(input);

/** Questions of one section as a survey. */
export const surveyDefinition = (
  questions: DefinitionInput["sections"][number]["questions"],
  rest: Partial<DefinitionInput> = {},
): DefinitionInput => ({
  purpose: "survey",
  title: { ru: "Как вам парк" },
  sections: [{ code: "main", title: { ru: "Вопросы" }, questions }],
  ...rest,
});

/** What a browser would send. */
export function toFormData(fields: Record<string, string | string[]>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    for (const one of Array.isArray(value) ? value : [value]) data.append(name, one);
  }
  return data;
}

/** Saves and publishes a form. */
export async function publishSurvey(system: Ctx, definition: DefinitionInput): Promise<Form> {
  const { id } = await saveForm(system, { definition });
  return publishForm(system, id);
}
