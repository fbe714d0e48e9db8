/**
 * Borders of the imaginary region. Municipalities share named corners; every edge between two
 * corners is drawn once, by midpoint displacement, so neighbours fit without a gap.
 */
import { seededRandom } from "./random.ts";

/** Longitude, latitude in degrees, as GeoJSON wants them. */
export type LonLat = readonly [number, number];
export type Ring = readonly LonLat[];
export type MultiPolygon = {
  readonly type: "MultiPolygon";
  readonly coordinates: readonly (readonly Ring[])[];
};

type Corner = readonly [number, number];

/** Corners on a sheet of 660 × 555, y downwards. */
const CORNERS = {
  nw: [4, 155],
  n1: [58, 22],
  n2: [178, 16],
  n3: [355, 5],
  n4: [520, 12],
  ne: [556, 70],
  e1: [655, 112],
  e2: [648, 245],
  e3: [640, 378],
  se: [520, 412],
  s1: [470, 470],
  s2: [385, 456],
  s3: [386, 540],
  s4: [213, 550],
  s5: [225, 456],
  sw: [100, 470],
  w1: [55, 330],
  w2: [22, 250],
  a: [176, 158],
  b: [325, 156],
  c: [352, 140],
  d: [490, 166],
  e: [484, 246],
  f: [470, 302],
  g: [362, 302],
  h: [330, 284],
  i: [192, 288],
  j: [188, 314],
  k: [232, 405],
  l: [376, 406],
} as const satisfies Record<string, Corner>;

type CornerName = keyof typeof CORNERS;

const OUTLINES = {
  losevezhsky: ["nw", "n1", "n2", "a"],
  poroginsky: ["n2", "n3", "c", "b", "a"],
  verkhnelipsky: ["n3", "n4", "ne", "d", "c"],
  kedrinsky: ["ne", "e1", "e2", "e", "d"],
  tikhoborsky: ["nw", "a", "i", "j", "w1", "w2"],
  sinegorsk: ["a", "b", "h", "i"],
  zarechinsky: ["b", "c", "d", "e", "f", "g", "h"],
  yasnogrivsky: ["e", "e2", "e3", "se", "f"],
  dolgomost: ["i", "h", "g", "l", "k", "j"],
  mshinetsky: ["w1", "j", "k", "s5", "sw"],
  staromostsky: ["g", "f", "se", "s1", "s2", "l"],
  dalnebrodsky: ["k", "l", "s2", "s3", "s4", "s5"],
} as const satisfies Record<string, readonly CornerName[]>;

export type MunicipalityCode = keyof typeof OUTLINES;

const DEPTH = 5;
const ROUGHNESS = 0.1;

/** Sheet to degrees: west 58.4°, north 59.9°, about 170 km by 155 km. */
function toLonLat([x, y]: Corner): LonLat {
  return [round(58.4 + (x / 660) * 3), round(59.9 - (y / 555) * 1.4)];
}

function round(degrees: number): number {
  return Math.round(degrees * 1e5) / 1e5;
}

/** The points from one corner to another, the last one left out. */
function drawEdge(from: CornerName, to: CornerName): Corner[] {
  const forward = from < to;
  const [first, second] = forward ? [from, to] : [to, from];
  const { next } = seededRandom(`edge ${first} ${second}`);
  let points: Corner[] = [CORNERS[first], CORNERS[second]];
  for (let level = 0; level < DEPTH; level += 1) {
    const finer: Corner[] = [];
    points.forEach((point, index) => {
      finer.push(point);
      const after = points[index + 1];
      if (!after) return;
      const shift = (next() - 0.5) * 2 * ROUGHNESS;
      finer.push([
        (point[0] + after[0]) / 2 - (after[1] - point[1]) * shift,
        (point[1] + after[1]) / 2 + (after[0] - point[0]) * shift,
      ]);
    });
    points = finer;
  }
  return (forward ? points : points.toReversed()).slice(0, -1);
}

/** Returns the border of one municipality: one closed outer ring, counter-clockwise. */
export function bordersOf(code: MunicipalityCode): MultiPolygon {
  const corners: readonly CornerName[] = OUTLINES[code];
  const sheet = corners.flatMap((corner, index) =>
    drawEdge(corner, corners[(index + 1) % corners.length] ?? corner),
  );
  const ring = sheet.map(toLonLat).toReversed();
  const first = ring[0];
  return { type: "MultiPolygon", coordinates: [[first ? [...ring, first] : ring]] };
}

/** Returns true when the point lies inside (ray casting over every ring). */
export function isInside(borders: MultiPolygon, [x, y]: LonLat): boolean {
  let inside = false;
  for (const ring of borders.coordinates.flat()) {
    ring.forEach(([ax, ay], index) => {
      const [bx, by] = ring[(index + 1) % ring.length] ?? [ax, ay];
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    });
  }
  return inside;
}

/** Kilometres between two points; a flat sheet is exact enough inside one region. */
export function distanceKm(a: LonLat, b: LonLat): number {
  const east = (a[0] - b[0]) * 111.32 * Math.cos((59.2 * Math.PI) / 180);
  return Math.hypot(east, (a[1] - b[1]) * 111.32);
}

/** Returns the point a number of metres east and north of another. */
export function offsetPoint(
  from: LonLat,
  { east, north }: { east: number; north: number },
): LonLat {
  const metresPerDegree = 111_320 * Math.cos((from[1] * Math.PI) / 180);
  return [round(from[0] + east / metresPerDegree), round(from[1] + north / 111_320)];
}
