import type { Region } from "./context.ts";
import type { RegionSettings } from "./region-settings.ts";
import type { Database } from "./db/database.ts";

/** Regions of the installation, read from memory; a change is seen within `seconds`. */
export type RegionDirectory = {
  all(): Promise<Region[]>;
  find(id: string): Promise<Region | undefined>;
  /** Forgets what is remembered, after a region was made or changed here. */
  invalidate(): void;
};

/** Creates the registry of regions, cached for `seconds`. */
export function createRegionRegistry(
  database: Database,
  options: { seconds?: number } = {},
): RegionDirectory {
  const keepFor = (options.seconds ?? 10) * 1000;
  let known: { at: number; regions: Promise<Region[]> } | undefined;
  const all = () => {
    const at = performance.now();
    if (known === undefined || at - known.at > keepFor) {
      known = { at, regions: readRegions(database) };
      known.regions.catch(() => (known = undefined));
    }
    return known.regions;
  };
  return {
    all,
    find: async (id) => (await all()).find((region) => region.id === id),
    invalidate: () => (known = undefined),
  };
}

async function readRegions(database: Database): Promise<Region[]> {
  const rows = await database.global.selectFrom("base_regions").selectAll().orderBy("id").execute();
  return rows.map((row) => ({
    id: row.id,
    name: { ru: row.name_ru, en: row.name_en },
    timeZone: row.time_zone,
    settings: row.settings as RegionSettings,
  }));
}

/** Makes a region, or renames and re-sets the one with this id. */
export async function saveRegion(database: Database, region: Region, at: Date): Promise<void> {
  const row = {
    name_ru: region.name.ru,
    name_en: region.name.en,
    time_zone: region.timeZone,
    settings: JSON.stringify(region.settings),
  };
  await database.global
    .insertInto("base_regions")
    .values({ id: region.id, created_at: at, ...row })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(row))
    .execute();
}
