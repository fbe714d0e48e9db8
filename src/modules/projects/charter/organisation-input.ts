import type { Ctx } from "#base/context.ts";
import { hasRegionRole, scopeIds } from "#base/policy.ts";
import { forbidden, invalidField } from "#base/refusal.ts";
import { findOrganisation, listOrganisationOptions } from "#modules/organisations/index.ts";

/**
 * Finds an organisation by registration number, id or name. Returns undefined when nothing
 * matches; throws an error at the field with the candidates when a name is ambiguous.
 */
export async function findOrganisationByInput(
  ctx: Ctx,
  { text, field }: { text: string; field: string },
): Promise<string | undefined> {
  const byId = await findOrganisation(ctx, text);
  if (byId !== undefined) return byId.id;
  const candidates = await listOrganisationOptions(ctx, { query: text, limit: 6 });
  const wanted = text.trim().toLocaleLowerCase("ru");
  const exact = candidates.filter(({ name, short_name }) =>
    [name, short_name].some((one) => one.toLocaleLowerCase("ru") === wanted),
  );
  const [only, second] = exact.length > 0 ? exact : candidates;
  if (only === undefined || second === undefined) return only?.id;
  throw invalidField(field, "projects.organisation-unclear", {
    names: candidates.map(({ short_name }) => short_name).join("; "),
  });
}

const supportRoles = ["operator", "administrator", "consultant"];

/**
 * Throws unless the actor may write projects for the organisation: a member, or staff who help
 * all.
 */
export function requireOwnOrganisation(
  ctx: Ctx,
  organisation: string | null,
  before: string | null,
): void {
  const { actor } = ctx;
  if (organisation === null || organisation === before || actor.kind === "system") return;
  if (actor.kind !== "person") throw forbidden("base.forbidden");
  const own = [...scopeIds(actor, ["nko"], "organisation"), ...actor.ties];
  const isSupport =
    hasRegionRole(actor, supportRoles) || actor.roles.some(({ role }) => role === "coordinator");
  if (isSupport || own.includes(organisation)) return;
  throw invalidField("organisation", "projects.not-your-organisation");
}
