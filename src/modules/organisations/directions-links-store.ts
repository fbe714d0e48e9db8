import { sql } from "kysely";
import type { Ctx } from "#base/context.ts";
import { deleteFrom, from, insertInto } from "#base/db/region.ts";
import type { ActivityArea } from "./catalogues/codes.ts";

const deleteAllOf = (
  ctx: Ctx,
  table: "organisations_directions" | "organisations_links",
  id: string,
) => deleteFrom(ctx, table).where("organisation_id", "=", id).execute();

/** Lists the activity areas of an organisation by code. */
export async function listActivityAreas(ctx: Ctx, id: string): Promise<ActivityArea[]> {
  return (await listActivityAreasByOrganisation(ctx, [id])).get(id) ?? [];
}

/** Lists activity areas by organisation; an organisation without any is absent. */
export async function listActivityAreasByOrganisation(
  ctx: Ctx,
  ids: readonly string[],
): Promise<Map<string, ActivityArea[]>> {
  if (ids.length === 0) return new Map();
  const rows = await from(ctx, "organisations_directions")
    .select(["organisation_id", "direction"])
    .where(sql<boolean>`organisation_id = any(${ids}::uuid[])`)
    .orderBy(sql`direction collate "C"`)
    .execute();
  const groups = Map.groupBy(rows, (row) => row.organisation_id);
  return new Map(
    [...groups].map(([id, found]) => [id, found.map(({ direction }) => direction as ActivityArea)]),
  );
}

/** Replaces the activity areas of an organisation with these codes. */
export async function replaceActivityAreas(
  ctx: Ctx,
  id: string,
  directions: readonly string[],
): Promise<void> {
  await deleteAllOf(ctx, "organisations_directions", id);
  if (directions.length === 0) return;
  await insertInto(
    ctx,
    "organisations_directions",
    directions.map((direction) => ({
      organisation_id: id,
      direction,
    })),
  ).execute();
}

/** Lists the links of an organisation in their written order. */
export async function listLinks(ctx: Ctx, id: string): Promise<string[]> {
  return (await listLinksByOrganisation(ctx, [id])).get(id) ?? [];
}

/**
 * Lists the links of many organisations in their written order; an organisation without links is
 * absent.
 */
export async function listLinksByOrganisation(
  ctx: Ctx,
  ids: readonly string[],
): Promise<Map<string, string[]>> {
  if (ids.length === 0) return new Map();
  const rows = await from(ctx, "organisations_links")
    .select(["organisation_id", "url"])
    .where(sql<boolean>`organisation_id = any(${ids}::uuid[])`)
    .orderBy("position")
    .execute();
  const groups = Map.groupBy(rows, (row) => row.organisation_id);
  return new Map([...groups].map(([id, found]) => [id, found.map(({ url }) => url)]));
}

/** Replaces the links of an organisation; their order is stored. */
export async function replaceLinks(ctx: Ctx, id: string, links: readonly string[]): Promise<void> {
  await deleteAllOf(ctx, "organisations_links", id);
  if (links.length === 0) return;
  await insertInto(
    ctx,
    "organisations_links",
    links.map((url, position) => ({
      organisation_id: id,
      position,
      url,
    })),
  ).execute();
}
