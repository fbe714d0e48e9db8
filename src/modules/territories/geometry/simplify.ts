import type { MultiPolygon, Position } from "geojson";
import { metresPerDegree } from "./geometry.ts";

type Bordered = { border?: MultiPolygon };

/**
 * Simplifies borders for the web so that neighbours still coincide: shared arcs are found first and
 * each is simplified once (Visvalingam–Whyatt). `metres` is the size of detail to drop: a vertex
 * goes while its triangle is smaller than `metres`² ÷ 2. Vertices where three territories meet are
 * preserved, and no ring gets fewer than three.
 */
export function simplifyBorders<T extends Bordered>(
  territories: readonly T[],
  metres: number,
): T[] {
  const context: SimplifyContext = {
    corners: findCorners(territories),
    simplified: new Map(),
    metres,
  };
  for (const { border } of territories) {
    for (const ring of border?.coordinates.flat() ?? []) preserveCollapsingRing(ring, context);
  }
  return territories.map((territory) => {
    if (!territory.border) return territory;
    const coordinates = territory.border.coordinates.map((rings) =>
      rings.map((ring) => joinArcs(splitIntoArcs(ring, context.corners), context)),
    );
    return { ...territory, border: { type: "MultiPolygon", coordinates } };
  });
}

function pointKey([x = 0, y = 0]: Position): string {
  return `${x},${y}`;
}

/** Vertices where borders part: those with more than two different neighbours in all rings. */
function findCorners(territories: readonly Bordered[]): Set<string> {
  const neighbours = new Map<string, [string, string]>();
  const corners = new Set<string>();
  const rings = territories.flatMap(({ border }) => border?.coordinates.flat() ?? []);
  for (const ring of rings) {
    const keys = ring.slice(0, -1).map(pointKey);
    for (const [index, key] of keys.entries()) {
      const before = keys.at(index - 1) ?? key;
      const after = keys[(index + 1) % keys.length] ?? key;
      const known = neighbours.get(key);
      if (!known) neighbours.set(key, [before, after]);
      else if (!known.includes(before) || !known.includes(after)) corners.add(key);
    }
  }
  return corners;
}

type SimplifyContext = {
  corners: Set<string>;
  simplified: Map<string, Position[]>;
  metres: number;
};

/** A ring that would collapse keeps its arcs unsimplified, for its neighbours as well. */
function preserveCollapsingRing(ring: Position[], context: SimplifyContext): void {
  const arcs = splitIntoArcs(ring, context.corners);
  if (new Set(joinArcs(arcs, context).map(pointKey)).size >= 3) return;
  for (const arc of arcs) {
    context.simplified.set(arcKey(arc), arc);
    context.simplified.set(arcKey(arc.toReversed()), arc.toReversed());
  }
}

function joinArcs(arcs: Position[][], context: SimplifyContext): Position[] {
  return arcs
    .map((arc) => simplifyArc(arc, context))
    .flatMap((part, index) => (index === 0 ? part : part.slice(1)));
}

/** Vertices inside an arc have two neighbours, so its ends identify it. */
function arcKey(arc: Position[]): string {
  return [...arc.slice(0, 2), ...arc.slice(-2)].map(pointKey).join(" ");
}

function splitIntoArcs(ring: Position[], corners: Set<string>): Position[][] {
  const open = ring.slice(0, -1);
  const firstCorner = open.findIndex((position) => corners.has(pointKey(position)));
  if (firstCorner < 0) return [rotateToSmallest(open)];
  const turned = [...open.slice(firstCorner), ...open.slice(0, firstCorner + 1)];
  const arcs: Position[][] = [];
  let arc: Position[] = [];
  for (const [index, position] of turned.entries()) {
    arc.push(position);
    if (index > 0 && corners.has(pointKey(position))) {
      arcs.push(arc);
      arc = [position];
    }
  }
  return arcs;
}

/** A ring without corners starts at its smallest vertex, so that an enclave and its hole agree. */
function rotateToSmallest(open: Position[]): Position[] {
  let smallest = 0;
  for (const [index, position] of open.entries()) {
    if (isBefore(position, open[smallest] ?? position)) smallest = index;
  }
  return [...open.slice(smallest), ...open.slice(0, smallest + 1)];
}

