import { z } from "zod";
import type { RequestContext } from "#base/http/route.ts";
import { formatDate } from "#base/ui/index.ts";
import { listMunicipalities } from "#modules/territories/index.ts";
import type { OrganisationLookup } from "../roles/places.ts";
import type { RoleRow } from "../store.ts";
import { messagesFor } from "../messages.ts";

/** What every page of the administration asks. */
export const adminPermission = "people.person.admin";

/** In addresses and forms an organisation is written by name. */
export const organisationNameField = z.string().trim().max(300).optional();

/** Returns the breadcrumb of the administration section. */
export const adminCrumb = (c: RequestContext) => ({
  label: messagesFor(c.lang).admin.section,
  href: c.href("/admin"),
});
/** Returns the breadcrumbs of a page below the list of people. */
export const peopleCrumbs = (c: RequestContext) => [
  adminCrumb(c),
  { label: messagesFor(c.lang).admin.title, href: c.href("/admin/people") },
];

/** A day as the region writes it. */
export function formatDay(c: RequestContext, at: Date): string {
  return formatDate(at, { lang: c.lang, zone: c.ctx.region.timeZone, now: c.ctx.now() });
}

/** May the person come in, and is there anything for them to do here? */
export function accessState(user: { blocked: boolean }, roles: readonly RoleRow[]) {
  if (user.blocked) return "blocked" as const;
  return roles.some((role) => role.until === null) ? ("active" as const) : ("former" as const);
}

/** Places to choose a role's scope from. */
export async function loadRoleScopeOptions(c: RequestContext, names: OrganisationLookup) {
  const [municipalities, organisations] = await Promise.all([
    listMunicipalities(c.ctx),
    names.listOrganisationOptions(c.ctx, {}),
  ]);
  return {
    municipalities,
    organisations: organisations.map(({ id, short_name }) => ({ id, name: short_name })),
  };
}
