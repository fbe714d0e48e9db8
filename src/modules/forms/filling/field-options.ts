import type { Ctx } from "#base/context.ts";
import { organisationChoices } from "#modules/organisations/index.ts";
import { listMunicipalities } from "#modules/territories/index.ts";
import type { Answers, OrganisationAnswer } from "../evaluate/answers.ts";
import type { FormDefinition } from "../definition/definition.ts";
import type { FieldGround } from "../kinds/field-context.tsx";
import { questionsOf } from "../definition/versions.ts";

/** What `FormFields` offers for places and organisations; organisations only where the form asks for one. */
export async function fieldGround(ctx: Ctx, definition: FormDefinition): Promise<FieldGround> {
  const asksOrganisation = questionsOf(definition).some(({ kind }) => kind === "organisation");
  const [municipalities, choices] = await Promise.all([
    listMunicipalities(ctx),
    asksOrganisation ? organisationChoices(ctx) : [],
  ]);
  return { municipalities, organisations: choices.map((choice) => choice.short_name) };
}

/** Ties organisations named as the registry names them to their cards; other words stay words. */
export async function tieOrganisations(
  ctx: Ctx,
  definition: FormDefinition,
  answers: Answers,
): Promise<Answers> {
  const tied = { ...answers };
  for (const { kind, code } of questionsOf(definition)) {
    const answer = kind === "organisation" ? (answers[code] as OrganisationAnswer) : undefined;
    if (answer === undefined) continue;
    const name = answer.name.toLowerCase();
    const found = await organisationChoices(ctx, { query: answer.name, limit: 20 });
    const same = found.filter(
      (one) => one.short_name.toLowerCase() === name || one.name.toLowerCase() === name,
    );
    const [only] = same;
    if (only !== undefined && same.length === 1) tied[code] = { id: only.id, name: answer.name };
  }
  return tied;
}
