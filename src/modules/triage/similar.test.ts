import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { likeness, metresBetween, type Comparable } from "./similar.ts";

const day = 86_400_000;
const here = { lat: 58.6, lon: 49.65 };
const snow: Comparable = { text: "Снег на дороге", at: 0, topic: "snow.roads", ...here };

describe("the same trouble", () => {
  test("the same words a kilometre away are another trouble", () => {
    const far = likeness(snow, { ...snow, lat: 58.61 });
    expect(far.verdict).toBe("different");
    expect(far.score).toBe(0);
    expect(far.parts.text).toBe(1);
  });

  test("other words at the same spot and topic are offered at least", () => {
    const other = likeness(snow, { ...snow, text: "Замело, трактора нет неделю", at: day });
    expect(other.verdict).not.toBe("different");
  });

  test("the same spot, topic and words within days are the same", () => {
    expect(likeness(snow, { ...snow, at: 2 * day }).verdict).toBe("same");
  });

  test("without a place nothing is joined by itself", () => {
    const lost: Comparable = { text: snow.text, at: 0, topic: "snow.roads" };
    expect(likeness(lost, lost).verdict).toBe("different");
  });

  test("another topic at the same spot is not the same", () => {
    expect(likeness(snow, { ...snow, text: "Лифт стоит", topic: "housing.lift" }).verdict).toBe(
      "different",
    );
  });

  test("a degree of latitude is 111 kilometres", () => {
    expect(metresBetween({ lat: 58, lon: 49 }, { lat: 59, lon: 49 })).toBeCloseTo(111_195, -2);
  });

  const side = fc.record({
    text: fc.string(),
    at: fc.integer({ min: 0, max: 1e12 }),
    lat: fc.double({ min: -90, max: 90, noNaN: true }),
    lon: fc.double({ min: -180, max: 180, noNaN: true }),
    topic: fc.constantFrom("snow.roads", "snow.yard", "housing.lift", undefined),
  });

  test("likeness is symmetric and within 0…1", () => {
    fc.assert(
      fc.property(side, side, (a, b) => {
        const { score } = likeness(a, b);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
        expect(likeness(b, a).score).toBeCloseTo(score, 9);
      }),
    );
  });

  test("further is never more alike", () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), (a, b) => {
        const at = (metres: number): number =>
          likeness(snow, { ...snow, lat: here.lat + metres / 111_195 }).score;
        expect(at(Math.max(a, b))).toBeLessThanOrEqual(at(Math.min(a, b)) + 1e-12);
      }),
    );
  });
});
