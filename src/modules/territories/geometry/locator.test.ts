import fc from "fast-check";
import type { MultiPolygon, Position } from "geojson";
import { describe, expect, it } from "vitest";
import { squaredDistanceToSegment } from "./geometry.ts";
import { createLocator } from "./locator.ts";

function box(west: number, south: number, east: number, north: number): Position[] {
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
}

function border(...rings: Position[][]): MultiPolygon {
  return { type: "MultiPolygon", coordinates: [rings] };
}

const town = { id: "town", border: border(box(52, 58, 53, 59)) };
const district = { id: "district", border: border(box(50, 57, 55, 60), box(52, 58, 53, 59)) };
const region = { id: "region", border: border(box(49, 56, 56, 61)) };

describe("the territory of a point", () => {
  const locator = createLocator([region, district, town]);

  it.each([
    ["inside an enclave", 58.5, 52.5, "town"],
    ["around it", 57.5, 51, "district"],
    ["on the edge of the hole, which is the enclave's border", 58, 52.5, "town"],
    ["on a corner of the hole", 58, 52, "town"],
    ["on the outer border, which also lies in the region", 57, 51, "district"],
    ["on an outer corner", 57, 50, "district"],
    ["in the region only", 56.5, 51, "region"],
    ["on the region's corner", 61, 56, "region"],
  ])("%s", (_, lat, lon, id) => {
    expect(locator.find(lat, lon)).toBe(id);
  });

  it("is undefined outside", () => {
    expect(locator.find(55.9, 51)).toBeUndefined();
    expect(locator.find(NaN, 51)).toBeUndefined();
  });

  it("assigns a shared border to the first of two equals, consistently", () => {
    const pair = createLocator([
      { id: "west", border: border(box(0, 0, 1, 1)) },
      { id: "east", border: border(box(1, 0, 2, 1)) },
    ]);
    expect(pair.find(0.5, 1)).toBe("west");
  });

  it("includes every part of a multipart territory", () => {
    const islands: MultiPolygon = {
      type: "MultiPolygon",
      coordinates: [[box(178, 65, 180, 66)], [box(-180, 65, -178, 66)]],
    };
    const far = createLocator([{ id: "far", border: islands }]);
    expect([far.find(65.5, 179), far.find(65.5, -179), far.find(65.5, 0)]).toEqual([
      "far",
      "far",
      undefined,
    ]);
  });

  it("works without any border", () => {
    expect(createLocator([{ id: "a" }]).find(1, 1)).toBeUndefined();
    expect(createLocator([]).findNear(1, 1, 1000)).toBeUndefined();
  });
});

describe("the nearest territory of a point just outside", () => {
  const coast = createLocator([
    { id: "near", border: border(box(50, 58, 51, 59)) },
    { id: "far", border: border(box(51.1, 58, 52, 59)) },
  ]);

  it("within the given metres", () => {
    // 0.001° of latitude is 111 m.
    expect(coast.findNear(57.999, 50.5, 120)).toBe("near");
    expect(coast.findNear(57.999, 50.5, 100)).toBeUndefined();
    expect(coast.findNear(58.5, 51.06, 5000)).toBe("far");
    expect(coast.findNear(58.5, 51.04, 5000)).toBe("near");
    expect(coast.findNear(58.5, 50.5, 1)).toBe("near");
  });
});

/** Reference implementation by winding angles. */
function surrounds(ring: Position[], x: number, y: number): boolean {
  let turned = 0;
  for (let index = 0; index + 1 < ring.length; index++) {
    const [x1 = 0, y1 = 0] = ring[index] ?? [];
    const [x2 = 0, y2 = 0] = ring[index + 1] ?? [];
    const angle = Math.atan2(y2 - y, x2 - x) - Math.atan2(y1 - y, x1 - x);
    turned +=
      angle > Math.PI ? angle - 2 * Math.PI : angle < -Math.PI ? angle + 2 * Math.PI : angle;
  }
  return Math.abs(turned) > Math.PI;
}

/** On an edge within rounding: sums of angles are undefined there. */
function isOnEdge(ring: Position[], x: number, y: number): boolean {
  return ring.some(([x1 = 0, y1 = 0], index) => {
    const [x2 = x1, y2 = y1] = ring[index + 1] ?? [];
    return squaredDistanceToSegment(x, y, [x1, y1, x2, y2]) < 1e-18;
  });
}

describe("the index agrees with brute force", () => {
  const star = fc
    .record({
      x: fc.double({ min: 0, max: 10, noNaN: true }),
      y: fc.double({ min: 0, max: 10, noNaN: true }),
      reach: fc.array(fc.double({ min: 0.2, max: 3, noNaN: true }), {
        minLength: 3,
        maxLength: 12,
      }),
    })
    .map(({ x, y, reach }) => {
      const open = reach.map((length, index): Position => {
        const angle = (index / reach.length) * 2 * Math.PI;
        return [x + length * Math.cos(angle), y + length * Math.sin(angle)];
      });
      return [...open, open[0] ?? [x, y]];
    });
  const point = fc.tuple(
    fc.double({ min: -3, max: 13, noNaN: true }),
    fc.double({ min: -3, max: 13, noNaN: true }),
  );

  it("on any stars and points", () => {
    fc.assert(
      fc.property(
        fc.array(star, { minLength: 1, maxLength: 8 }),
        fc.array(point, { minLength: 20, maxLength: 20 }),
        (stars, points) => {
          const territories = stars.map((ring, index) => ({
            id: String(index),
            border: border(ring),
          }));
          const locator = createLocator(territories);
          for (const [x, y] of points) {
            if (stars.some((ring) => isOnEdge(ring, x, y))) continue;
            const holders = stars.flatMap((ring, index) =>
              surrounds(ring, x, y) ? [String(index)] : [],
            );
            const found = locator.find(y, x);
            if (holders.length === 0) expect(found).toBeUndefined();
            else expect(holders).toContain(found);
          }
        },
      ),
    );
  });

  it("assigns every point of a grid to exactly one cell, borders included", () => {
    const cells = Array.from({ length: 100 }, (_, index) => {
      const [x, y] = [index % 10, Math.floor(index / 10)];
      return { id: `${x}:${y}`, border: border(box(x / 7, y / 7, (x + 1) / 7, (y + 1) / 7)) };
    });
    const locator = createLocator(cells);
    const inside = fc.tuple(fc.integer({ min: 0, max: 1400 }), fc.integer({ min: 0, max: 1400 }));
    fc.assert(
      fc.property(inside, ([a, b]) => {
        const [x, y] = [(a / 1400) * (10 / 7), (b / 1400) * (10 / 7)];
        expect(locator.find(y, x)).toBeDefined();
      }),
      { numRuns: 1000 },
    );
  });
});
