import type { Ctx } from "#base/context.ts";
import type { RequestContext } from "#base/http/route.ts";
import { invalidField } from "#base/refusal.ts";
import { listMunicipalities } from "#modules/territories/index.ts";
import type { RoleRow } from "../store.ts";
import { messagesFor } from "../messages.ts";

/** What the house hands in, since organisations stand after people. */
export type OrganisationLookup = {
  loadOrganisationNames: (ctx: Ctx, ids: readonly string[]) => Promise<Map<string, string>>;
  /** Working organisations whose names fit a text, or the first of all. */
  listOrganisationOptions: (
    ctx: Ctx,
    ask: { query?: string },
  ) => Promise<readonly RoleOrganisationOption[]>;
};

export type RoleOrganisationOption = { id: string; name: string; short_name: string };

export type DescribedRole = { role: RoleRow; name: string; place: string; text: string };

/** Roles with the names of their places for people to read. */
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

/** The organisation whose name was written; refuses none and many. An empty text is no organisation. */
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
