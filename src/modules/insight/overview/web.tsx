import type { RequestContext, Route } from "#base/http/route.ts";
import { notFound } from "#base/refusal.ts";
import { groupName } from "#modules/problems/index.ts";
import {
  aliasesAdminPath,
  territoryDirectory,
  type TerritorySummary,
} from "#modules/territories/index.ts";
import { loadRegionShapes } from "../charts/region-outlines.ts";
import { cachedForGuests } from "../guest-page-cache.ts";
import { DashboardPage } from "./dashboard-page.tsx";
import { HomePage } from "./home-page.tsx";
import { TerritoriesPage } from "./territories-page.tsx";
import { TerritoryPage } from "./territory-page.tsx";
import { periodQuery, scopeQuery, type ScopeQuery } from "../period.ts";
import { loadHomeData, loadRegionData, loadTerritoryData } from "./reads.ts";
import { insightViewContext } from "../view.ts";

/** Finds the municipality of the address; anything else is refused as not found. */
export async function requireMunicipality(c: RequestContext): Promise<TerritorySummary> {
  const place = (await territoryDirectory(c.ctx)).bySlug.get(c.param("slug"));
  if (place?.kind !== "municipality") throw notFound("insight.no-territory");
  return place;
}

async function showHome(c: RequestContext): Promise<Response> {
  const [view, data, shapes] = await Promise.all([
    insightViewContext(c),
    loadHomeData(c.ctx),
    loadRegionShapes(c.ctx),
  ]);
  return c.page({
    title: view.t.home.title,
    description: view.t.home.description,
    body: <HomePage viewContext={view} data={data} shapes={shapes} />,
  });
}

async function showTerritories(c: RequestContext): Promise<Response> {
  const [view, data, shapes] = await Promise.all([
    insightViewContext(c),
    loadRegionData(c.ctx, 13),
    loadRegionShapes(c.ctx),
  ]);
  return c.page({
    title: view.t.list.title,
    section: "territories",
    description: view.t.list.lead,
    exports: {
      json: c.href("/insight/municipalities.json"),
      csv: c.href("/insight/municipalities.csv"),
      geojson: c.href("/insight/municipalities.geojson"),
    },
    body: <TerritoriesPage viewContext={view} data={data} shapes={shapes} />,
  });
}

async function showTerritory(c: RequestContext): Promise<Response> {
  const query = c.query(scopeQuery);
  const place = await requireMunicipality(c);
  const [view, data, region] = await Promise.all([
    insightViewContext(c),
    loadTerritoryData(c.ctx, place, query),
    loadRegionData(c.ctx, Number(query.weeks)),
  ]);
  const text = toQueryString(query);
  const href = (ending: "" | ".json" | ".csv") =>
    c.href(`/territories/${place.slug}${ending}${text}`);
  const aliasesPath = aliasesAdminPath(c.ctx.actor, place);
  return c.page({
    title: place.name,
    section: "territories",
    breadcrumbs: [{ label: view.t.list.title, href: c.href("/territories") }],
    description: view.t.place.came(Number(query.weeks), data.figures.opened),
    exports: { json: href(".json"), csv: href(".csv") },
    body: (
      <TerritoryPage
        viewContext={view}
        data={data}
        query={query}
        topics={[...data.topics.keys()]
          .map((value) => ({ value, label: groupName(c.lang, value) }))
          .toSorted((a, b) => a.label.localeCompare(b.label, c.lang))}
        regionPopulation={region.places.reduce((sum, one) => sum + (one.place.population ?? 0), 0)}
        aliasesUrl={aliasesPath && c.href(aliasesPath)}
        href={href}
      />
    ),
  });
}

function toQueryString(query: ScopeQuery): string {
  const { weeks, ...rest } = query;
  const given = Object.entries({ ...(weeks !== "13" && { weeks }), ...rest }).filter(
    ([, value]) => value !== undefined,
  );
  const text = new URLSearchParams(given as [string, string][]).toString();
  return text === "" ? "" : `?${text}`;
}

async function showDashboard(c: RequestContext): Promise<Response> {
  const { weeks } = c.query(periodQuery);
  const [view, data, shapes] = await Promise.all([
    insightViewContext(c),
    loadRegionData(c.ctx, Number(weeks)),
    loadRegionShapes(c.ctx),
  ]);
  const text = weeks === "13" ? "" : `?weeks=${weeks}`;
  const json = c.href(`/insight.json${text}`);
  const csv = (name: string) => c.href(`/insight/${name}.csv${text}`);
  return c.page({
    title: view.t.desk.title,
    section: "insight",
    description: view.t.desk.lead,
    exports: { json, csv: csv("municipalities") },
    body: (
      <DashboardPage
        viewContext={view}
        data={data}
        shapes={shapes}
        weeks={weeks}
        csv={csv}
        json={json}
      />
    ),
  });
}

const guestCachedRoute = (path: string, show: (c: RequestContext) => Promise<Response>): Route => ({
  method: "get",
  path,
  permission: "public",
  handle: (c) => cachedForGuests(c, () => show(c)),
});

export const overviewRoutes: Route[] = [
  guestCachedRoute("/", showHome),
  guestCachedRoute("/territories", showTerritories),
  guestCachedRoute("/territories/:slug", showTerritory),
  guestCachedRoute("/insight", showDashboard),
];
