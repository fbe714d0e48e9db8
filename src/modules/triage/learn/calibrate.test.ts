import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { calibrate, logPriors, toProbabilities, type HeldOutScores } from "./calibrate.ts";
import { seededRandom } from "./random.ts";
import { computeMetrics } from "./evaluation/metrics.ts";

const score = fc.oneof(
  fc.double({ min: -60, max: 60, noNaN: true }),
  fc.double({ min: -5_000, max: 5_000, noNaN: true }),
);
const calibration = fc.record({
  evenness: fc.double({ min: 0, max: 0.4, noNaN: true }),
  sharpness: fc.double({ min: 0.05, max: 5, noNaN: true }),
  shift: fc.double({ min: -3, max: 3, noNaN: true }),
  slope: fc.double({ min: 0.05, max: 3, noNaN: true }),
});

describe("probabilities", () => {
  test("classes with underflowing scores share what the best class leaves", () => {
    // e^(0.149 × −4,787) is the smallest positive double: its reciprocal is infinite.
    const probabilities = Float64Array.of(0, 4_786.754, 0);
    const how = { evenness: 0, sharpness: 0.149_046, shift: 0, slope: 0.05 };
    expect(toProbabilities(probabilities, new Float64Array(3), how)).toBe(1);
    expect(probabilities[0]).toBeCloseTo((1 - (probabilities[1] ?? 0)) / 2, 12);
  });

  test("they sum to one; the best class has the largest score after the prior is removed", () => {
    const classes = fc
      .integer({ min: 2, max: 40 })
      .chain((k) =>
        fc.tuple(
          fc.array(score, { minLength: k, maxLength: k }),
          fc.array(fc.nat(1_000), { minLength: k, maxLength: k }),
        ),
      );
    fc.assert(
      fc.property(classes, calibration, ([scores, counts], how) => {
        const priors = logPriors(counts);
        const even = scores.map((value, k) => value - how.evenness * 2 * (priors[k] ?? 0));
        const probabilities = Float64Array.from(scores);
        const best = toProbabilities(probabilities, priors, how);
        expect(even[best]).toBe(Math.max(...even));
        expect(probabilities[best]).toBe(Math.max(...probabilities));
        for (const one of probabilities) {
          expect(one).toBeGreaterThanOrEqual(0);
          expect(one).toBeLessThanOrEqual(1);
        }
        expect(probabilities.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6);
      }),
    );
  });

  test("with zero evenness and unit slope they equal the softmax", () => {
    const scores = Float64Array.of(1, 3, 2);
    const how = { evenness: 0, sharpness: 1, shift: 0, slope: 1 };
    expect(toProbabilities(scores, logPriors([1, 1, 1]), how)).toBe(1);
    const whole = Math.exp(1) + Math.exp(3) + Math.exp(2);
    expect(scores[0]).toBeCloseTo(Math.exp(1) / whole, 6);
    expect(scores[1]).toBeCloseTo(Math.exp(3) / whole, 6);
    expect(scores[2]).toBeCloseTo(Math.exp(2) / whole, 6);
  });

  test("the prior is the share of each class's texts", () => {
    const priors = logPriors([30, 10, 0]);
    expect(Math.exp(priors[0] ?? 0)).toBeCloseTo(30.5 / 40);
    expect(Math.exp(priors[2] ?? 0)).toBeCloseTo(0.5 / 40);
    expect([...logPriors([])]).toEqual([]);
  });
});

/**
 * Texts whose labels are drawn from the softmax of their scores; the scores are then multiplied by
 * `times`.
 */
function drawn(texts: number, times: number): HeldOutScores {
  const roll = seededRandom(11);
  const scores: Float64Array[] = [];
  const labels: number[] = [];
  for (let at = 0; at < texts; at++) {
    const row = Float64Array.from({ length: 6 }, () => (roll() - 0.5) * 8);
    const weights = [...row].map(Math.exp);
    let rest = roll() * weights.reduce((a, b) => a + b, 0);
    const label = weights.findIndex((weight) => (rest -= weight) < 0);
    scores.push(row.map((value) => value * times));
    labels.push(label < 0 ? 5 : label);
  }
  return { scores, labels };
}

describe("calibrating", () => {
  test("scores scaled three times up or down are brought back to the true probabilities", () => {
    for (const times of [3, 1, 0.4]) {
      const unseen = drawn(6_000, times);
      const priors = logPriors([1, 1, 1, 1, 1, 1]);
      const how = calibrate(unseen, priors);
      expect(how.evenness).toBe(0);
      expect(how.sharpness * times).toBeGreaterThan(0.9);
      expect(how.sharpness * times).toBeLessThan(1.1);
      const judged = unseen.scores.map((row, at) => {
        const probabilities = Float64Array.from(row);
        const said = toProbabilities(probabilities, priors, how);
        return {
          label: unseen.labels[at] ?? 0,
          predicted: said,
          confidence: probabilities[said] ?? 0,
        };
      });
      expect(computeMetrics(judged).ece).toBeLessThan(0.02);
    }
  });

  test("confidence falls when confident predictions are wrong", () => {
    const roll = seededRandom(3);
    const scores = Array.from({ length: 2_000 }, () => Float64Array.of(9, 0, 0));
    const labels = scores.map(() => (roll() < 0.6 ? 0 : 1));
    const priors = logPriors([6, 4, 1]);
    const row = Float64Array.of(9, 0, 0);
    expect(toProbabilities(row, priors, calibrate({ scores, labels }, priors))).toBe(0);
    expect(row[0]).toBeGreaterThan(0.55);
    expect(row[0]).toBeLessThan(0.65);
  });

  test("classes predicted too rarely are evened out", () => {
    const scores: Float64Array[] = [];
    const labels: number[] = [];
    for (let at = 0; at < 400; at++) {
      const rare = at % 4 === 0;
      scores.push(rare ? Float64Array.of(1, 0.8) : Float64Array.of(2, 0));
      labels.push(rare ? 1 : 0);
    }
    const priors = logPriors([300, 100]);
    const how = calibrate({ scores, labels }, priors);
    expect(how.evenness).toBeGreaterThan(0);
    expect(toProbabilities(Float64Array.of(1, 0.8), priors, how)).toBe(1);
    expect(toProbabilities(Float64Array.of(2, 0), priors, how)).toBe(0);
  });

  test("without texts the calibration is the identity; one text is no error", () => {
    const priors = logPriors([1, 1]);
    expect(calibrate({ scores: [], labels: [] }, priors)).toEqual({
      evenness: 0,
      sharpness: 1,
      shift: 0,
      slope: 1,
    });
    for (const label of [0, 1])
      for (const far of [0, 0.1, 500]) {
        const how = calibrate({ scores: [Float64Array.of(far, 0)], labels: [label] }, priors);
        expect(Object.values(how).every(Number.isFinite)).toBe(true);
      }
  });
});
