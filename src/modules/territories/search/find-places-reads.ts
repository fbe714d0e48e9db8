import { escapeLike } from "#base/db/search.ts";
import { from } from "#base/db/region.ts";
import { sql } from "kysely";
import type { Ctx } from "#base/context.ts";
import { cached } from "#base/cache.ts";
import { parseAddress } from "../address/address.ts";
import { territoryDirectory, type TerritoryDirectory } from "../directory.ts";
import { STREET_ADJECTIVE } from "../address/place-types.ru.ts";
import { houseKey } from "../address/house-number.ts";
import { foldName, matchKey, splitStreetName, streetKey } from "../address/place-names.ts";
import { listAliases, listStreetAliases, listStreets } from "../registry/store.ts";
import type { TerritorySummary } from "../store.ts";
import { createStreetIndex } from "./street-index.ts";

/** One line of an address field's list. */
export type PlaceSuggestion = {
  kind: "municipality" | "settlement" | "street" | "house" | "landmark";
  /** Value for the field: «улица Мира, 5». */
  label: string;
  /** Its territory: «Долгомост, Заречинский округ». */
  place: string;
  municipalityId: string | null;
  settlementId: string | null;
  lat: number | null;
  lon: number | null;
};

export const MAX_SUGGESTIONS = 10;

/** Returns «улица Мира», but «Лесная улица». */
export function formatStreet({ name, kind }: { name: string; kind: string }): string {
  if (kind === "") return name;
  return STREET_ADJECTIVE.test(name) ? `${name} ${kind}` : `${kind} ${name}`;
}

type PlaceQuery = { text: string; place: string; house: string | undefined; houseText: string };

/**
 * Returns suggestions of settlements, streets, houses and landmarks for typed text («лесн»,
 * «Долгомост, мира 5», «школа 4»): at most ten, the most probable first.
 */
export async function findPlaces(ctx: Ctx, typed: string): Promise<PlaceSuggestion[]> {
  const query = parsePlaceQuery(typed);
  if (query.text.length < 2) return [];
  const directory = await territoryDirectory(ctx);
  const territories =
    query.house === undefined ? await matchingTerritories(ctx, directory, query) : [];
  const [streets, landmarks] = await Promise.all([
    matchingStreets(ctx, directory, query),
    matchingLandmarks(ctx, directory, typed),
  ]);
  const exact = streets.filter(({ fuzzy }) => !fuzzy);
  const similar = streets.filter(({ fuzzy }) => fuzzy);
  return [...territories, ...exact, ...landmarks, ...similar]
    .slice(0, MAX_SUGGESTIONS)
    .map(({ fuzzy: _, ...suggestion }) => suggestion);
}

function parsePlaceQuery(typed: string): PlaceQuery {
  const address = parseAddress(typed);
  if (address.house !== undefined && address.street !== undefined) {
    const place = address.area ?? address.settlement ?? address.district ?? "";
    const key = splitStreetName(address.street).name;
    const houseText = typed.slice(typed.search(/\d+\s*\D{0,12}$/u)).trim();
    return { text: streetKey({ name: key }), place, house: houseKey(address), houseText };
  }
  const parts = typed.split(",").map((part) => part.trim());
  const text = parts.at(-1) ?? "";
  const place = parts.length > 1 ? (parts.at(-2) ?? "") : "";
  return { text: splitStreetName(text).key, place, house: undefined, houseText: "" };
}

type RankedSuggestion = PlaceSuggestion & { fuzzy: boolean };

const cachedTerritoryKeys = cached(60, async (ctx) => {
  const directory = await territoryDirectory(ctx);
  const aliases = Map.groupBy(await listAliases(ctx), (row) => row.territory_id);
  return [...directory.byId.values()].map((territory) => ({
    territory,
    keys: [territory.name, ...(aliases.get(territory.id) ?? []).map((row) => row.name)].map(
      matchKey,
    ),
  }));
});

/** Invalidates the cached names of places and streets. */
export function invalidateNames(ctx: Ctx): void {
  cachedTerritoryKeys.invalidate(ctx);
  cachedStreetIndex.invalidate(ctx);
}

async function matchingTerritories(
  ctx: Ctx,
  directory: TerritoryDirectory,
  query: PlaceQuery,
): Promise<RankedSuggestion[]> {
  const key = matchKey(query.text);
  if (key === "") return [];
  const found: { territory: TerritorySummary; rank: number }[] = [];
  for (const { territory, keys } of await cachedTerritoryKeys(ctx)) {
    const rank = Math.min(...keys.map((name) => prefixRank(name, key)));
    if (rank < 3) found.push({ territory, rank });
  }
  const ordered = found.toSorted(
    (a, b) => a.rank - b.rank || (b.territory.population ?? 0) - (a.territory.population ?? 0),
  );
  return ordered.slice(0, 5).map(({ territory }) => ({
    kind: territory.kind,
    label: territory.officialName,
    ...describeLocation(directory, territory.id),
    place: directory.nameOf(territory.parentId),
    lat: territory.lat,
    lon: territory.lon,
    fuzzy: false,
  }));
}

