import type { MultiPolygon } from "geojson";
import type { Insertable, Updateable } from "kysely";
import type { Ctx } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import { from, insertInto, updateIn } from "#base/db/region.ts";
import { isUuid } from "#base/db/ids.ts";
import { orNotFound } from "#base/refusal.ts";

/** A municipality or settlement without its border. */
export type TerritorySummary = {
  id: string;
  parentId: string | null;
  kind: "municipality" | "settlement";
  /** Last segment of the page's path. */
  slug: string;
  name: string;
  officialName: string;
  /** 8 or 11 digits. */
  oktmo: string | null;
  population: number | null;
  lat: number | null;
  lon: number | null;
};

const summaryColumns = [
  "id",
  "parent_id as parentId",
  "kind",
  "slug",
  "name",
  "official_name as officialName",
  "oktmo",
  "population",
  "lat",
  "lon",
] as const;

type SummaryRow = Omit<TerritorySummary, "kind"> & { kind: string };
const toTerritory = (row: SummaryRow): TerritorySummary => row as TerritorySummary;

/** Returns every territory of the region, without borders. */
export async function listTerritories(ctx: Ctx): Promise<TerritorySummary[]> {
  const rows = await from(ctx, "territories_territories").select(summaryColumns).execute();
  return rows.map(toTerritory);
}

/** Returns a territory by its primary key, if any. */
export async function findTerritoryById(
  ctx: Ctx,
  id: string,
): Promise<TerritorySummary | undefined> {
  if (!isUuid(id)) return undefined;
  const row = await selectOne(ctx, id).executeTakeFirst();
  return row && toTerritory(row);
}

/** Returns the territory, locked for a change. Throws not-found when there is none. */
export async function loadTerritoryForUpdate(ctx: Ctx, id: string): Promise<TerritorySummary> {
  const row = isUuid(id) ? await selectOne(ctx, id).forUpdate().executeTakeFirst() : undefined;
  return toTerritory(orNotFound(row));
}

function selectOne(ctx: Ctx, id: string) {
  return from(ctx, "territories_territories").select(summaryColumns).where("id", "=", id);
}

type TerritoryRow = Insertable<Tables["territories_territories"]>;

/** Inserts a territory and returns its summary. */
export async function insertTerritory(ctx: Ctx, row: Omit<TerritoryRow, "region_id">) {
  const saved = await insertInto(ctx, "territories_territories", row)
    .returning(summaryColumns)
    .executeTakeFirstOrThrow();
  return toTerritory(saved);
}

/** Updates columns of a territory and returns its summary. */
export async function updateTerritory(
  ctx: Ctx,
  id: string,
  patch: Updateable<Tables["territories_territories"]>,
): Promise<TerritorySummary> {
  const saved = await updateIn(ctx, "territories_territories")
    .set(patch)
    .where("id", "=", id)
    .returning(summaryColumns)
    .executeTakeFirstOrThrow();
  return toTerritory(saved);
}

export type TerritoryBorder = { id: string; border: MultiPolygon };

/** Returns the borders of the region: as imported, or simplified for the web where available. */
export async function listBorders(
  ctx: Ctx,
  which: "border" | "border_web",
): Promise<TerritoryBorder[]> {
  const rows = await from(ctx, "territories_territories")
    .select(["id", which === "border" ? "border" : "border_web as border"])
    .where(which, "is not", null)
    .orderBy("id")
    .execute();
  return rows.map(({ id, border }) => ({ id, border: border as MultiPolygon }));
}
