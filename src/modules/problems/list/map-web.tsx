import type { Exchange, Route } from "#base/http/route.ts";
import { mapIsland, MapView, regionDrawing } from "#modules/territories/index.ts";
import { Place, Stack } from "#base/ui/index.ts";
import { namesFor } from "../display-names.ts";
import { ListFilters } from "./page.tsx";
import { countProblems, pointsOf, listQuery } from "./reads.ts";
import { readerOf } from "../view.ts";
import { hrefsOf } from "./list-url.ts";

/** The map of the same filters as the list; the list does the same work without it. */
async function showMap(x: Exchange): Promise<Response> {
  const query = x.query(listQuery);
  const reader = readerOf(x);
  const hrefWith = hrefsOf(x, query);
  const lit = query.municipality === undefined ? [] : [query.municipality];
  const [names, drawing, found] = await Promise.all([
    namesFor(x),
    regionDrawing(x.ctx, { lit }),
    countProblems(x.ctx, query),
  ]);
  const { t } = reader;
  return x.page({
    title: t.map.title,
    section: "problems",
    islands: [mapIsland],
    crumbs: [{ label: t.list.title, href: hrefWith({}) }],
    body: (
      <Stack gap="l">
        <Place title={t.map.title} lead={t.map.lead} />
        <ListFilters
          reader={reader}
          query={query}
          names={names}
          municipalities={names.municipalities}
          bodies={names.bodies}
          hrefWith={hrefWith}
          action="/problems/map"
        />
        <MapView
          label={t.map.label}
          href={x.href}
          drawing={drawing}
          tiles={x.ctx.house.mapTiles}
          pointsHref={hrefWith({}, "/problems/points.geojson")}
        />
        <p>
          <a href={hrefWith({})}>{t.map.asList(found)}</a>
        </p>
      </Stack>
    ),
  });
}

/** Light points for the map: the newest ones of the filter that have a place. */
async function points(x: Exchange): Promise<Response> {
  const query = x.query(listQuery);
  const { t } = readerOf(x);
  const features = (await pointsOf(x.ctx, query)).map(({ number, title, stage, lat, lon }) => ({
    type: "Feature",
    geometry: { type: "Point", coordinates: [lon, lat] },
    properties: {
      title: `${title}. ${t.stages[stage]}`,
      href: x.href(`/problems/${number}`),
      stage,
    },
  }));
  const body = JSON.stringify({
    type: "FeatureCollection",
    features,
  });
  return new Response(body, { headers: { "content-type": "application/geo+json" } });
}

export const mapRoutes: Route[] = [
  { method: "get", path: "/problems/map", asks: "public", handle: showMap },
  { method: "get", path: "/problems/points.geojson", asks: "public", handle: points },
];
