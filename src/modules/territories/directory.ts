import type { MultiPolygon } from "geojson";
import type { Ctx } from "#base/context.ts";
import { cached } from "#base/cache.ts";
import { createLocator, type TerritoryLocator } from "./geometry/locator.ts";
import { listBorders, listTerritories, findTerritoryById, type TerritorySummary } from "./store.ts";

/** All territories of a region in memory, without borders. */
export type TerritoryDirectory = {
  byId: ReadonlyMap<string, TerritorySummary>;
  bySlug: ReadonlyMap<string, TerritorySummary>;
  /** In the order of the Russian alphabet. */
  municipalities: readonly TerritorySummary[];
  settlementsOf(municipality: string): readonly TerritorySummary[];
  /** The short name; an empty text for an unknown id or none. */
  nameOf(id: string | null | undefined): string;
};

const collator = new Intl.Collator("ru", { numeric: true });

/** Compares places by name in the Russian collation. */
export const compareByName = (a: { name: string }, b: { name: string }): number =>
  collator.compare(a.name, b.name);

const cachedDirectory = cached(30, async (ctx): Promise<TerritoryDirectory> => {
  const all = (await listTerritories(ctx)).toSorted(compareByName);
  const byId = new Map(all.map((one) => [one.id, one]));
  const children = Map.groupBy(all, (one) => one.parentId);
  return {
    byId,
    bySlug: new Map(all.map((one) => [one.slug, one])),
    municipalities: all.filter((one) => one.kind === "municipality"),
    settlementsOf: (id) => children.get(id) ?? [],
    nameOf: (id) => byId.get(id ?? "")?.name ?? "",
  };
});

const cachedBorders = cached(300, (ctx) => listBorders(ctx, "border_web"));

const cachedLocator = cached(300, async (ctx) => createLocator(await listBorders(ctx, "border")));

/** Returns the region's territories, cached for half a minute. Call it outside a transaction. */
export const territoryDirectory = (ctx: Ctx): Promise<TerritoryDirectory> => cachedDirectory(ctx);

/**
 * Returns one territory without its border. Inside a transaction it reads by primary key there,
 * since the directory would wait for a second connection.
 */
export async function findTerritory(ctx: Ctx, id: string): Promise<TerritorySummary | undefined> {
  if (ctx.unit !== undefined) return findTerritoryById(ctx, id);
  return (await cachedDirectory(ctx)).byId.get(id) ?? findTerritoryById(ctx, id);
}

export type MunicipalityOption = {
  id: string;
  name: string;
  slug: string;
  population: number | null;
};

/** Returns the municipalities in Russian alphabetical order. */
export async function listMunicipalities(ctx: Ctx): Promise<MunicipalityOption[]> {
  const { municipalities } = await cachedDirectory(ctx);
  return municipalities.map(({ id, name, slug, population }) => ({ id, name, slug, population }));
}

/** Returns the index that finds a point's territory; cached for five minutes. */
export const territoryLocator = (ctx: Ctx): Promise<TerritoryLocator> => cachedLocator(ctx);

/** Returns the simplified borders by territory; cached for five minutes. */
export const webBorders = (ctx: Ctx): Promise<{ id: string; border: MultiPolygon }[]> =>
  cachedBorders(ctx);

/** Invalidates the directory, the borders and the point index. */
export function invalidateDirectory(ctx: Ctx): void {
  for (const cache of [cachedDirectory, cachedBorders, cachedLocator]) cache.invalidate(ctx);
}