function isBefore([x1 = 0, y1 = 0]: Position, [x2 = 0, y2 = 0]: Position): boolean {
  return x1 < x2 || (x1 === x2 && y1 < y2);
}

function simplifyArc(arc: Position[], { simplified, metres }: SimplifyContext): Position[] {
  const reversed = arc.toReversed();
  const forward = arcKey(arc);
  const backward = arcKey(reversed);
  const known = simplified.get(forward);
  if (known) return known;
  // Simplified in one canonical direction, since ties are broken by order.
  const isForward = forward <= backward;
  const result = visvalingam(isForward ? arc : reversed, metres);
  const other = result.toReversed();
  simplified.set(isForward ? forward : backward, result);
  simplified.set(isForward ? backward : forward, other);
  return isForward ? result : other;
}

type Vertex = { at: number; before: number; after: number; area: number; gone: boolean };

function visvalingam(line: Position[], metres: number): Position[] {
  const isClosed = pointKey(line[0] ?? []) === pointKey(line.at(-1) ?? []);
  const least = isClosed ? 4 : 2;
  const limit = metres ** 2 / 2;
  const area = triangleOn(line);
  const vertices: Vertex[] = line.map((_, at) => {
    const isEnd = at === 0 || at === line.length - 1;
    return {
      at,
      before: at - 1,
      after: at + 1,
      area: isEnd ? Infinity : area(at - 1, at, at + 1),
      gone: false,
    };
  });
  const heap = createHeap(vertices);
  let left = line.length;
  for (let next = heap.pop(); next && left > least; next = heap.pop()) {
    const { vertex, area: wanted } = next;
    if (vertex.gone || vertex.area !== wanted) continue;
    if (vertex.area >= limit) break;
    vertex.gone = true;
    left--;
    const before = vertices[vertex.before];
    const after = vertices[vertex.after];
    if (before) before.after = vertex.after;
    if (after) after.before = vertex.before;
    for (const neighbour of [before, after]) {
      if (!neighbour || neighbour.area === Infinity) continue;
      // At least the area just removed, else small wiggles would protect a large one.
      neighbour.area = Math.max(wanted, area(neighbour.before, neighbour.at, neighbour.after));
      heap.push(neighbour);
    }
  }
  return line.filter((_, at) => !vertices[at]?.gone);
}

function triangleOn(line: Position[]): (a: number, b: number, c: number) => number {
  const scale = metresPerDegree(line[0]?.[1] ?? 0);
  const at = (index: number): [number, number] => {
    const [x = 0, y = 0] = line[index] ?? [];
    return [x * scale.lon, y * scale.lat];
  };
  return (a, b, c) => {
    const [ax, ay] = at(a);
    const [bx, by] = at(b);
    const [cx, cy] = at(c);
    return Math.abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2;
  };
}

type Entry = { vertex: Vertex; area: number };

/** A binary heap, smallest area first, then the earlier vertex. */
function createHeap(vertices: Vertex[]) {
  const entries: Entry[] = [];
  const less = (a: Entry, b: Entry) =>
    a.area < b.area || (a.area === b.area && a.vertex.at < b.vertex.at);

  function push(vertex: Vertex): void {
    const entry = { vertex, area: vertex.area };
    let at = entries.push(entry) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = entries[parent];
      if (!above || !less(entry, above)) break;
      entries[at] = above;
      at = parent;
    }
    entries[at] = entry;
  }

  function pop(): Entry | undefined {
    const top = entries[0];
    const last = entries.pop();
    if (!last || entries.length === 0) return top;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const right = entries[left + 1];
      const leftEntry = entries[left];
      if (!leftEntry) break;
      const child = right && less(right, leftEntry) ? left + 1 : left;
      const below = entries[child];
      if (!below || !less(below, last)) break;
      entries[at] = below;
      at = child;
    }
    entries[at] = last;
    return top;
  }

  for (const vertex of vertices) if (vertex.area !== Infinity) push(vertex);
  return { push, pop };
}
