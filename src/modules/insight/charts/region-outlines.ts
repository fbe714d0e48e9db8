import type { MultiPolygon } from "geojson";
import type { Ctx } from "#base/context.ts";
import {
  boundsOf,
  simplifyBorders,
  territoryBook,
  toPaths,
  webBorders,
  type Shape,
} from "#modules/territories/index.ts";

const frame = { width: 660, height: 556, padding: 8 };
export const mapViewBox = `0 0 ${frame.width} ${frame.height}`;

/** Shares from which the second to fifth step of the map's colour begin. */
export const mapScale = [0.4, 0.5, 0.6, 0.7] as const;

/** Characters of all outlines together: a page with a map stays within its weight, however jagged the region. */
const mostCharacters = 6500;
const mostCoarsenings = 12;

type Borders = Awaited<ReturnType<typeof webBorders>>;
const drawn = new WeakMap<Borders, Shape[]>();

/** Outlines of the municipalities, drawn once for as long as the borders are remembered. */
export async function regionShapes(ctx: Ctx): Promise<Shape[]> {
  const [borders, book] = await Promise.all([webBorders(ctx), territoryBook(ctx)]);
  const known = drawn.get(borders);
  if (known !== undefined) return known;
  const shapes = drawWithin(borders.filter(({ id }) => book.byId.get(id)?.kind === "municipality"));
  drawn.set(borders, shapes);
  return shapes;
}

/** Draws as finely as the weight allows: detail of one pixel first, then coarser by half again. */
export function drawWithin(borders: readonly { id: string; border: MultiPolygon }[]): Shape[] {
  let metres = pixelOf(borders);
  let shapes = toPaths(simplifyBorders(borders, metres), frame).shapes;
  for (let n = 0; n < mostCoarsenings && lengthOf(shapes) > mostCharacters; n += 1) {
    metres *= 1.5;
    shapes = toPaths(simplifyBorders(borders, metres), frame).shapes;
  }
  return shapes;
}

const lengthOf = (shapes: readonly Shape[]) =>
  shapes.reduce((sum, { path }) => sum + path.length, 0);

/** Metres of the ground under one pixel of the picture. */
function pixelOf(borders: readonly { border: MultiPolygon }[]): number {
  const all: MultiPolygon = {
    type: "MultiPolygon",
    coordinates: borders.flatMap(({ border }) => border.coordinates),
  };
  const [, south, , north] = boundsOf(all) ?? [0, 0, 0, 0];
  return ((north - south) * 111_320) / frame.height;
}
