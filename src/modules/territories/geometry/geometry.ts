import type { MultiPolygon, Position } from "geojson";
import type { Point } from "../territory.ts";

/** West, south, east, north in degrees. */
export type Bounds = [west: number, south: number, east: number, north: number];

const EARTH_RADIUS = 6_371_008.8;
const RADIANS = Math.PI / 180;

/** Bounding boxes of the country; the eastern part crosses the 180th meridian. */
const COUNTRY: readonly Bounds[] = [
  [19, 41, 180, 82],
  [-180, 60, -168, 74],
];

/** Returns the distance in metres (haversine, mean Earth radius). */
export function distanceMetres(from: Point, to: Point): number {
  const halfLat = ((to.lat - from.lat) * RADIANS) / 2;
  const halfLon = ((to.lon - from.lon) * RADIANS) / 2;
  const chord =
    Math.sin(halfLat) ** 2 +
    Math.cos(from.lat * RADIANS) * Math.cos(to.lat * RADIANS) * Math.sin(halfLon) ** 2;
  return 2 * EARTH_RADIUS * Math.asin(Math.min(1, Math.sqrt(chord)));
}

/** Returns the metres in one degree of latitude, and of longitude at `lat`. */
export function metresPerDegree(lat: number): { lat: number; lon: number } {
  const perLat = EARTH_RADIUS * RADIANS;
  return { lat: perLat, lon: perLat * Math.cos(lat * RADIANS) };
}

export type PointProblem = "not-a-number" | "out-of-range" | "swapped-coordinates";

/**
 * Returns what is wrong with a point, if anything. Swapped means: outside `bounds` (else the
 * country), but inside with latitude and longitude exchanged.
 */
export function pointProblem({ lat, lon }: Point, bounds?: Bounds): PointProblem | undefined {
  if (!Number.isFinite(lat) || !Number.isFinite(lon)) return "not-a-number";
  const boxes = bounds ? [bounds] : COUNTRY;
  const fits = (x: number, y: number) => boxes.some((box) => isInBounds(box, { lat: y, lon: x }));
  if (!fits(lon, lat) && fits(lat, lon)) return "swapped-coordinates";
  return Math.abs(lat) > 90 || Math.abs(lon) > 180 ? "out-of-range" : undefined;
}

/** Returns whether a point lies in the box; `west > east` means a box across the 180th meridian. */
export function isInBounds([west, south, east, north]: Bounds, { lat, lon }: Point): boolean {
  return lon >= west && lon <= east && lat >= south && lat <= north;
}

/** Returns the bounding box of a border; undefined for an empty one. */
export function computeBounds(border: MultiPolygon): Bounds | undefined {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x = 0, y = 0] of border.coordinates.flat(2)) {
    west = Math.min(west, x);
    east = Math.max(east, x);
    south = Math.min(south, y);
    north = Math.max(north, y);
  }
  return west <= east ? [west, south, east, north] : undefined;
}

/** Returns the area in square metres on the sphere, without holes. */
export function computeArea(border: MultiPolygon): number {
  return border.coordinates.reduce((sum, rings) => sum + polygonArea(rings), 0);
}

function polygonArea(rings: Position[][]): number {
  const [outer = [], ...holes] = rings;
  return ringArea(outer) - holes.reduce((sum, hole) => sum + ringArea(hole), 0);
}

function ringArea(ring: Position[]): number {
  let sum = 0;
  for (let index = 0; index + 1 < ring.length; index++) {
    const [x1 = 0, y1 = 0] = ring[index] ?? [];
    const [x2 = 0, y2 = 0] = ring[index + 1] ?? [];
    sum += (x2 - x1) * RADIANS * (2 + Math.sin(y1 * RADIANS) + Math.sin(y2 * RADIANS));
  }
  return Math.abs((sum * EARTH_RADIUS ** 2) / 2);
}

