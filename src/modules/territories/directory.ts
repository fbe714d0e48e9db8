import type { MultiPolygon } from "geojson";
import type { Ctx } from "#base/context.ts";
import { remember } from "#base/cache.ts";
import { makeLocator, type Locator } from "./geometry/locator.ts";
import { readBorders, readTerritories, readTerritory, type TerritoryBrief } from "./store.ts";

/** All territories of a region at hand, without borders. */
export type TerritoryBook = {
  byId: ReadonlyMap<string, TerritoryBrief>;
  bySlug: ReadonlyMap<string, TerritoryBrief>;
  /** In the order of the Russian alphabet. */
  municipalities: readonly TerritoryBrief[];
  settlementsOf(municipality: string): readonly TerritoryBrief[];
  /** The short name; an empty text for an unknown id or none. */
  nameOf(id: string | null | undefined): string;
};

const collator = new Intl.Collator("ru", { numeric: true });

/** Orders places by name as a Russian list does. */
export const byName = (a: { name: string }, b: { name: string }): number =>
  collator.compare(a.name, b.name);

const rememberedBook = remember(30, async (ctx): Promise<TerritoryBook> => {
  const all = (await readTerritories(ctx)).toSorted(byName);
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

const rememberedBorders = remember(300, (ctx) => readBorders(ctx, "border_web"));

const rememberedLocator = remember(300, async (ctx) =>
  makeLocator(await readBorders(ctx, "border")),
);

/** The region's territories, remembered for half a minute. Ask it outside a transaction. */
export const territoryBook = (ctx: Ctx): Promise<TerritoryBook> => rememberedBook(ctx);

/**
 * One territory, without its border. Inside a transaction it is read by its primary key there:
 * the book would wait for a second connection while this one is held.
 */
export async function findTerritory(ctx: Ctx, id: string): Promise<TerritoryBrief | undefined> {
  if (ctx.unit !== undefined) return readTerritory(ctx, id);
  return (await rememberedBook(ctx)).byId.get(id) ?? readTerritory(ctx, id);
}

export type MunicipalityChoice = {
  id: string;
  name: string;
  slug: string;
  population: number | null;
};

/** The municipalities in the order of the Russian alphabet. */
export async function listMunicipalities(ctx: Ctx): Promise<MunicipalityChoice[]> {
  const { municipalities } = await rememberedBook(ctx);
  return municipalities.map(({ id, name, slug, population }) => ({ id, name, slug, population }));
}

/** Tells the territory of a point; remembered for five minutes. */
export const locatorOf = (ctx: Ctx): Promise<Locator> => rememberedLocator(ctx);

/** Borders simplified for the web by territory, remembered for five minutes. */
export const webBorders = (ctx: Ctx): Promise<{ id: string; border: MultiPolygon }[]> =>
  rememberedBorders(ctx);

/** Forgets the book, the borders and the index of points. */
export function forgetBook(ctx: Ctx): void {
  for (const memory of [rememberedBook, rememberedBorders, rememberedLocator]) memory.forget(ctx);
}
