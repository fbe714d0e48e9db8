import type { RequestContext, Route } from "#base/http/route.ts";
import { mapIsland, MapView, drawRegion } from "#modules/territories/index.ts";
import { PageHeader, Stack } from "#base/ui/index.ts";
import { loadDisplayNames } from "../display-names.ts";
import { ProblemListFilters } from "./page.tsx";
import { countProblems, listMapPoints, problemListQuery } from "./reads.ts";
import { problemViewContext } from "../view.ts";
import { createListUrl } from "./list-url.ts";

/** Shows the map with the filters of the list; the list works without scripts. */
async function showMap(c: RequestContext): Promise<Response> {
  const query = c.query(problemListQuery);
  const view = problemViewContext(c);
  const hrefWith = createListUrl(c, query);
  const highlighted = query.municipality === undefined ? [] : [query.municipality];
  const [names, drawing, found] = await Promise.all([
    loadDisplayNames(c),
    drawRegion(c.ctx, { lit: highlighted }),
    countProblems(c.ctx, query),
  ]);
  const { t } = view;
  return c.page({
    title: t.map.title,
    section: "problems",
    islands: [mapIsland],
    breadcrumbs: [{ label: t.list.title, href: hrefWith({}) }],
    body: (
      <Stack gap="l">
        <PageHeader title={t.map.title} lead={t.map.lead} />
        <ProblemListFilters
          viewContext={view}
          query={query}
          names={names}
          municipalities={names.municipalities}
          bodies={names.bodies}
          hrefWith={hrefWith}
          action="/problems/map"
        />
        <MapView
          label={t.map.label}
          href={c.href}
          drawing={drawing}
          tiles={c.ctx.app.mapTiles}
          pointsHref={hrefWith({}, "/problems/points.geojson")}
        />
        <p>
          <a href={hrefWith({})}>{t.map.asList(found)}</a>
        </p>
      </Stack>
    ),
  });
}

/** Returns the newest problems of the filter that have a point, with few properties. */
async function pointsGeojson(c: RequestContext): Promise<Response> {
  const query = c.query(problemListQuery);
  const { t } = problemViewContext(c);
  const features = (await listMapPoints(c.ctx, query)).map(
    ({ number, title, stage, lat, lon }) => ({
      type: "Feature",
      geometry: { type: "Point", coordinates: [lon, lat] },
      properties: {
        title: `${title}. ${t.stages[stage]}`,
        href: c.href(`/problems/${number}`),
        stage,
      },
    }),
  );
  const body = JSON.stringify({
    type: "FeatureCollection",
    features,
  });
  return new Response(body, { headers: { "content-type": "application/geo+json" } });
}

export const mapRoutes: Route[] = [
  { method: "get", path: "/problems/map", permission: "public", handle: showMap },
  { method: "get", path: "/problems/points.geojson", permission: "public", handle: pointsGeojson },
];
