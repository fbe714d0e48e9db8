import type { StyleSpecification } from "maplibre-gl";

export type MapColours = { ground: string; area: string; line: string };

/** Returns a colour of the design system in the form that the map reads: `rgb(…)`. */
export function resolveColour(element: HTMLElement, name: string): string {
  const probe = document.createElement("span");
  probe.hidden = true;
  probe.style.color = `var(${name})`;
  element.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

/**
 * Builds the map style: borders over raster tiles, or over a plain background without a tile
 * server.
 */
export function buildStyle(parts: {
  borders: object | undefined;
  tiles: string | undefined;
  colours: MapColours;
}): StyleSpecification {
  const { borders, tiles, colours } = parts;
  const data = (borders ?? {
    type: "FeatureCollection",
    features: [],
  }) as GeoJSON.FeatureCollection;
  const style: StyleSpecification = {
    version: 8,
    sources: { borders: { type: "geojson", data } },
    layers: [{ id: "ground", type: "background", paint: { "background-color": colours.ground } }],
  };
  if (tiles) {
    style.sources["tiles"] = {
      type: "raster",
      tiles: [tiles],
      tileSize: 256,
      attribution: "© OpenStreetMap",
    };
    style.layers.push({ id: "tiles", type: "raster", source: "tiles" });
  } else {
    style.layers.push({
      id: "areas",
      type: "fill",
      source: "borders",
      paint: { "fill-color": colours.area },
    });
  }
  style.layers.push({
    id: "borders",
    type: "line",
    source: "borders",
    paint: { "line-color": colours.line, "line-width": 1.5 },
  });
  return style;
}
