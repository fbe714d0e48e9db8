import type { Ctx } from "#base/context.ts";
import { holdsInRegion, scopeIds } from "#base/policy.ts";
import { forbidden, invalid } from "#base/refusal.ts";
import { findOrganisation, organisationChoices } from "#modules/organisations/index.ts";

/**
 * The organisation that a person named by its number, its id or its name. Undefined when nothing
 * fits; an ambiguous name is told at the field with those it might be.
 */
export async function organisationNamed(
  ctx: Ctx,
  { text, field }: { text: string; field: string },
): Promise<string | undefined> {
  const byId = await findOrganisation(ctx, text);
  if (byId !== undefined) return byId.id;
  const likely = await organisationChoices(ctx, { query: text, limit: 6 });
  const wanted = text.trim().toLocaleLowerCase("ru");
  const exact = likely.filter(({ name, short_name }) =>
    [name, short_name].some((one) => one.toLocaleLowerCase("ru") === wanted),
  );
  const [only, second] = exact.length > 0 ? exact : likely;
  if (only === undefined || second === undefined) return only?.id;
  throw invalid("projects.organisation-unclear", {
    fields: { [field]: "projects.organisation-unclear" },
    values: { names: likely.map(({ short_name }) => short_name).join("; ") },
  });
}

const helpers = ["operator", "administrator", "consultant"];

/** A project is written in the name of one's own organisation, or by those who help all of them. */
export function demandOwn(ctx: Ctx, organisation: string | null, before: string | null): void {
  const { actor } = ctx;
  if (organisation === null || organisation === before || actor.kind === "system") return;
  if (actor.kind !== "person") throw forbidden("base.forbidden");
  const own = [...scopeIds(actor, ["nko"], "organisation"), ...actor.ties];
  const helps =
    holdsInRegion(actor, helpers) || actor.roles.some(({ role }) => role === "coordinator");
  if (helps || own.includes(organisation)) return;
  throw invalid("projects.not-your-organisation", {
    fields: { organisation: "projects.not-your-organisation" },
  });
}
