import type { MultiPolygon, Position } from "geojson";
import { computeBounds, pointProblem } from "./geometry.ts";
import type { Bounds } from "./geometry.ts";

export type BorderProblem =
  | "not-a-polygon"
  | "empty-border"
  | "ring-too-short"
  | "not-a-number"
  | "out-of-range"
  | "swapped-coordinates"
  | "too-many-points";

const MAX_POINTS = 2_000_000;

/**
 * Parses a GeoJSON Polygon or MultiPolygon into a MultiPolygon: rings closed, repeated points and
 * heights dropped. Rejects geometry that is no area, coordinates out of range, and swapped latitude
 * and longitude.
 */
export function parseBorder(
  geometry: unknown,
  { bounds }: { bounds?: Bounds } = {},
): { border: MultiPolygon } | { problem: BorderProblem; detail: string } {
  const polygons = toPolygons(geometry);
  if (!polygons) return { problem: "not-a-polygon", detail: geometryTypeName(geometry) };
  const coordinates: Position[][][] = [];
  let points = 0;
  for (const polygon of polygons) {
    const rings: Position[][] = [];
    for (const ring of polygon) {
      if (!Array.isArray(ring))
        return { problem: "not-a-polygon", detail: geometryTypeName(geometry) };
      points += ring.length;
      if (points > MAX_POINTS) return { problem: "too-many-points", detail: String(MAX_POINTS) };
      const read = parseRing(ring);
      if ("problem" in read) return read;
      rings.push(read.ring);
    }
    if (rings.length > 0) coordinates.push(rings);
  }
  const border: MultiPolygon = { type: "MultiPolygon", coordinates };
  const box = computeBounds(border);
  if (!box) return { problem: "empty-border", detail: "" };
  const problem = boundsProblem(box, bounds);
  return problem ?? { border };
}

function geometryTypeName(geometry: unknown): string {
  if (geometry === null || typeof geometry !== "object" || !("type" in geometry)) return "";
  return String(geometry.type).slice(0, 40);
}

function toPolygons(geometry: unknown): unknown[][] | undefined {
  if (geometry === null || typeof geometry !== "object") return undefined;
  if (!("type" in geometry) || !("coordinates" in geometry)) return undefined;
  const { type, coordinates } = geometry;
  if (!Array.isArray(coordinates)) return undefined;
  if (type === "Polygon") return [coordinates];
  if (type !== "MultiPolygon") return undefined;
  return coordinates.every((polygon) => Array.isArray(polygon)) ? coordinates : undefined;
}

function parseRing(
  ring: unknown[],
): { ring: Position[] } | { problem: BorderProblem; detail: string } {
  const points: Position[] = [];
  for (const position of ring) {
    const [x, y]: unknown[] = Array.isArray(position) ? position : [];
    if (typeof x !== "number" || typeof y !== "number") {
      return { problem: "not-a-number", detail: JSON.stringify(position ?? null).slice(0, 60) };
    }
    const before = points.at(-1);
    if (before?.[0] !== x || before[1] !== y) points.push([x, y]);
  }
  const first = points[0];
  const last = points.at(-1);
  if (first && last && (first[0] !== last[0] || first[1] !== last[1])) points.push([...first]);
  if (points.length < 4) return { problem: "ring-too-short", detail: String(points.length) };
  return { ring: points };
}

/** Checks a border by the corners of its bounding box. */
function boundsProblem(
  [west, south, east, north]: Bounds,
  bounds: Bounds | undefined,
): { problem: BorderProblem; detail: string } | undefined {
  const detail = `${south}…${north}, ${west}…${east}`;
  for (const corner of [
    { lat: south, lon: west },
    { lat: north, lon: east },
  ]) {
    const problem = pointProblem(corner, bounds);
    if (problem) return { problem, detail };
  }
  return undefined;
}
