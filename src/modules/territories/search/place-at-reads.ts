import { sql } from "kysely";
import type { Ctx } from "#base/context.ts";
import { territoryLocator, territoryDirectory, type TerritoryDirectory } from "../directory.ts";
import { formatStreet } from "./find-places-reads.ts";
import { metresPerDegree } from "../geometry/geometry.ts";
import type { TerritorySummary } from "../store.ts";

/** What is at a point of the map. */
export type PlaceAtPoint = {
  municipality: { id: string; name: string; slug: string } | null;
  settlement: { id: string; name: string; slug: string } | null;
  /** «Лесная улица, 5», with the number when a house is near; empty where nothing is known. */
  address: string;
};

/** Search radius in metres. */
const searchRadius = { street: 400, house: 60, settlement: 5000, border: 500 };

/**
 * Returns the municipality, settlement and nearest street of a point; all empty outside the region.
 */
export async function findPlaceAt(
  ctx: Ctx,
  { lat, lon }: { lat: number; lon: number },
): Promise<PlaceAtPoint> {
  const directory = await territoryDirectory(ctx);
  const territory = directory.byId.get(
    (await territoryLocator(ctx)).findNear(lat, lon, searchRadius.border) ?? "",
  );
  const near = await findNearestHouse(ctx, { lat, lon });
  const inHouse = near && directory.byId.get(near.territory_id);
  const municipality =
    (territory?.kind === "settlement" ? directory.byId.get(territory.parentId ?? "") : territory) ??
    (inHouse?.kind === "settlement" ? directory.byId.get(inHouse.parentId ?? "") : inHouse);
  const settlement = [territory, inHouse].find((one) => one?.kind === "settlement");
  const nearby =
    municipality && findNearestSettlement(directory, { lat, lon, municipality: municipality.id });
  const title = near === undefined ? "" : formatStreet(near);
  return {
    municipality: toPlaceRef(municipality),
    settlement: toPlaceRef(settlement ?? nearby),
    address:
      near !== undefined && near.metres <= searchRadius.house ? `${title}, ${near.number}` : title,
  };
}

function toPlaceRef(territory: TerritorySummary | undefined) {
  if (territory === undefined) return null;
  const { id, name, slug } = territory;
  return { id, name, slug };
}

async function findNearestHouse(ctx: Ctx, { lat, lon }: { lat: number; lon: number }) {
  const scale = metresPerDegree(lat);
  const tall = searchRadius.street / scale.lat;
  const wide = searchRadius.street / Math.max(scale.lon, 1);
  const far = sql<number>`sqrt(((h.lat - ${lat}) * ${scale.lat}) ^ 2 + ((h.lon - ${lon}) * ${scale.lon}) ^ 2)`;
  const { rows } = await sql<{
    number: string;
    name: string;
    kind: string;
    territory_id: string;
    metres: number;
  }>`
    select h.number, s.name, s.kind, s.territory_id, ${far} as metres
    from territories_houses h
    join territories_streets s on s.region_id = h.region_id and s.id = h.street_id
    where h.region_id = ${ctx.region.id} and h.lat between ${lat - tall} and ${lat + tall}
      and h.lon between ${lon - wide} and ${lon + wide}
    order by metres, h.id limit 1`.execute(ctx.db);
  return rows[0];
}

function findNearestSettlement(
  directory: TerritoryDirectory,
  at: { lat: number; lon: number; municipality: string },
): TerritorySummary | undefined {
  const scale = metresPerDegree(at.lat);
  let found: { territory: TerritorySummary; metres: number } | undefined;
  for (const territory of directory.settlementsOf(at.municipality)) {
    if (territory.lat === null || territory.lon === null) continue;
    const metres = Math.hypot(
      (territory.lat - at.lat) * scale.lat,
      (territory.lon - at.lon) * scale.lon,
    );
    if (metres <= (found?.metres ?? searchRadius.settlement)) found = { territory, metres };
  }
  return found?.territory;
}
