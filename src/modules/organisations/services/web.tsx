import { z } from "zod";
import type { Exchange, Route } from "#base/http/route.ts";
import { cursorKeys, readCursor } from "#base/db/paging.ts";
import { needs } from "../catalogues/codes.ts";
import { csvPortions } from "../registry/csv.ts";
import { loadPlaces, viewOf, withQuery } from "../view.ts";
import { ServicesPage } from "./page.tsx";
import { countServices, eachService, listServices } from "./store.ts";
import { serviceTwin, twinOfService } from "./open-data.ts";

const pageSize = 30;

export const servicesQuery = z.object({
  need: z.enum(needs).optional(),
  territory: z.uuid().optional(),
  q: z
    .string()
    .trim()
    .max(120)
    .optional()
    .transform((text) => text || undefined),
  after: z.string().optional(),
  before: z.string().optional(),
});

/** What residents may be helped with, for everybody. */
export const serviceRoutes: Route[] = [
  { method: "get", path: "/services", asks: "public", handle: showServices },
  {
    method: "get",
    path: "/services.json",
    asks: "public",
    api: {
      summary: "Services to residents by title, a page at a time",
      query: servicesQuery,
      answer: z.object({
        services: z.array(
          serviceTwin.extend({ organisation: z.object({ id: z.uuid(), name: z.string() }) }),
        ),
        next: z.string().nullable(),
      }),
    },
    handle: servicesJson,
  },
  { method: "get", path: "/services.csv", asks: "public", handle: servicesCsv },
];

function askedOf(x: Exchange) {
  const { after, before, ...filter } = x.query(servicesQuery);
  return { filter, cursor: readCursor({ after, before }, cursorKeys.text) };
}

async function showServices(x: Exchange): Promise<Response> {
  const { filter, cursor } = askedOf(x);
  const view = viewOf(x);
  const [page, count, places] = await Promise.all([
    listServices(x.ctx, filter, { cursor, limit: pageSize }),
    countServices(x.ctx, filter),
    loadPlaces(x.ctx, view.t),
  ]);
  return x.page({
    title: view.t.services.title,
    section: "organisations",
    description: view.t.services.lead,
    crumbs: [{ label: view.t.registry.title, href: x.href("/organisations") }],
    twins: {
      json: withQuery(x.href("/services.json"), filter),
      csv: withQuery(x.href("/services.csv"), filter),
    },
    body: <ServicesPage {...page} view={view} places={places} filter={filter} count={count} />,
  });
}

async function servicesJson(x: Exchange): Promise<Response> {
  const { filter, cursor } = askedOf(x);
  const page = await listServices(x.ctx, filter, { cursor, limit: 100 });
  return x.json({
    services: page.rows.map((row) => ({
      ...twinOfService(row),
      organisation: { id: row.organisation.id, name: row.organisation.short_name },
    })),
    next:
      page.after === undefined
        ? null
        : withQuery(x.href("/services.json"), { ...filter, after: page.after }),
  });
}

async function servicesCsv(x: Exchange): Promise<Response> {
  const { filter } = askedOf(x);
  const { t } = viewOf(x);
  const { nameOf } = await loadPlaces(x.ctx, t);
  const s = t.services;
  const head = [t.csv.id, s.name, s.need, s.forWhom, s.how, s.price, s.places, s.organisation];
  const portions = async function* () {
    for await (const rows of eachService(x.ctx, filter))
      yield rows.map((row) => [
        row.id,
        row.title,
        t.needs[row.need],
        row.for_whom,
        row.how,
        t.prices[row.price],
        row.places.length === 0 ? s.everywhere : row.places.map((id) => nameOf(id)).join("; "),
        row.organisation.short_name,
      ]);
  };
  return csvPortions("services", head, portions());
}
