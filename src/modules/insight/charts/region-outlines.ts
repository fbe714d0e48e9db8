import type { MultiPolygon } from "geojson";
import type { Ctx } from "#base/context.ts";
import {
  computeBounds,
  simplifyBorders,
  territoryDirectory,
  toSvgPaths,
  webBorders,
  type TerritoryShape,
} from "#modules/territories/index.ts";

const frame = { width: 660, height: 556, padding: 8 };
export const mapViewBox = `0 0 ${frame.width} ${frame.height}`;

/** Shares from which the second to fifth step of the map's colour begin. */
export const mapShareThresholds = [0.4, 0.5, 0.6, 0.7] as const;

/** Characters of all outlines together: a page with a map stays within its weight, however jagged the region. */
const maxPathCharacters = 6500;
const maxCoarsenings = 12;

type Borders = Awaited<ReturnType<typeof webBorders>>;
const shapesCache = new WeakMap<Borders, TerritoryShape[]>();

/** Loads the outlines of the municipalities, drawn once for as long as the borders are cached. */
export async function loadRegionShapes(ctx: Ctx): Promise<TerritoryShape[]> {
  const [borders, directory] = await Promise.all([webBorders(ctx), territoryDirectory(ctx)]);
  const known = shapesCache.get(borders);
  if (known !== undefined) return known;
  const shapes = drawWithinLimit(
    borders.filter(({ id }) => directory.byId.get(id)?.kind === "municipality"),
  );
  shapesCache.set(borders, shapes);
  return shapes;
}

/** Draws as finely as the weight allows: detail of one pixel first, then coarser by half again. */
export function drawWithinLimit(
  borders: readonly { id: string; border: MultiPolygon }[],
): TerritoryShape[] {
  let metres = metresPerPixel(borders);
  let shapes = toSvgPaths(simplifyBorders(borders, metres), frame).shapes;
  for (let n = 0; n < maxCoarsenings && totalPathLength(shapes) > maxPathCharacters; n += 1) {
    metres *= 1.5;
    shapes = toSvgPaths(simplifyBorders(borders, metres), frame).shapes;
  }
  return shapes;
}

const totalPathLength = (shapes: readonly TerritoryShape[]) =>
  shapes.reduce((sum, { path }) => sum + path.length, 0);

/** Returns the metres on the earth under one pixel of the picture. */
function metresPerPixel(borders: readonly { border: MultiPolygon }[]): number {
  const all: MultiPolygon = {
    type: "MultiPolygon",
    coordinates: borders.flatMap(({ border }) => border.coordinates),
  };
  const [, south, , north] = computeBounds(all) ?? [0, 0, 0, 0];
  return ((north - south) * 111_320) / frame.height;
}
