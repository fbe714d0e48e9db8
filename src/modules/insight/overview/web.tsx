import type { Exchange, Route } from "#base/http/route.ts";
import { notFound } from "#base/refusal.ts";
import { groupName } from "#modules/problems/index.ts";
import { namingPath, territoryBook, type TerritoryBrief } from "#modules/territories/index.ts";
import { regionShapes } from "../charts/region-outlines.ts";
import { forGuests } from "../guest-page-cache.ts";
import { DashboardPage } from "./dashboard-page.tsx";
import { HomePage } from "./home-page.tsx";
import { TerritoriesPage } from "./territories-page.tsx";
import { TerritoryPage } from "./territory-page.tsx";
import { periodQuery, scopeQuery, type ScopeQuery } from "../period.ts";
import { homeData, regionData, territoryData } from "./reads.ts";
import { lookOf } from "../view.ts";

/** The municipality of the address; anything else is not found. */
export async function territoryOf(x: Exchange): Promise<TerritoryBrief> {
  const place = (await territoryBook(x.ctx)).bySlug.get(x.param("slug"));
  if (place?.kind !== "municipality") throw notFound("insight.no-territory");
  return place;
}

async function showHome(x: Exchange): Promise<Response> {
  const [look, data, shapes] = await Promise.all([lookOf(x), homeData(x.ctx), regionShapes(x.ctx)]);
  return x.page({
    title: look.t.home.title,
    description: look.t.home.description,
    body: <HomePage look={look} data={data} shapes={shapes} />,
  });
}

async function showTerritories(x: Exchange): Promise<Response> {
  const [look, data, shapes] = await Promise.all([
    lookOf(x),
    regionData(x.ctx, 13),
    regionShapes(x.ctx),
  ]);
  return x.page({
    title: look.t.list.title,
    section: "territories",
    description: look.t.list.lead,
    twins: {
      json: x.href("/insight/municipalities.json"),
      csv: x.href("/insight/municipalities.csv"),
      geojson: x.href("/insight/municipalities.geojson"),
    },
    body: <TerritoriesPage look={look} data={data} shapes={shapes} />,
  });
}

async function showTerritory(x: Exchange): Promise<Response> {
  const query = x.query(scopeQuery);
  const place = await territoryOf(x);
  const [look, data, region] = await Promise.all([
    lookOf(x),
    territoryData(x.ctx, place, query),
    regionData(x.ctx, Number(query.weeks)),
  ]);
  const text = queryText(query);
  const href = (ending: "" | ".json" | ".csv") =>
    x.href(`/territories/${place.slug}${ending}${text}`);
  const naming = namingPath(x.ctx.actor, place);
  return x.page({
    title: place.name,
    section: "territories",
    crumbs: [{ label: look.t.list.title, href: x.href("/territories") }],
    description: look.t.place.came(Number(query.weeks), data.figures.opened),
    twins: { json: href(".json"), csv: href(".csv") },
    body: (
      <TerritoryPage
        look={look}
        data={data}
        query={query}
        topics={[...data.topics.keys()]
          .map((value) => ({ value, label: groupName(x.lang, value) }))
          .toSorted((a, b) => a.label.localeCompare(b.label, x.lang))}
        regionPopulation={region.places.reduce((sum, one) => sum + (one.place.population ?? 0), 0)}
        naming={naming && x.href(naming)}
        href={href}
      />
    ),
  });
}

function queryText(query: ScopeQuery): string {
  const { weeks, ...rest } = query;
  const given = Object.entries({ ...(weeks !== "13" && { weeks }), ...rest }).filter(
    ([, value]) => value !== undefined,
  );
  const text = new URLSearchParams(given as [string, string][]).toString();
  return text === "" ? "" : `?${text}`;
}

async function showDashboard(x: Exchange): Promise<Response> {
  const { weeks } = x.query(periodQuery);
  const [look, data, shapes] = await Promise.all([
    lookOf(x),
    regionData(x.ctx, Number(weeks)),
    regionShapes(x.ctx),
  ]);
  const text = weeks === "13" ? "" : `?weeks=${weeks}`;
  const json = x.href(`/insight.json${text}`);
  const csv = (name: string) => x.href(`/insight/${name}.csv${text}`);
  return x.page({
    title: look.t.desk.title,
    section: "insight",
    description: look.t.desk.lead,
    twins: { json, csv: csv("municipalities") },
    body: (
      <DashboardPage look={look} data={data} shapes={shapes} weeks={weeks} csv={csv} json={json} />
    ),
  });
}

const kept = (path: string, show: (x: Exchange) => Promise<Response>): Route => ({
  method: "get",
  path,
  asks: "public",
  handle: (x) => forGuests(x, () => show(x)),
});

export const placeRoutes: Route[] = [
  kept("/", showHome),
  kept("/territories", showTerritories),
  kept("/territories/:slug", showTerritory),
  kept("/insight", showDashboard),
];
