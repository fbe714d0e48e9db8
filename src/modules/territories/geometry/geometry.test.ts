import fc from "fast-check";
import type { MultiPolygon, Position } from "geojson";
import { describe, expect, it } from "vitest";
import { parseBorder } from "./parse-border.ts";
import { toSvgPaths } from "./svg-paths.ts";
import {
  computeArea,
  computeBounds,
  computeCentroid,
  distanceMetres,
  labelPoint,
  pointProblem,
} from "./geometry.ts";
import { createLocator } from "./locator.ts";
import { simplifyBorders } from "./simplify.ts";

function polygon(...rings: Position[][]): MultiPolygon {
  return { type: "MultiPolygon", coordinates: [rings] };
}

/** A closed square, its south-west corner at (x, y). */
function square(x: number, y: number, size: number): Position[] {
  return [
    [x, y],
    [x + size, y],
    [x + size, y + size],
    [x, y + size],
    [x, y],
  ];
}

describe("a border is read from GeoJSON", () => {
  it("closes rings, drops heights and repeated points", () => {
    const read = parseBorder({
      type: "Polygon",
      coordinates: [
        [
          [50, 58, 120],
          [50, 58, 120],
          [51, 58],
          [51, 59],
        ],
      ],
    });
    const ring = [
      [50, 58],
      [51, 58],
      [51, 59],
      [50, 58],
    ];
    expect(read).toEqual({ border: { type: "MultiPolygon", coordinates: [[ring]] } });
  });

  it.each([
    ["not-a-polygon", { type: "Point", coordinates: [50, 58] }],
    ["not-a-polygon", null],
    ["not-a-polygon", { type: "Polygon", coordinates: "50 58" }],
    ["not-a-polygon", { type: "MultiPolygon", coordinates: [5] }],
    ["empty-border", { type: "Polygon", coordinates: [] }],
    [
      "ring-too-short",
      {
        type: "Polygon",
        coordinates: [
          [
            [50, 58],
            [51, 58],
            [50, 58],
          ],
        ],
      },
    ],
    [
      "not-a-number",
      {
        type: "Polygon",
        coordinates: [
          [
            ["50", 58],
            [51, 58],
            [51, 59],
          ],
        ],
      },
    ],
    [
      "out-of-range",
      {
        type: "Polygon",
        coordinates: [
          [
            [200, 95],
            [201, 95],
            [201, 96],
          ],
        ],
      },
    ],
    [
      "swapped-coordinates",
      {
        type: "Polygon",
        coordinates: [
          [
            [58, 30],
            [59, 30],
            [59, 31],
          ],
        ],
      },
    ],
  ])("refuses %s", (problem, geometry) => {
    expect(parseBorder(geometry)).toMatchObject({ problem });
  });

  it("finds swapped coordinates that are possible elsewhere by the region's bounds", () => {
    const swapped = {
      type: "Polygon",
      coordinates: [
        [
          [58, 56],
          [59, 56],
          [59, 57],
        ],
      ],
    };
    expect(parseBorder(swapped)).toHaveProperty("border");
    const bounds = [54, 57.5, 57.2, 61] as const;
    expect(parseBorder(swapped, { bounds: [...bounds] })).toMatchObject({
      problem: "swapped-coordinates",
    });
  });

  it("accepts the far east on both sides of the 180th meridian", () => {
    expect(pointProblem({ lat: 66, lon: -170 })).toBeUndefined();
    expect(pointProblem({ lat: 66, lon: 179 })).toBeUndefined();
    expect(pointProblem({ lat: -170, lon: 66 })).toBe("swapped-coordinates");
  });
});

