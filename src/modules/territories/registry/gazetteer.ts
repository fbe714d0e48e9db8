import type { Ctx } from "#base/context.ts";
import {
  listAliases,
  streamHouses,
  listLandmarks,
  listStreetAliases,
  listStreets,
} from "./store.ts";
import { listTerritories } from "../store.ts";

/** A region's place names as plain rows, for building a text search index. */
export type GazetteerRows = {
  territories: {
    id: string;
    name: string;
    kind: "municipality" | "settlement";
    parentId: string | null;
    aliases: readonly string[];
  }[];
  streets: {
    id: string;
    name: string;
    kind: string | undefined;
    territoryId: string;
    aliases: readonly string[];
  }[];
  houses: {
    id: string;
    streetId: string;
    number: string;
    lat: number | undefined;
    lon: number | undefined;
  }[];
  landmarks: {
    id: string;
    name: string;
    territoryId: string;
    lat: number | undefined;
    lon: number | undefined;
  }[];
};

/** Loads all of them; houses are read in pages to bound the memory. */
export async function loadGazetteerRows(ctx: Ctx): Promise<GazetteerRows> {
  const aliases = Map.groupBy(await listAliases(ctx), (row) => row.territory_id);
  const territories = (await listTerritories(ctx)).map(({ id, name, kind, parentId }) => ({
    id,
    name,
    kind,
    parentId,
    aliases: (aliases.get(id) ?? []).map((alias) => alias.name),
  }));
  const streetAliases = Map.groupBy(await listStreetAliases(ctx), (row) => row.street_id);
  const streets = (await listStreets(ctx)).map(({ id, name, kind, territory_id }) => ({
    id,
    name,
    kind: kind === "" ? undefined : kind,
    territoryId: territory_id,
    aliases: (streetAliases.get(id) ?? []).map((alias) => alias.name),
  }));
  const houses: GazetteerRows["houses"] = [];
  for await (const page of streamHouses(ctx)) {
    for (const { id, street_id, number, lat, lon } of page) {
      houses.push({
        id,
        streetId: street_id,
        number,
        lat: lat ?? undefined,
        lon: lon ?? undefined,
      });
    }
  }
  const landmarks = (await listLandmarks(ctx)).map(({ id, name, territory_id, lat, lon }) => ({
    id,
    name,
    territoryId: territory_id,
    lat: lat ?? undefined,
    lon: lon ?? undefined,
  }));
  return { territories, streets, houses, landmarks };
}
