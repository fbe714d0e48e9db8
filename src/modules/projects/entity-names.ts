import type { Exchange } from "#base/http/route.ts";
import { organisationBook } from "#modules/organisations/index.ts";
import { territoryBook } from "#modules/territories/index.ts";

export type Names = {
  href: (path: string) => string;
  territory: (id: string | null) => string;
  territoryHref: (id: string) => string;
  organisation: (id: string | null) => string;
  municipalities: readonly { id: string; name: string }[];
};

/** Names of places and organisations, from the books kept in memory. */
export async function namesFor(x: Exchange): Promise<Names> {
  const [places, organisations] = await Promise.all([
    territoryBook(x.ctx),
    organisationBook(x.ctx),
  ]);
  return {
    href: x.href,
    territory: (id) => places.nameOf(id),
    territoryHref: (id) => x.href(`/territories/${places.byId.get(id)?.slug ?? ""}`),
    organisation: (id) => organisations.byId.get(id ?? "")?.shortName ?? "",
    municipalities: places.municipalities,
  };
}