describe("distances and areas", () => {
  it("knows a degree of the meridian, and half of it at 60° north", () => {
    expect(distanceMetres({ lat: 58, lon: 50 }, { lat: 59, lon: 50 })).toBeCloseTo(111_195, -1);
    expect(distanceMetres({ lat: 60, lon: 50 }, { lat: 60, lon: 51 })).toBeCloseTo(55_597, -2);
  });

  it("subtracts holes from an area", () => {
    const whole = computeArea(polygon(square(50, 0, 1)));
    expect(whole / 1e6).toBeCloseTo(12_364, -1);
    const half = square(50.25, 0.25, 0.5);
    expect(computeArea(polygon(square(50, 0, 1), half)) / whole).toBeCloseTo(0.75, 3);
  });

  it("finds the centroid of a square", () => {
    expect(computeCentroid(polygon(square(50, 58, 2)))).toEqual({ lat: 59, lon: 51 });
  });

  it("places a label inside a horseshoe, whose centroid lies outside", () => {
    const shoe = polygon([
      [0, 0],
      [9, 0],
      [9, 9],
      [7, 9],
      [7, 2],
      [2, 2],
      [2, 9],
      [0, 9],
      [0, 0],
    ]);
    const holder = createLocator([{ id: "shoe", border: shoe }]);
    const middle = computeCentroid(shoe);
    const label = labelPoint(shoe);
    expect(middle && holder.find(middle.lat, middle.lon)).toBeUndefined();
    expect(label && holder.find(label.lat, label.lon)).toBe("shoe");
  });

  it("places a label beside a hole in the middle", () => {
    const ring = polygon(square(0, 0, 10), square(1, 1, 7));
    const label = labelPoint(ring);
    expect(label && createLocator([{ id: "a", border: ring }]).find(label.lat, label.lon)).toBe(
      "a",
    );
  });
});

/** A grid of territories with irregular borders, identical for both neighbours. */
function wanderingGrid(side: number, wander: (seed: number) => number) {
  const steps = 12;
  const edge = (x1: number, y1: number, x2: number, y2: number): Position[] => {
    const isBack = x2 < x1 || y2 < y1;
    const [ax, ay, bx, by] = isBack ? [x2, y2, x1, y1] : [x1, y1, x2, y2];
    const line = Array.from({ length: steps + 1 }, (_, step): Position => {
      const t = step / steps;
      const off =
        step === 0 || step === steps ? 0 : wander(ax * 31 + ay * 17 + bx * 7 + step) * 0.2;
      return ax === bx ? [ax + off, ay + t * (by - ay)] : [ax + t * (bx - ax), ay + off];
    });
    return isBack ? line.toReversed() : line;
  };
  return Array.from({ length: side * side }, (_, cell) => {
    const x = cell % side;
    const y = Math.floor(cell / side);
    const ring = [
      ...edge(x, y, x + 1, y).slice(0, -1),
      ...edge(x + 1, y, x + 1, y + 1).slice(0, -1),
      ...edge(x + 1, y + 1, x, y + 1).slice(0, -1),
      ...edge(x, y + 1, x, y),
    ].map(([lon = 0, lat = 0]): Position => [50 + lon, 58 + lat]);
    return { id: `${x}:${y}`, border: polygon(ring) };
  });
}

