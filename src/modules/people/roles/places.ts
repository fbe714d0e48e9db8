import type { Ctx } from "#base/context.ts";
import type { RequestContext } from "#base/http/route.ts";
import { invalidField } from "#base/refusal.ts";
import { listMunicipalities } from "#modules/territories/index.ts";
import type { RoleRow } from "../store.ts";
import { messagesFor } from "../messages.ts";

/** What the application hands in: organisations is a later module. */
export type OrganisationLookup = {
  loadOrganisationNames: (ctx: Ctx, ids: readonly string[]) => Promise<Map<string, string>>;
  /** Active organisations whose names match a text, or the first ones. */
  listOrganisationOptions: (
    ctx: Ctx,
    ask: { query?: string },
  ) => Promise<readonly RoleOrganisationOption[]>;
};

export type RoleOrganisationOption = { id: string; name: string; short_name: string };

export type DescribedRole = { role: RoleRow; name: string; place: string; text: string };

/** Describes roles with the names of their places. */
export async function describeRoles(
  c: Pick<RequestContext, "ctx" | "lang">,
  roles: readonly RoleRow[],
  names: OrganisationLookup,
): Promise<DescribedRole[]> {
  const t = messagesFor(c.lang);
  const ids = roles.flatMap((role) => role.organisation_id ?? []);
  const [organisations, municipalities] = await Promise.all([
    ids.length === 0
      ? new Map<string, string>()
      : names.loadOrganisationNames(c.ctx, [...new Set(ids)]),
    roles.some((role) => role.territory_id !== null) ? listMunicipalities(c.ctx) : [],
  ]);
  const territories = new Map(municipalities.map(({ id, name }) => [id, name]));
  return roles.map((role) => {
    const name = t.roles[role.role];
    const place =
      role.territory_id !== null
        ? (territories.get(role.territory_id) ?? "—")
        : role.organisation_id !== null
          ? (organisations.get(role.organisation_id) ?? "—")
          : t.scopes.region;
    return { role, name, place, text: `${name}, ${place}` };
  });
}

/**
 * Resolves an organisation by its written name; refuses no match and several matches. An empty text
 * is no organisation.
 */
export async function resolveOrganisationByName(
  ctx: Ctx,
  names: OrganisationLookup,
  text: string | undefined,
): Promise<string | undefined> {
  if (text === undefined) return undefined;
  const choices = await names.listOrganisationOptions(ctx, { query: text });
  const fold = (name: string) => name.trim().toLocaleLowerCase("ru");
  const same = choices.filter((one) => [one.name, one.short_name].map(fold).includes(fold(text)));
  const [only, another] = same.length > 0 ? same : choices;
  const reason = only === undefined ? "people.organisation-missing" : "people.organisation-many";
  if (only !== undefined && another === undefined) return only.id;
  throw invalidField("organisation", reason);
}
