import { h } from "preact";
import type { Ctx } from "#base/context.ts";
import { LocatorMap, useLang, type Pin } from "#base/ui/index.ts";
import { territoryDirectory, webBorders } from "../directory.ts";
import { toSvgPaths } from "../geometry/svg-paths.ts";
import { messages } from "../messages.ts";

/** The server's drawing of a region, ready for `MapView` and `LocatorMap`. */
export type RegionMapDrawing = {
  viewBox: string;
  areas: { path: string; step: 1 | 2 | 3 }[];
  pins: Pin[];
  names: { text: string; x: number; y: number }[];
};

const frame = { width: 660, height: 440, padding: 8 };

type Borders = Awaited<ReturnType<typeof webBorders>>;
type Outlines = ReturnType<typeof toSvgPaths>;
const outlineCache = new WeakMap<Borders, Outlines>();

/** The municipalities' outlines, cached as long as the borders. */
async function municipalityOutlines(ctx: Ctx): Promise<Outlines | undefined> {
  const [directory, borders] = [await territoryDirectory(ctx), await webBorders(ctx)];
  const known = outlineCache.get(borders);
  if (known !== undefined) return known;
  const shown = borders.filter(({ id }) => directory.byId.get(id)?.kind === "municipality");
  if (shown.length === 0) return undefined;
  const made = toSvgPaths(shown, frame);
  outlineCache.set(borders, made);
  return made;
}

/**
 * Draws the region's municipalities, some highlighted, with lettered pins; undefined without
 * borders.
 */
export async function drawRegion(
  ctx: Ctx,
  show: {
    lit?: readonly string[];
    pins?: readonly { letter: string; lat: number; lon: number }[];
  } = {},
): Promise<RegionMapDrawing | undefined> {
  const directory = await territoryDirectory(ctx);
  const outline = await municipalityOutlines(ctx);
  if (outline === undefined) return undefined;
  const { shapes, project } = outline;
  const lit = new Set(show.lit);
  return {
    viewBox: `0 0 ${frame.width} ${frame.height}`,
    areas: shapes.map(({ id, path }) => ({ path, step: lit.has(id) ? 3 : 1 })),
    pins: (show.pins ?? []).map(({ letter, lat, lon }) => ({ letter, ...project(lat, lon) })),
    names: shapes
      .filter(({ id }) => lit.has(id))
      .map(({ id, labelX, labelY }) => ({ text: directory.nameOf(id), x: labelX, y: labelY })),
  };
}

export type MapViewProps = {
  /** Text alternative: everything on the map is also in words. */
  label: string;
  /** The request's `href`: borders and places are requested for the region. */
  href: (path: string) => string;
  drawing?: RegionMapDrawing | undefined;
  /** Address of a GeoJSON of points with `title` and `href`. */
  pointsHref?: string;
  /** Picking: names of the form's inputs, and the point chosen before. */
  pick?: {
    lat?: string;
    lon?: string;
    /** The field that the pin fills when empty. */
    address?: string;
    value?: { lat: number; lon: number } | undefined;
  };
  center?: { lat: number; lon: number; zoom?: number } | undefined;
  /** URL template of raster tiles, `https://…/{z}/{x}/{y}.png`; a plain background without. */
  tiles?: string | undefined;
};

/** The island's name, for the page's list of islands. */
export const mapIsland = "okno-map";

/**
 * The server's drawing, and a button that turns it into a map where scripts run. In a form with
 * `pick` it holds the point in two hidden inputs; the address field next to it is the alternative.
 */
export function MapView({ label, href, drawing, pointsHref, pick, center, tiles }: MapViewProps) {
  const t = messages[useLang()].map;
  const at = center ?? (pick?.value && { ...pick.value, zoom: 15 });
  const names = { lat: pick?.lat ?? "lat", lon: pick?.lon ?? "lon" };
  return h(
    mapIsland,
    {
      "data-label": label,
      "data-borders": href("/territories.geojson"),
      "data-points": pointsHref,
      "data-tiles": tiles,
      "data-center": at && [at.lat, at.lon, at.zoom ?? 14].join(","),
      "data-say-failed": t.failed,
      "data-say-closer": t.closer,
      "data-say-further": t.further,
      "data-say-close": t.close,
      ...(pick && {
        "data-pick": "",
        "data-at": href("/places/at.json"),
        "data-lat": names.lat,
        "data-lon": names.lon,
        "data-address": pick.address,
        "data-say-how": t.how,
        "data-say-nowhere": t.nowhere,
      }),
    },
    drawing && <LocatorMap label={label} {...drawing} />,
    pick && <input type="hidden" name={names.lat} value={pick.value?.lat ?? ""} />,
    pick && <input type="hidden" name={names.lon} value={pick.value?.lon ?? ""} />,
    <button class="button" type="button" data-size="s" data-opens-map="" hidden>
      {t.open}
    </button>,
    <p class="hint" role="status" />,
  );
}
