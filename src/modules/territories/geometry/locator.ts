import Flatbush from "flatbush";
import type { MultiPolygon, Position } from "geojson";
import { computeArea, metresPerDegree, squaredDistanceToSegment } from "./geometry.ts";
import type { TerritoryId } from "../territory.ts";

export type TerritoryLocator = {
  /** Returns the territory that contains the point, border included; the smallest of several. */
  find(lat: number, lon: number): TerritoryId | undefined;
  /** Returns the same, else the nearest territory whose border is within `metres`. */
  findNear(lat: number, lon: number, metres: number): TerritoryId | undefined;
};

type Part = { id: TerritoryId; rank: number; rings: Float64Array[] };

/**
 * Builds a spatial index in memory. A point on a border shared by two territories of one size
 * belongs to the first one; a point on the edge of a hole belongs to the enclave in it.
 */
export function createLocator(
  territories: readonly { id: TerritoryId; border?: MultiPolygon }[],
): TerritoryLocator {
  const parts = partsBySize(territories);
  if (parts.length === 0) return { find: () => undefined, findNear: () => undefined };
  const index = new Flatbush(parts.length);
  for (const { rings } of parts) index.add(...ringBounds(rings[0] ?? new Float64Array()));
  index.finish();

  function at(lat: number, lon: number): TerritoryId | undefined {
    let found: Part | undefined;
    for (const number of index.search(lon, lat, lon, lat)) {
      const part = parts[number];
      if (!part || (found && found.rank < part.rank)) continue;
      if (containsPoint(part.rings, lon, lat)) found = part;
    }
    return found?.id;
  }

  function near(lat: number, lon: number, metres: number): TerritoryId | undefined {
    const inside = at(lat, lon);
    if (inside !== undefined) return inside;
    const scale = metresPerDegree(lat);
    const reachX = metres / Math.max(scale.lon, 1);
    const reachY = metres / scale.lat;
    let found: { id: TerritoryId; rank: number; far: number } | undefined;
    for (const number of index.search(lon - reachX, lat - reachY, lon + reachX, lat + reachY)) {
      const part = parts[number];
      if (!part) continue;
      const far = distanceToRings(part.rings, { lat, lon, scale });
      if (far > metres) continue;
      const isBetter = !found || far < found.far || (far === found.far && part.rank < found.rank);
      if (isBetter) found = { id: part.id, rank: part.rank, far };
    }
    return found?.id;
  }

  return { find: at, findNear: near };
}

function partsBySize(territories: readonly { id: TerritoryId; border?: MultiPolygon }[]): Part[] {
  return territories
    .flatMap(({ id, border }) => (border ? [{ id, border, area: computeArea(border) }] : []))
    .toSorted((a, b) => a.area - b.area)
    .flatMap(({ id, border }, rank) =>
      border.coordinates.map((rings) => ({ id, rank, rings: rings.map(flatten) })),
    );
}

function flatten(ring: Position[]): Float64Array {
  return Float64Array.from(ring.flatMap(([x = 0, y = 0]) => [x, y]));
}

function ringBounds(ring: Float64Array): [number, number, number, number] {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let index = 0; index < ring.length; index += 2) {
    const x = ring[index] ?? 0;
    const y = ring[index + 1] ?? 0;
    west = Math.min(west, x);
    east = Math.max(east, x);
    south = Math.min(south, y);
    north = Math.max(north, y);
  }
  return [west, south, east, north];
}

/**
 * Even-odd rule over all rings, so holes need no special case; edges and corners count as inside.
 */
function containsPoint(rings: Float64Array[], x: number, y: number): boolean {
  let inside = false;
  for (const ring of rings) {
    let x1 = ring[0] ?? 0;
    let y1 = ring[1] ?? 0;
    for (let index = 2; index < ring.length; index += 2) {
      const x2 = ring[index] ?? 0;
      const y2 = ring[index + 1] ?? 0;
      // Most edges are entirely above or below the point: one comparison each.
      if (y1 > y !== y2 > y) {
        // Computed from the lower end, so that both neighbours of an edge round alike.
        const side =
          y2 > y1
            ? (x2 - x1) * (y - y1) - (x - x1) * (y2 - y1)
            : (x1 - x2) * (y - y2) - (x - x2) * (y1 - y2);
        if (side === 0) return true;
        if (side > 0) inside = !inside;
      } else if (y === y1 || y === y2) {
        if ((x === x1 && y === y1) || (x === x2 && y === y2)) return true;
        if (y1 === y2 && x1 < x !== x2 < x) return true;
      }
      x1 = x2;
      y1 = y2;
    }
  }
  return inside;
}

function distanceToRings(
  rings: Float64Array[],
  { lat, lon, scale }: { lat: number; lon: number; scale: { lat: number; lon: number } },
): number {
  let nearest = Infinity;
  for (const ring of rings) {
    for (let index = 0; index + 3 < ring.length; index += 2) {
      const edge: [number, number, number, number] = [
        ((ring[index] ?? 0) - lon) * scale.lon,
        ((ring[index + 1] ?? 0) - lat) * scale.lat,
        ((ring[index + 2] ?? 0) - lon) * scale.lon,
        ((ring[index + 3] ?? 0) - lat) * scale.lat,
      ];
      nearest = Math.min(nearest, squaredDistanceToSegment(0, 0, edge));
    }
  }
  return Math.sqrt(nearest);
}
