import { type GeoJSONSource, type Map as MapLibre, Marker, Popup } from "maplibre-gl";
import type { MapElement } from "./draw.ts";
import { resolveColour } from "./style.ts";

/**
 * Shows the points of `data-points`, clustered with their number. A point's `title` and `href` make
 * its popup; a cluster opens by a click.
 */
export function showPoints(map: MapLibre, element: MapElement): void {
  const accent = resolveColour(element, "--accent");
  const surface = resolveColour(element, "--surface");
  map.addSource("points", {
    type: "geojson",
    data: element.dataset["points"] ?? "",
    cluster: true,
    clusterRadius: 44,
    clusterMaxZoom: 15,
  });
  map.addLayer({
    id: "points",
    type: "circle",
    source: "points",
    paint: {
      "circle-color": accent,
      "circle-stroke-color": surface,
      "circle-stroke-width": 2,
      "circle-radius": [
        "case",
        ["has", "point_count"],
        ["step", ["get", "point_count"], 14, 20, 18, 200, 24],
        8,
      ],
    },
  });
  const counts = new Map<string, Marker>();
  map.on("render", () => showCounts(map, counts));
  map.on("click", "points", (click) => {
    const feature = click.features?.[0];
    if (!feature || feature.geometry.type !== "Point") return;
    const [lon = 0, lat = 0] = feature.geometry.coordinates;
    const { cluster_id: cluster, title, href } = feature.properties as PointProperties;
    if (cluster !== undefined) void openCluster(map, cluster, [lon, lat]);
    else new Popup().setLngLat([lon, lat]).setDOMContent(linkTo(title, href)).addTo(map);
  });
}

type PointProperties = { cluster_id?: number; title?: string; href?: string };

async function openCluster(map: MapLibre, cluster: number, at: [number, number]): Promise<void> {
  const source = map.getSource<GeoJSONSource>("points");
  if (source) map.easeTo({ center: at, zoom: await source.getClusterExpansionZoom(cluster) });
}

/** Only same-origin addresses become links. */
function linkTo(title = "", href = ""): HTMLElement {
  const url = URL.parse(href, location.href);
  const line = document.createElement(
    url?.origin === location.origin && href !== "" ? "a" : "span",
  );
  line.textContent = title;
  if (line instanceof HTMLAnchorElement) line.href = href;
  return line;
}

/** The map style has no fonts, so the numbers are HTML elements over it. */
function showCounts(map: MapLibre, counts: Map<string, Marker>): void {
  if (!map.isSourceLoaded("points")) return;
  const seen = new Set<string>();
  for (const { properties, geometry } of map.querySourceFeatures("points")) {
    const { cluster_id: id, point_count_abbreviated: count } = properties;
    if (id === undefined || geometry.type !== "Point") continue;
    const key = String(id);
    seen.add(key);
    if (counts.has(key)) continue;
    const [lon = 0, lat = 0] = geometry.coordinates;
    const label = document.createElement("span");
    label.className = "cluster";
    label.textContent = String(count);
    counts.set(key, new Marker({ element: label }).setLngLat([lon, lat]).addTo(map));
  }
  for (const [key, marker] of counts) {
    if (seen.has(key)) continue;
    marker.remove();
    counts.delete(key);
  }
}
