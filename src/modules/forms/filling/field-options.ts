import type { Ctx } from "#base/context.ts";
import { listOrganisationOptions } from "#modules/organisations/index.ts";
import { listMunicipalities } from "#modules/territories/index.ts";
import type { Answers } from "../evaluate/answers.ts";
import type { OrganisationAnswer } from "../kinds/records/organisation.tsx";
import type { FormDefinition } from "../definition/definition.ts";
import type { FieldOptions } from "../kinds/field-context.tsx";
import { listQuestions } from "../definition/versions.ts";

/** Loads what `FormFields` offers for places and organisations; organisations only where the form asks for one. */
export async function loadFieldOptions(
  ctx: Ctx,
  definition: FormDefinition,
): Promise<FieldOptions> {
  const asksOrganisation = listQuestions(definition).some(({ kind }) => kind === "organisation");
  const [municipalities, choices] = await Promise.all([
    listMunicipalities(ctx),
    asksOrganisation ? listOrganisationOptions(ctx) : [],
  ]);
  return { municipalities, organisations: choices.map((choice) => choice.short_name) };
}

/** Links organisations named exactly as in the registry to their cards; other names stay texts. */
export async function linkOrganisations(
  ctx: Ctx,
  definition: FormDefinition,
  answers: Answers,
): Promise<Answers> {
  const linked = { ...answers };
  for (const { kind, code } of listQuestions(definition)) {
    const answer = kind === "organisation" ? (answers[code] as OrganisationAnswer) : undefined;
    if (answer === undefined) continue;
    const name = answer.name.toLowerCase();
    const found = await listOrganisationOptions(ctx, { query: answer.name, limit: 20 });
    const same = found.filter(
      (one) => one.short_name.toLowerCase() === name || one.name.toLowerCase() === name,
    );
    const [only] = same;
    if (only !== undefined && same.length === 1) linked[code] = { id: only.id, name: answer.name };
  }
  return linked;
}
