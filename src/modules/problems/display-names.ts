import type { Exchange } from "#base/http/route.ts";
import { organisationBook } from "#modules/organisations/index.ts";
import { territoryBook } from "#modules/territories/index.ts";
import type { LineNames } from "./list/rows.tsx";

export type Names = LineNames & {
  territoryHref: (id: string) => string;
  municipalities: readonly { id: string; name: string }[];
  bodies: readonly { id: string; name: string; territoryId: string | null }[];
};

/** Names of places and bodies, from the books kept in memory: no page asks the database for them. */
export async function namesFor(x: Exchange): Promise<Names> {
  const [places, bodies] = await Promise.all([territoryBook(x.ctx), organisationBook(x.ctx)]);
  return {
    href: x.href,
    territory: (id) => places.byId.get(id)?.name ?? "",
    territoryHref: (id) => x.href(`/territories/${places.byId.get(id)?.slug ?? ""}`),
    body: (id) => bodies.byId.get(id)?.shortName ?? "",
    municipalities: places.municipalities,
    bodies: bodies.bodies.map(({ id, shortName, territoryId }) => ({
      id,
      name: shortName,
      territoryId,
    })),
  };
}
