import { z } from "zod";
import type { Exchange, Route } from "#base/http/route.ts";
import { found } from "#base/refusal.ts";
import { territoryBook } from "./directory.ts";
import { bordersFeed } from "./map/borders-feed.ts";
import { findPlaces } from "./search/find-places.ts";
import { placeAt } from "./search/place-at.ts";
import type { TerritoryBrief } from "./store.ts";

const territoryAnswer = z.object({
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

/** The municipalities, or the settlements of one. */
async function list(x: Exchange): Promise<Response> {
  const { parent } = x.query(listQuery);
  const book = await territoryBook(x.ctx);
  const rows: readonly TerritoryBrief[] =
    parent === undefined
      ? book.municipalities
      : book.settlementsOf(found(book.bySlug.get(parent)).id);
  return x.json({
    territories: rows.map((row) => ({ ...row, settlements: book.settlementsOf(row.id).length })),
  });
}

/** Borders change once in years: a browser asks again only whether they did. */
async function map(x: Exchange): Promise<Response> {
  const { text, etag } = await bordersFeed(x.ctx);
  const headers = { etag, "cache-control": "public, max-age=3600, stale-while-revalidate=86400" };
  if (x.request.headers.get("if-none-match") === etag)
    return new Response(null, { status: 304, headers });
  return new Response(text, { headers: { ...headers, "content-type": "application/geo+json" } });
}

const placesQuery = z.object({ q: z.string().trim().max(200).default("") });

const suggestionAnswer = z.object({
  kind: z.enum(["municipality", "settlement", "street", "house", "landmark"]),
  label: z.string(),
  place: z.string(),
  municipalityId: z.uuid().nullable(),
  settlementId: z.uuid().nullable(),
  lat: z.number().nullable(),
  lon: z.number().nullable(),
});

const degrees = (most: number) => z.coerce.number().min(-most).max(most);
const pointQuery = z.object({ lat: degrees(90), lon: degrees(180) });

const placeAnswer = z.object({ id: z.uuid(), name: z.string(), slug: z.string() }).nullable();

/** Public data of places: lists, borders, suggestions for an address, what stands at a point. */
export const dataRoutes: readonly Route[] = [
  {
    method: "get",
    path: "/territories.json",
    asks: "public",
    api: {
      summary: "Municipalities of the region, or the settlements of one",
      query: listQuery,
      answer: z.object({ territories: z.array(territoryAnswer) }),
    },
    handle: list,
  },
  { method: "get", path: "/territories.geojson", asks: "public", handle: map },
  {
    method: "get",
    path: "/places.json",
    asks: "public",
    limit: { name: "places", requests: 600, seconds: 60 },
    api: {
      summary: "Suggestions for a typed address, at most ten",
      query: placesQuery,
      answer: z.object({ places: z.array(suggestionAnswer) }),
    },
    handle: async (x) => x.json({ places: await findPlaces(x.ctx, x.query(placesQuery).q) }),
  },
  {
    method: "get",
    path: "/places/at.json",
    asks: "public",
    limit: { name: "places-at", requests: 300, seconds: 60 },
    api: {
      summary: "Municipality, settlement and nearest street of a point",
      query: pointQuery,
      answer: z.object({ municipality: placeAnswer, settlement: placeAnswer, address: z.string() }),
    },
    handle: async (x) => x.json(await placeAt(x.ctx, x.query(pointQuery))),
  },
];
