import type { MultiPolygon } from "geojson";
import type { Ctx } from "#base/context.ts";
import { computeBounds, distanceMetres, type Bounds } from "./geometry.ts";
import { simplifyBorders } from "./simplify.ts";
import { listBorders, listTerritories, updateTerritory, type TerritoryBorder } from "../store.ts";

/**
 * Recomputes the simplified borders: neighbours share their simplified line, so all of a level are
 * computed together.
 */
export async function updateWebBorders(ctx: Ctx): Promise<void> {
  const kinds = new Map((await listTerritories(ctx)).map(({ id, kind }) => [id, kind]));
  const borders = await listBorders(ctx, "border");
  const known = new Map(
    (await listBorders(ctx, "border_web")).map(({ id, border }) => [id, border]),
  );
  for (const kind of ["municipality", "settlement"] as const) {
    const level = borders.filter(({ id }) => kinds.get(id) === kind);
    for (const { id, border } of simplifyBorders(level, simplificationTolerance(level))) {
      const text = JSON.stringify(roundCoordinates(border));
      if (text !== JSON.stringify(known.get(id)))
        await updateTerritory(ctx, id, { border_web: text });
    }
  }
}

/** Tolerance in metres that is invisible when all of these fill a screen. */
function simplificationTolerance(borders: readonly TerritoryBorder[]): number {
  const bounds = computeBoundsOfAll(borders);
  if (bounds === undefined) return 0;
  const [west, south, east, north] = bounds;
  const across = distanceMetres({ lat: south, lon: west }, { lat: north, lon: east });
  return Math.min(400, Math.max(20, across / 2500));
}

/** Returns the bounding box of all borders; undefined when there is none. */
export function computeBoundsOfAll(borders: readonly TerritoryBorder[]): Bounds | undefined {
  const coordinates = borders.flatMap(({ border }) => border.coordinates);
  return computeBounds({ type: "MultiPolygon", coordinates });
}

/** Five decimals are about a metre. */
function roundCoordinates({ type, coordinates }: MultiPolygon): MultiPolygon {
  const round = (value: number) => Math.round(value * 1e5) / 1e5;
  const rings = coordinates.map((polygon) =>
    polygon.map((ring) => ring.map((position) => position.map(round))),
  );
  return { type, coordinates: rings };
}
