import { listUrl } from "#base/http/list-url.ts";
import { z } from "zod";
import type { RequestContext, Route } from "#base/http/route.ts";
import { cursorKeys, readCursor } from "#base/db/paging.ts";
import { needs } from "../catalogues/codes.ts";

import { loadMunicipalityOptions, createView } from "../view.ts";
import { csvResponse } from "#base/http/exports.ts";
import { ServicesPage } from "./page.tsx";
import { countServices, streamServices, listServices } from "./store.ts";
import { serviceData, toServiceData } from "./open-data.ts";

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

/** Public routes of services to residents. */
export const serviceRoutes: Route[] = [
  { method: "get", path: "/services", permission: "public", handle: showServices },
  {
    method: "get",
    path: "/services.json",
    permission: "public",
    api: {
      summary: "Services to residents by title, a page at a time",
      query: servicesQuery,
      response: z.object({
        services: z.array(
          serviceData.extend({ organisation: z.object({ id: z.uuid(), name: z.string() }) }),
        ),
        next: z.string().nullable(),
      }),
    },
    handle: servicesJson,
  },
  { method: "get", path: "/services.csv", permission: "public", handle: servicesCsv },
];

function parseServicesRequest(c: RequestContext) {
  const { after, before, ...filter } = c.query(servicesQuery);
  return { filter, cursor: readCursor({ after, before }, cursorKeys.text) };
}

async function showServices(c: RequestContext): Promise<Response> {
  const { filter, cursor } = parseServicesRequest(c);
  const view = createView(c);
  const [page, count, places] = await Promise.all([
    listServices(c.ctx, filter, { cursor, limit: pageSize }),
    countServices(c.ctx, filter),
    loadMunicipalityOptions(c.ctx, view.t),
  ]);
  return c.page({
    title: view.t.services.title,
    section: "organisations",
    description: view.t.services.lead,
    breadcrumbs: [{ label: view.t.registry.title, href: c.href("/organisations") }],
    exports: {
      json: listUrl(c.href("/services.json"), filter),
      csv: listUrl(c.href("/services.csv"), filter),
    },
    body: <ServicesPage {...page} view={view} places={places} filter={filter} count={count} />,
  });
}

async function servicesJson(c: RequestContext): Promise<Response> {
  const { filter, cursor } = parseServicesRequest(c);
  const page = await listServices(c.ctx, filter, { cursor, limit: 100 });
  return c.json({
    services: page.rows.map((row) => ({
      ...toServiceData(row),
      organisation: { id: row.organisation.id, name: row.organisation.short_name },
    })),
    next:
      page.after === undefined
        ? null
        : listUrl(c.href("/services.json"), filter, { after: page.after }),
  });
}

async function servicesCsv(c: RequestContext): Promise<Response> {
  const { filter } = parseServicesRequest(c);
  const { t } = createView(c);
  const { nameOf } = await loadMunicipalityOptions(c.ctx, t);
  const s = t.services;
  const head = [t.csv.id, s.name, s.need, s.forWhom, s.how, s.price, s.places, s.organisation];
  const batches = async function* () {
    for await (const rows of streamServices(c.ctx, filter))
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
  return csvResponse("services", head, batches(), { zone: c.ctx.region.timeZone });
}
