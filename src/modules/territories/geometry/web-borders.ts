import type { MultiPolygon } from "geojson";
import type { Ctx } from "#base/context.ts";
import { boundsOf, distance, type Bounds } from "./geometry.ts";
import { simplifyBorders } from "./simplify.ts";
import { readBorders, readTerritories, saveTerritory, type Bordered } from "../store.ts";

/** Draws the borders of the web anew: neighbours share their simplified line, so all of a level go together. */
export async function redrawBorders(ctx: Ctx): Promise<void> {
  const kinds = new Map((await readTerritories(ctx)).map(({ id, kind }) => [id, kind]));
  const borders = await readBorders(ctx, "border");
  const known = new Map(
    (await readBorders(ctx, "border_web")).map(({ id, border }) => [id, border]),
  );
  for (const kind of ["municipality", "settlement"] as const) {
    const level = borders.filter(({ id }) => kinds.get(id) === kind);
    for (const { id, border } of simplifyBorders(level, detailOf(level))) {
      const text = JSON.stringify(roundOff(border));
      if (text !== JSON.stringify(known.get(id)))
        await saveTerritory(ctx, id, { border_web: text });
    }
  }
}

/** Metres that no eye misses when all of these fill a screen. */
function detailOf(borders: readonly Bordered[]): number {
  const bounds = boundsAround(borders);
  if (bounds === undefined) return 0;
  const [west, south, east, north] = bounds;
  const across = distance({ lat: south, lon: west }, { lat: north, lon: east });
  return Math.min(400, Math.max(20, across / 2500));
}

/** The box around all of them; nothing when there is no border. */
export function boundsAround(borders: readonly Bordered[]): Bounds | undefined {
  const coordinates = borders.flatMap(({ border }) => border.coordinates);
  return boundsOf({ type: "MultiPolygon", coordinates });
}

/** Five digits after the point are a metre. */
function roundOff({ type, coordinates }: MultiPolygon): MultiPolygon {
  const round = (value: number) => Math.round(value * 1e5) / 1e5;
  const rings = coordinates.map((polygon) =>
    polygon.map((ring) => ring.map((position) => position.map(round))),
  );
  return { type, coordinates: rings };
}
