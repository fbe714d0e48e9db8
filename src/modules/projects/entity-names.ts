import type { RequestContext } from "#base/http/route.ts";
import { organisationDirectory } from "#modules/organisations/index.ts";
import { territoryDirectory } from "#modules/territories/index.ts";

export type ProjectEntityNames = {
  href: (path: string) => string;
  territory: (id: string | null) => string;
  territoryHref: (id: string) => string;
  organisation: (id: string | null) => string;
  municipalities: readonly { id: string; name: string }[];
};

/** Loads names of places and organisations from the cached directories. */
export async function loadProjectEntityNames(c: RequestContext): Promise<ProjectEntityNames> {
  const [places, organisations] = await Promise.all([
    territoryDirectory(c.ctx),
    organisationDirectory(c.ctx),
  ]);
  return {
    href: c.href,
    territory: (id) => places.nameOf(id),
    territoryHref: (id) => c.href(`/territories/${places.byId.get(id)?.slug ?? ""}`),
    organisation: (id) => organisations.byId.get(id ?? "")?.shortName ?? "",
    municipalities: places.municipalities,
  };
}
