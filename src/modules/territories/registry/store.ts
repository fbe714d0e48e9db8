import type { Insertable } from "kysely";
import type { Ctx } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import { deleteFrom, from, insertInto } from "#base/db/region.ts";
import { isUuid } from "#base/db/ids.ts";

/** Returns other names of a place, or of all places of the region. */
export function listAliases(ctx: Ctx, territory?: string) {
  const rows = from(ctx, "territories_aliases").select(["territory_id", "name"]).orderBy("name");
  return (territory === undefined ? rows : rows.where("territory_id", "=", territory)).execute();
}

/** Returns other names of streets of a place, or of the region. */
export function listStreetAliases(ctx: Ctx, territory?: string) {
  const rows = from(ctx, "territories_street_aliases as alias")
    .innerJoin("territories_streets as street", (join) =>
      join
        .onRef("street.region_id", "=", "alias.region_id")
        .onRef("street.id", "=", "alias.street_id"),
    )
    .select(["alias.street_id", "alias.name", "street.name as street", "street.kind"])
    .orderBy("alias.name");
  return (
    territory === undefined ? rows : rows.where("street.territory_id", "=", territory)
  ).execute();
}

/** Returns landmarks of a place, or of the region. */
export function listLandmarks(ctx: Ctx, territory?: string) {
  const rows = from(ctx, "territories_landmarks")
    .select(["id", "territory_id", "name", "lat", "lon"])
    .orderBy("name");
  return (territory === undefined ? rows : rows.where("territory_id", "=", territory)).execute();
}

/** Returns streets of a place, or of the region. */
export function listStreets(ctx: Ctx, territory?: string) {
  const rows = from(ctx, "territories_streets")
    .select(["id", "territory_id", "name", "kind", "match_key"])
    .orderBy("name");
  return (territory === undefined ? rows : rows.where("territory_id", "=", territory)).execute();
}

const PAGE = 50_000;

/** Yields all houses of the region by id, read in pages. */
export async function* streamHouses(ctx: Ctx) {
  let after: string | undefined;
  for (;;) {
    const rows = from(ctx, "territories_houses")
      .select(["id", "street_id", "number", "lat", "lon"])
      .orderBy("id")
      .limit(PAGE);
    const page = await (after === undefined ? rows : rows.where("id", ">", after)).execute();
    yield page;
    after = page.at(-1)?.id;
    if (page.length < PAGE) return;
  }
}

/** Inserts a name; returns false when it exists already. */
export async function insertAlias(ctx: Ctx, territory: string, name: string): Promise<boolean> {
  const row = await insertInto(ctx, "territories_aliases", { territory_id: territory, name })
    .onConflict((known) => known.columns(["region_id", "territory_id", "name"]).doNothing())
    .returning("name")
    .executeTakeFirst();
  return row !== undefined;
}

/** Deletes a name; returns whether it existed. */
export async function deleteAlias(ctx: Ctx, territory: string, name: string): Promise<boolean> {
  const row = await deleteFrom(ctx, "territories_aliases")
    .where("territory_id", "=", territory)
    .where("name", "=", name)
    .returning("name")
    .executeTakeFirst();
  return row !== undefined;
}

/** Inserts a street's name; returns false when it exists already. */
export async function insertStreetAlias(ctx: Ctx, street: string, name: string): Promise<boolean> {
  const row = await insertInto(ctx, "territories_street_aliases", { street_id: street, name })
    .onConflict((known) => known.columns(["region_id", "street_id", "name"]).doNothing())
    .returning("name")
    .executeTakeFirst();
  return row !== undefined;
}

/** Deletes a street's name; returns whether it existed. */
export async function deleteStreetAlias(ctx: Ctx, street: string, name: string): Promise<boolean> {
  const row = await deleteFrom(ctx, "territories_street_aliases")
    .where("street_id", "=", street)
    .where("name", "=", name)
    .returning("name")
    .executeTakeFirst();
  return row !== undefined;
}

type LandmarkRow = Omit<Insertable<Tables["territories_landmarks"]>, "region_id">;

/** Inserts a landmark, or updates the point of the one with this name. */
export async function upsertLandmark(ctx: Ctx, row: LandmarkRow): Promise<void> {
  await insertInto(ctx, "territories_landmarks", row)
    .onConflict((known) =>
      known
        .columns(["region_id", "territory_id", "name"])
        .doUpdateSet({ lat: row.lat ?? null, lon: row.lon ?? null }),
    )
    .execute();
}

/** Deletes a landmark; returns whether it existed. */
export async function deleteLandmark(ctx: Ctx, territory: string, id: string): Promise<boolean> {
  if (!isUuid(id)) return false;
  const row = await deleteFrom(ctx, "territories_landmarks")
    .where("territory_id", "=", territory)
    .where("id", "=", id)
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}