/** Returns the centroid of a border's largest part; it may lie outside (see `labelPoint`). */
export function computeCentroid(border: MultiPolygon): Point | undefined {
  const outer = largestPolygon(border)?.[0];
  const [originX = 0, originY = 0] = outer?.[0] ?? [];
  let [twice, sumX, sumY] = [0, 0, 0];
  for (let index = 0; outer && index + 1 < outer.length; index++) {
    const x1 = (outer[index]?.[0] ?? 0) - originX;
    const y1 = (outer[index]?.[1] ?? 0) - originY;
    const x2 = (outer[index + 1]?.[0] ?? 0) - originX;
    const y2 = (outer[index + 1]?.[1] ?? 0) - originY;
    const cross = x1 * y2 - x2 * y1;
    twice += cross;
    sumX += (x1 + x2) * cross;
    sumY += (y1 + y2) * cross;
  }
  if (!outer || twice === 0) return undefined;
  return { lat: originY + sumY / (3 * twice), lon: originX + sumX / (3 * twice) };
}

function largestPolygon(border: MultiPolygon): Position[][] | undefined {
  return border.coordinates.toSorted((a, b) => polygonArea(b) - polygonArea(a))[0];
}

/**
 * Returns a point well inside the border for its label: the centre of about the largest inscribed
 * circle of its largest part, holes excluded (polylabel: quadtree search to 1 % of the size).
 */
export function labelPoint(border: MultiPolygon): Point | undefined {
  const rings = largestPolygon(border);
  const bounds = rings && computeBounds({ type: "MultiPolygon", coordinates: [rings] });
  if (!rings || !bounds) return undefined;
  const [west, south, east, north] = bounds;
  // Longitudes are scaled, so that a circle on the globe is a circle here.
  const shrink = Math.cos(((south + north) / 2) * RADIANS);
  const flat = rings.map((ring) => ring.map(([x = 0, y = 0]): [number, number] => [x * shrink, y]));
  const found = findInnermostSquare(flat, [west * shrink, south, east * shrink, north]);
  return { lat: found.y, lon: found.x / shrink };
}

type Square = { x: number; y: number; half: number; depth: number; reach: number };

function findInnermostSquare(
  rings: [number, number][][],
  [west, south, east, north]: Bounds,
): Square {
  const width = east - west;
  const height = north - south;
  const size = Math.min(width, height) || Math.max(width, height);
  const precision = Math.max(width, height) / 100;
  const square = (x: number, y: number, half: number): Square => {
    const depth = signedDepth(rings, x, y);
    return { x, y, half, depth, reach: depth + half * Math.SQRT2 };
  };
  let best = square((west + east) / 2, (south + north) / 2, 0);
  const queue: Square[] = [];
  for (let x = west; x < east; x += size) {
    for (let y = south; y < north; y += size) {
      queue.push(square(x + size / 2, y + size / 2, size / 2));
    }
  }
  for (;;) {
    queue.sort((a, b) => a.reach - b.reach);
    const next = queue.pop();
    if (!next || next.reach - best.depth <= precision) return best;
    if (next.depth > best.depth) best = next;
    const half = next.half / 2;
    for (const [dx, dy] of QUARTERS) {
      const part = square(next.x + dx * half, next.y + dy * half, half);
      if (part.depth > best.depth) best = part;
      if (part.reach - best.depth > precision) queue.push(part);
    }
  }
}

const QUARTERS = [
  [-1, -1],
  [1, -1],
  [-1, 1],
  [1, 1],
] as const;

/** Distance to the nearest edge, positive inside and negative outside. */
function signedDepth(rings: [number, number][][], x: number, y: number): number {
  let inside = false;
  let nearest = Infinity;
  for (const ring of rings) {
    for (let index = 0; index + 1 < ring.length; index++) {
      const [x1 = 0, y1 = 0] = ring[index] ?? [];
      const [x2 = 0, y2 = 0] = ring[index + 1] ?? [];
      if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
      nearest = Math.min(nearest, squaredDistanceToSegment(x, y, [x1, y1, x2, y2]));
    }
  }
  return (inside ? 1 : -1) * Math.sqrt(nearest);
}

/** Returns the squared distance from a point to a segment, in the units of the arguments. */
export function squaredDistanceToSegment(
  x: number,
  y: number,
  [x1, y1, x2, y2]: [number, number, number, number],
): number {
  const dx = x2 - x1;
  const dy = y2 - y1;
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : ((x - x1) * dx + (y - y1) * dy) / length;
  const t = Math.max(0, Math.min(1, along));
  return (x - x1 - t * dx) ** 2 + (y - y1 - t * dy) ** 2;
}
