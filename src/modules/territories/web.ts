import { z } from "zod";
import type { RequestContext, Route } from "#base/http/route.ts";
import { orNotFound } from "#base/refusal.ts";
import { optionalText } from "#base/http/fields.ts";
import { territoryDirectory } from "./directory.ts";
import { bordersFeed } from "./map/borders-feed.ts";
import { findPlaces } from "./search/find-places-reads.ts";
import { findPlaceAt } from "./search/place-at-reads.ts";
import type { TerritorySummary } from "./store.ts";

const territorySchema = z.object({
  id: z.uuid(),
  kind: z.enum(["municipality", "settlement"]),
  name: z.string(),
  officialName: z.string(),
  slug: z.string(),
  parentId: z.uuid().nullable(),
  oktmo: z.string().nullable(),
  population: z.int().nullable(),
  lat: z.number().nullable(),
  lon: z.number().nullable(),
  settlements: z.int().describe("how many settlements lie in it"),
});

const listQuery = z.object({
  parent: z
    .string()
    .max(100)
    .optional()
    .describe("address name of a municipality: its settlements"),
});

/** Serves the municipalities, or the settlements of one. */
async function territoriesJson(c: RequestContext): Promise<Response> {
  const { parent } = c.query(listQuery);
  const directory = await territoryDirectory(c.ctx);
  const rows: readonly TerritorySummary[] =
    parent === undefined
      ? directory.municipalities
      : directory.settlementsOf(orNotFound(directory.bySlug.get(parent)).id);
  return c.json({
    territories: rows.map((row) => ({
      ...row,
      settlements: directory.settlementsOf(row.id).length,
    })),
  });
}

/** Borders rarely change: browsers revalidate by ETag. */
async function bordersGeojson(c: RequestContext): Promise<Response> {
  const { text, etag } = await bordersFeed(c.ctx);
  const headers = { etag, "cache-control": "public, max-age=3600, stale-while-revalidate=86400" };
  if (c.request.headers.get("if-none-match") === etag)
    return new Response(null, { status: 304, headers });
  return new Response(text, { headers: { ...headers, "content-type": "application/geo+json" } });
}

const placesQuery = z.object({ q: optionalText(200) });

const suggestionSchema = z.object({
  kind: z.enum(["municipality", "settlement", "street", "house", "landmark"]),
  label: z.string(),
  place: z.string(),
  municipalityId: z.uuid().nullable(),
  settlementId: z.uuid().nullable(),
  lat: z.number().nullable(),
  lon: z.number().nullable(),
});

const degrees = (max: number) => z.coerce.number().min(-max).max(max);
const pointQuery = z.object({ lat: degrees(90), lon: degrees(180) });

const placeSchema = z.object({ id: z.uuid(), name: z.string(), slug: z.string() }).nullable();

/** Public data of places: lists, borders, suggestions for an address, what stands at a point. */
export const publicDataRoutes: readonly Route[] = [
  {
    method: "get",
    path: "/territories.json",
    permission: "public",
    api: {
      summary: "Municipalities of the region, or the settlements of one",
      query: listQuery,
      response: z.object({ territories: z.array(territorySchema) }),
    },
    handle: territoriesJson,
  },
  { method: "get", path: "/territories.geojson", permission: "public", handle: bordersGeojson },
  {
    method: "get",
    path: "/places.json",
    permission: "public",
    limit: { name: "places", requests: 600, seconds: 60 },
    api: {
      summary: "Suggestions for a typed address, at most ten",
      query: placesQuery,
      response: z.object({ places: z.array(suggestionSchema) }),
    },
    handle: async (c) => c.json({ places: await findPlaces(c.ctx, c.query(placesQuery).q) }),
  },
  {
    method: "get",
    path: "/places/at.json",
    permission: "public",
    limit: { name: "places-at", requests: 300, seconds: 60 },
    api: {
      summary: "Municipality, settlement and nearest street of a point",
      query: pointQuery,
      response: z.object({
        municipality: placeSchema,
        settlement: placeSchema,
        address: z.string(),
      }),
    },
    handle: async (c) => c.json(await findPlaceAt(c.ctx, c.query(pointQuery))),
  },
];