describe("simplified borders of neighbours still coincide", () => {
  const edgesOf = (territory: { border: MultiPolygon }) =>
    territory.border.coordinates
      .flat()
      .flatMap((ring) =>
        ring.slice(1).map((to, index) => [ring[index]?.join(), to.join()].toSorted().join(" ")),
      );

  it("every inner edge stays shared by exactly two", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 40, maxLength: 40 }),
        fc.integer({ min: 500, max: 60_000 }),
        (offsets, metres) => {
          const grid = wanderingGrid(3, (seed) => offsets[Math.abs(Math.round(seed)) % 40] ?? 0);
          const simple = simplifyBorders(grid, metres);
          const uses = Map.groupBy(simple.flatMap(edgesOf), (edge) => edge);
          const outline = [...uses.values()].filter((list) => list.length === 1).length;
          expect([...uses.values()].every((list) => list.length <= 2)).toBe(true);
          // The outline stays one closed walk, corners in pairs.
          const ends = [...uses].flatMap(([edge, list]) =>
            list.length === 1 ? edge.split(" ") : [],
          );
          const degrees = [...Map.groupBy(ends, (end) => end).values()].map((list) => list.length);
          expect(outline).toBeGreaterThanOrEqual(8);
          expect(degrees.every((degree) => degree === 2)).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("drops small detail and preserves large", () => {
    const grid = wanderingGrid(2, (seed) => Math.sin(seed) / 1000);
    const points = (list: { border: MultiPolygon }[]) =>
      list.reduce((sum, { border }) => sum + border.coordinates.flat(2).length, 0);
    expect(points(simplifyBorders(grid, 1))).toBe(points(grid));
    // What remains are the corners where territories part, and one bend on each side.
    expect(points(simplifyBorders(grid, 5000))).toBeLessThan(points(grid) / 4);
  });

  it("gives an enclave and the hole around it the same vertices", () => {
    const circle = Array.from({ length: 61 }, (_, step): Position => {
      const angle = ((step % 60) / 60) * 2 * Math.PI;
      return [50.5 + 0.2 * Math.cos(angle), 58.5 + 0.2 * Math.sin(angle)];
    });
    const turned = [...circle.slice(20, -1), ...circle.slice(0, 21)].toReversed();
    const [around, enclave] = simplifyBorders(
      [
        { id: "around", border: polygon(square(50, 58, 1), turned) },
        { id: "enclave", border: polygon(circle) },
      ],
      4000,
    );
    const keys = (ring: Position[] | undefined) => new Set(ring?.map(String));
    const hole = keys(around?.border?.coordinates[0]?.[1]);
    expect(hole).toEqual(keys(enclave?.border?.coordinates[0]?.[0]));
    expect(hole.size).toBeLessThan(40);
  });

  it("an island and a sliver between two neighbours do not vanish", () => {
    const sliver: Position[] = [
      [51, 58],
      [51.0001, 58.5],
      [51, 59],
      [50.9999, 58.5],
      [51, 58],
    ];
    const west: Position[] = [
      [50, 58],
      [51, 58],
      [50.9999, 58.5],
      [51, 59],
      [50, 59],
      [50, 58],
    ];
    const east: Position[] = [
      [51, 58],
      [52, 58],
      [52, 59],
      [51, 59],
      [51.0001, 58.5],
      [51, 58],
    ];
    const [thin, left, right, island] = simplifyBorders(
      [sliver, west, east, square(60, 60, 0.00001)].map((ring) => ({ border: polygon(ring) })),
      50_000,
    );
    expect(thin?.border?.coordinates).toEqual([[sliver]]);
    expect(left?.border?.coordinates[0]?.[0]?.map(String)).toContain("50.9999,58.5");
    expect(right?.border?.coordinates[0]?.[0]?.map(String)).toContain("51.0001,58.5");
    expect(new Set(island?.border?.coordinates[0]?.[0]?.map(String)).size).toBeGreaterThanOrEqual(
      3,
    );
  });
});

describe("territories are drawn", () => {
  const frame = { width: 400, height: 300, padding: 10 };

  it("inside the frame, north up, labels inside shapes", () => {
    const { shapes, project } = toSvgPaths(wanderingGrid(3, Math.sin), frame);
    const numbers = shapes.flatMap(({ path }) => path.match(/[\d.-]+/g) ?? []).map(Number);
    const xs = numbers.filter((_, index) => index % 2 === 0);
    const ys = numbers.filter((_, index) => index % 2 === 1);
    expect(Math.min(...xs)).toBeGreaterThanOrEqual(10);
    expect(Math.max(...xs)).toBeLessThanOrEqual(390);
    expect(Math.min(...ys)).toBeCloseTo(10, 0);
    expect(Math.max(...ys)).toBeCloseTo(290, 0);
    expect(project(60, 51).y).toBeLessThan(project(58, 51).y);
    expect(shapes.map(({ id }) => id)).toHaveLength(9);
    expect(shapes[0]).toMatchObject({ labelX: expect.any(Number), labelY: expect.any(Number) });
  });

  it("keeps a region on both sides of the 180th meridian in one piece", () => {
    const border: MultiPolygon = {
      type: "MultiPolygon",
      coordinates: [[square(178, 65, 2)], [square(-180, 65, 2)]],
    };
    const { project } = toSvgPaths([{ id: "far", border }], frame);
    expect(project(66, -179).x - project(66, 179).x).toBeLessThan(200);
    expect(project(66, -179).x).toBeGreaterThan(project(66, 179).x);
  });

  it("leaves out territories without a border", () => {
    expect(toSvgPaths([{ id: "a" }], frame).shapes).toEqual([]);
  });

  it("knows the box of a border", () => {
    expect(computeBounds(polygon(square(50, 58, 2)))).toEqual([50, 58, 52, 60]);
    expect(computeBounds({ type: "MultiPolygon", coordinates: [] })).toBeUndefined();
  });
});
