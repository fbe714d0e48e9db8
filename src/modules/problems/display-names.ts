import type { RequestContext } from "#base/http/route.ts";
import { organisationDirectory } from "#modules/organisations/index.ts";
import { territoryDirectory } from "#modules/territories/index.ts";
import type { ProblemRowNames } from "./list/rows.tsx";

export type ProblemDisplayNames = ProblemRowNames & {
  territoryHref: (id: string) => string;
  municipalities: readonly { id: string; name: string }[];
  bodies: readonly { id: string; name: string; territoryId: string | null }[];
};

/** Loads the names of places and bodies from the directories in memory; no query once they are filled. */
export async function loadDisplayNames(c: RequestContext): Promise<ProblemDisplayNames> {
  const [places, bodies] = await Promise.all([
    territoryDirectory(c.ctx),
    organisationDirectory(c.ctx),
  ]);
  return {
    href: c.href,
    territory: (id) => places.byId.get(id)?.name ?? "",
    territoryHref: (id) => c.href(`/territories/${places.byId.get(id)?.slug ?? ""}`),
    body: (id) => bodies.byId.get(id)?.shortName ?? "",
    municipalities: places.municipalities,
    bodies: bodies.bodies.map(({ id, shortName, territoryId }) => ({
      id,
      name: shortName,
      territoryId,
    })),
  };
}