/** Rank: exact name, prefix, prefix of a later word, none. */
function prefixRank(name: string, key: string): 0 | 1 | 2 | 3 {
  if (name === key) return 0;
  if (name.startsWith(key)) return 1;
  return name.includes(` ${key}`) ? 2 : 3;
}

function describeLocation(directory: TerritoryDirectory, id: string) {
  const territory = directory.byId.get(id);
  const isSettlement = territory?.kind === "settlement";
  const municipality = isSettlement ? territory.parentId : (territory?.id ?? null);
  return {
    municipalityId: municipality,
    settlementId: isSettlement ? territory.id : null,
    place: [isSettlement ? territory.name : "", directory.nameOf(municipality)]
      .filter(Boolean)
      .join(", "),
  };
}

const cachedStreetIndex = cached(120, async (ctx) => {
  const aliases = Map.groupBy(await listStreetAliases(ctx), (row) => row.street_id);
  const rows = await listStreets(ctx);
  return createStreetIndex(
    rows.flatMap(({ id, territory_id, name, kind, match_key }) => {
      const street = { id, territoryId: territory_id, name, kind };
      const called = (aliases.get(id) ?? []).map((alias) => matchKey(alias.name));
      return [...new Set([match_key, ...called])].map((key) => ({ ...street, matchKey: key }));
    }),
  );
});

async function matchingStreets(
  ctx: Ctx,
  directory: TerritoryDirectory,
  query: PlaceQuery,
): Promise<RankedSuggestion[]> {
  if (query.text === "") return [];
  const inside = query.place === "" ? undefined : territoryIdsByName(directory, query.place);
  const options = { inside, limit: MAX_SUGGESTIONS };
  const index = await cachedStreetIndex(ctx);
  const exact = index.findByPrefix(query.text, options);
  const needsSimilar = exact.length < 3 && query.text.length > 3;
  const similar = needsSimilar
    ? index.findSimilar(query.text, options).filter((one) => !exact.includes(one))
    : [];
  // A street is found by its own and its other names, and listed once.
  const byId = new Map([...exact, ...similar].toReversed().map((one) => [one.id, one]));
  const streets = [...byId.values()].toReversed().slice(0, MAX_SUGGESTIONS);
  const points = await loadStreetPoints(ctx, {
    streets: streets.map(({ id }) => id),
    house: query.house,
  });
  return streets.map((street) => {
    const point = points.get(street.id);
    const title = formatStreet(street);
    return {
      kind: point?.number === undefined ? "street" : "house",
      // An unlisted house may exist: the typed number is used.
      label: query.house === undefined ? title : `${title}, ${point?.number ?? query.houseText}`,
      ...describeLocation(directory, street.territoryId),
      lat: point?.lat ?? null,
      lon: point?.lon ?? null,
      fuzzy: similar.includes(street),
    };
  });
}

/** Ids of the places with this prefix and of their descendants. */
function territoryIdsByName(directory: TerritoryDirectory, text: string): Set<string> {
  const key = matchKey(text);
  const named = [...directory.byId.values()].filter(
    ({ name }) => prefixRank(matchKey(name), key) < 3,
  );
  return new Set(
    named.flatMap(({ id }) => [id, ...directory.settlementsOf(id).map((one) => one.id)]),
  );
}

/** The house's point and number, or the centroid of the street's houses. */
async function loadStreetPoints(
  ctx: Ctx,
  { streets, house }: { streets: readonly string[]; house: string | undefined },
): Promise<Map<string, { lat: number | null; lon: number | null; number?: string }>> {
  if (streets.length === 0) return new Map();
  const { rows } = await sql<{
    street: string;
    lat: number | null;
    lon: number | null;
    number: string | null;
  }>`
    select street_id as street, min(number) filter (where match_key = ${house ?? ""}) as number,
      coalesce(avg(lat) filter (where match_key = ${house ?? ""}), avg(lat)) as lat,
      coalesce(avg(lon) filter (where match_key = ${house ?? ""}), avg(lon)) as lon
    from territories_houses
    where region_id = ${ctx.region.id} and street_id = any(${streets}::uuid[])
    group by street_id`.execute(ctx.db);
  return new Map(
    rows.map(({ street, number, lat, lon }) => [
      street,
      { lat, lon, ...(number !== null && { number }) },
    ]),
  );
}

async function matchingLandmarks(
  ctx: Ctx,
  directory: TerritoryDirectory,
  typed: string,
): Promise<RankedSuggestion[]> {
  const words = foldName(typed)
    .replaceAll("№", " ")
    .split(/[\s,]+/)
    .filter(Boolean);
  if (words.length === 0 || words.join("").length < 3) return [];
  const rows = await from(ctx, "territories_landmarks")
    .select(["territory_id", "name", "lat", "lon"])
    .where((eb) =>
      eb.and(
        words.map((word) =>
          eb(sql`replace(lower(name), '\u0451', '\u0435')`, "like", `%${escapeLike(word)}%`),
        ),
      ),
    )
    .orderBy("name")
    .limit(5)
    .execute();
  return rows.map(({ territory_id, name, lat, lon }) => ({
    kind: "landmark",
    label: name,
    ...describeLocation(directory, territory_id),
    lat,
    lon,
    fuzzy: false,
  }));
}
