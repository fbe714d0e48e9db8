import { z } from "zod";
import type { RequestContext } from "#base/http/route.ts";
import { formatDate } from "#base/ui/index.ts";
import { listMunicipalities } from "#modules/territories/index.ts";
import type { OrganisationLookup } from "../roles/places.ts";
import type { RoleRow } from "../store.ts";
import { messagesFor } from "../messages.ts";

/** The permission of every administration page. */
export const adminPermission = "people.person.admin";

/** Organisations are written by name in addresses and forms. */
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

/** Formats a day in the region's time zone. */
export function formatDay(c: RequestContext, at: Date): string {
  return formatDate(at, { lang: c.lang, zone: c.ctx.region.timeZone, now: c.ctx.now() });
}

/** Returns whether the person is active, blocked, or has no role in force. */
export function accessState(user: { blocked: boolean }, roles: readonly RoleRow[]) {
  if (user.blocked) return "blocked" as const;
  return roles.some((role) => role.until === null) ? ("active" as const) : ("former" as const);
}

/** Loads the places to choose a role's scope from. */
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
