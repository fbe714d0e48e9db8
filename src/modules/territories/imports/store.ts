import { sql } from "kysely";
import type { Ctx } from "#base/context.ts";
import { from, insertInto } from "#base/db/region.ts";
import type { ChangedPlace, NewPlace } from "./plan.ts";
import type { KnownHouse, KnownStreet, MovedHouse, NewHouse, NewStreet } from "./plan-streets.ts";
import { listStreets } from "../registry/store.ts";
import { updateTerritory } from "../store.ts";

const BATCH = 5000;

/** Takes the region's import lock until the transaction ends; a second import waits. */
export async function lockImports(ctx: Ctx): Promise<void> {
  const key = `territories.import ${ctx.region.id}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(ctx.db);
}

/** Returns every street of the region with its key. */
export async function listKnownStreets(ctx: Ctx): Promise<KnownStreet[]> {
  const rows = await listStreets(ctx);
  return rows.map(({ id, territory_id, kind, match_key }) => ({
    id,
    territoryId: territory_id,
    kind,
    matchKey: match_key,
  }));
}

/** Returns the houses of these streets by street, each with its `houseKey`. */
export async function listKnownHouses(
  ctx: Ctx,
  streets: readonly string[],
): Promise<Map<string, KnownHouse[]>> {
  const byStreet = new Map<string, KnownHouse[]>();
  for (const ids of batches(streets)) {
    const rows = await from(ctx, "territories_houses")
      .select(["id", "street_id", "match_key", "lat", "lon"])
      .where("street_id", "=", sql<string>`any(${ids}::uuid[])`)
      .execute();
    for (const { id, street_id, match_key, lat, lon } of rows) {
      const houses = byStreet.get(street_id) ?? [];
      houses.push({ id, key: match_key, lat, lon });
      byStreet.set(street_id, houses);
    }
  }
  return byStreet;
}

/** Inserts places, municipalities before their settlements. */
export async function insertPlaces(ctx: Ctx, places: readonly NewPlace[]): Promise<void> {
  // A settlement references its municipality, which must exist first.
  const ordered = places.toSorted(
    (a, b) => Number(a.parentId !== null) - Number(b.parentId !== null),
  );
  for (const rows of batches(ordered, 500)) {
    await insertInto(
      ctx,
      "territories_territories",
      rows.map((row) => ({
        id: row.id,
        parent_id: row.parentId,
        kind: row.kind,
        slug: row.slug,
        name: row.name,
        official_name: row.officialName,
        oktmo: row.oktmo,
        population: row.population,
        lat: row.lat,
        lon: row.lon,
        border: row.border === undefined ? null : JSON.stringify(row.border),
        created_at: ctx.now(),
      })),
    ).execute();
  }
}

/** Updates the changed columns of places. */
export async function updatePlaces(ctx: Ctx, changes: readonly ChangedPlace[]): Promise<void> {
  for (const { id, patch, border } of changes) {
    const { name, officialName, oktmo, population, lat, lon } = patch;
    await updateTerritory(ctx, id, {
      ...(name !== undefined && { name }),
      ...(officialName !== undefined && { official_name: officialName }),
      ...(oktmo !== undefined && { oktmo }),
      ...(population !== undefined && { population }),
      ...(lat !== undefined && { lat }),
      ...(lon !== undefined && { lon }),
      ...(border !== undefined && { border: JSON.stringify(border) }),
    });
  }
}

/** Inserts streets in batches. */
export async function insertStreets(ctx: Ctx, streets: readonly NewStreet[]): Promise<void> {
  for (const rows of batches(streets)) {
    await sql`
      insert into territories_streets (region_id, id, territory_id, name, kind, match_key)
      select ${ctx.region.id}, * from unnest(
        ${rows.map((row) => row.id)}::uuid[], ${rows.map((row) => row.territoryId)}::uuid[],
        ${rows.map((row) => row.name)}::text[], ${rows.map((row) => row.kind)}::text[],
        ${rows.map((row) => row.matchKey)}::text[])`.execute(ctx.db);
  }
}

/** Inserts houses in batches; `onWritten` gets the number written so far. */
export async function insertHouses(
  ctx: Ctx,
  houses: readonly NewHouse[],
  onWritten: (count: number) => void = () => {},
): Promise<void> {
  for (const rows of batches(houses)) {
    await sql`
      insert into territories_houses (region_id, id, street_id, number, match_key, lat, lon)
      select ${ctx.region.id}, * from unnest(
        ${rows.map((row) => row.id)}::uuid[], ${rows.map((row) => row.streetId)}::uuid[],
        ${rows.map((row) => row.number)}::text[], ${rows.map((row) => row.key)}::text[],
        ${rows.map((row) => row.lat)}::float8[], ${rows.map((row) => row.lon)}::float8[])`.execute(
      ctx.db,
    );
    onWritten(rows.length);
  }
}

/** Updates the points of houses. */
export async function updateHousePoints(ctx: Ctx, houses: readonly MovedHouse[]): Promise<void> {
  for (const rows of batches(houses)) {
    await sql`
      update territories_houses set lat = moved.lat, lon = moved.lon
      from unnest(${rows.map((row) => row.id)}::uuid[], ${rows.map((row) => row.lat)}::float8[],
        ${rows.map((row) => row.lon)}::float8[]) as moved (id, lat, lon)
      where region_id = ${ctx.region.id} and territories_houses.id = moved.id`.execute(ctx.db);
  }
}

function* batches<T>(items: readonly T[], size = BATCH): Generator<readonly T[]> {
  for (let from = 0; from < items.length; from += size) yield items.slice(from, from + size);
}
