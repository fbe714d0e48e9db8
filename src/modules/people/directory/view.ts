import { z } from "zod";
import type { Exchange } from "#base/http/route.ts";
import { formatDate } from "#base/ui/index.ts";
import { listMunicipalities } from "#modules/territories/index.ts";
import type { PlaceNames } from "../roles/places.ts";
import type { RoleRow } from "../store.ts";
import { bookOf } from "../messages.ts";

/** What every page of the administration asks. */
export const asks = "people.person.admin";

/** In addresses and forms an organisation is written by name. */
export const written = z.string().trim().max(300).optional();

export const adminCrumb = (x: Exchange) => ({
  label: bookOf(x.lang).admin.section,
  href: x.href("/admin"),
});
export const peopleCrumbs = (x: Exchange) => [
  adminCrumb(x),
  { label: bookOf(x.lang).admin.title, href: x.href("/admin/people") },
];

/** A day as the region writes it. */
export function dayOf(x: Exchange, at: Date): string {
  return formatDate(at, { lang: x.lang, zone: x.ctx.region.timeZone, now: x.ctx.now() });
}

/** May the person come in, and is there anything for them to do here? */
export function stateOf(user: { blocked: boolean }, roles: readonly RoleRow[]) {
  if (user.blocked) return "blocked" as const;
  return roles.some((role) => role.until === null) ? ("active" as const) : ("former" as const);
}

/** Places to choose a role's scope from. */
export async function placeChoices(x: Exchange, names: PlaceNames) {
  const [municipalities, organisations] = await Promise.all([
    listMunicipalities(x.ctx),
    names.organisationChoices(x.ctx, {}),
  ]);
  return {
    municipalities,
    organisations: organisations.map(({ id, short_name }) => ({ id, name: short_name })),
  };
}
