import {
  type LngLatBoundsLike,
  Map as MapLibre,
  NavigationControl,
  setWorkerUrl,
} from "maplibre-gl";
import styles from "maplibre-gl/dist/maplibre-gl.css?url";
import worker from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import ownStyles from "./okno-map.css?url";
import { enablePicking } from "./pick.ts";
import { showPoints } from "./points.ts";
import { resolveColour, buildStyle } from "./style.ts";

export type MapElement = HTMLElement & { announce(sentence: string): void };

type BorderFeatures = {
  features: {
    properties: { lat: number | null; lon: number | null };
    geometry: { coordinates: number[][][][] };
  }[];
};

/** Replaces the drawing inside the element with an interactive map. */
export async function drawMap(element: MapElement): Promise<void> {
  await Promise.all([styles, ownStyles].map(addStyles));
  setWorkerUrl(new URL(worker, location.href).href);
  const borders = await fetchBorders(element.dataset["borders"]);
  const canvas = document.createElement("div");
  canvas.className = "canvas";
  const drawing = element.querySelector<SVGElement>("svg");
  if (drawing) drawing.replaceWith(canvas);
  else element.prepend(canvas);
  const map = new MapLibre({
    container: canvas,
    style: buildStyle({ borders, tiles: element.dataset["tiles"], colours: mapColours(element) }),
    attributionControl: { compact: true },
    cooperativeGestures: false,
    dragRotate: false,
    pitchWithRotate: false,
    locale: {
      "NavigationControl.ZoomIn": element.dataset["sayCloser"] ?? "",
      "NavigationControl.ZoomOut": element.dataset["sayFurther"] ?? "",
      "Map.Title": element.dataset["label"] ?? "",
      "Popup.Close": element.dataset["sayClose"] ?? "",
    },
    ...initialView(element.dataset["center"], borders),
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  map.getCanvas().setAttribute("aria-label", element.dataset["label"] ?? "");
  await new Promise<void>((resolve) => void map.once("load", () => resolve()));
  if (element.dataset["points"]) showPoints(map, element);
  if (element.dataset["pick"] !== undefined) enablePicking(map, element);
  map.getCanvas().focus();
}

function addStyles(href: string): Promise<void> {
  if (document.head.querySelector(`link[href="${CSS.escape(href)}"]`)) return Promise.resolve();
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = href;
  return new Promise((resolve, reject) => {
    link.addEventListener("load", () => resolve());
    link.addEventListener("error", reject);
    document.head.append(link);
  });
}

async function fetchBorders(href: string | undefined): Promise<BorderFeatures | undefined> {
  if (!href) return undefined;
  const response = await fetch(href);
  return response.ok ? ((await response.json()) as BorderFeatures) : undefined;
}

function mapColours(element: HTMLElement) {
  const colour = (name: string) => resolveColour(element, name);
  return { ground: colour("--sunk"), area: colour("--q1"), line: colour("--accent") };
}

type InitialView = { center?: [number, number]; zoom?: number; bounds?: LngLatBoundsLike };

function initialView(center: string | undefined, borders: BorderFeatures | undefined): InitialView {
  const [lat, lon, zoom] = (center ?? "").split(",").map(Number);
  if (lat !== undefined && lon !== undefined && Number.isFinite(lat) && Number.isFinite(lon)) {
    return { center: [lon, lat], zoom: zoom !== undefined && Number.isFinite(zoom) ? zoom : 14 };
  }
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { geometry } of borders?.features ?? []) {
    for (const [lon = 0, lat = 0] of geometry.coordinates.flat(2)) {
      [west, south] = [Math.min(west, lon), Math.min(south, lat)];
      [east, north] = [Math.max(east, lon), Math.max(north, lat)];
    }
  }
  return west <= east ? { bounds: [west, south, east, north] } : { center: [60, 60], zoom: 3 };
}
