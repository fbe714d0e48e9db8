import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  CALIBRATION_BINS,
  calibrationBins,
  classMetrics,
  computeMetrics,
  type EvaluatedPrediction,
} from "./metrics.ts";

// Round numbers, so that ties and bin borders occur.
const confidence = fc.oneof(
  fc.integer({ min: 0, max: 15 }).map((n) => n / 15),
  fc.double({ min: 0, max: 1, noNaN: true }),
);
const right = fc
  .record({ label: fc.nat(4), confidence })
  .map((row) => ({ ...row, predicted: row.label }));
const any = fc.record({ label: fc.nat(4), predicted: fc.nat(4), confidence });
const lists = fc.array(fc.oneof({ weight: 4, arbitrary: right }, { weight: 1, arbitrary: any }), {
  maxLength: 60,
  size: "max",
});

const isRight = ({ label, predicted }: EvaluatedPrediction): boolean => label === predicted;
const mean = (list: readonly number[]): number =>
  list.length === 0 ? 0 : list.reduce((a, b) => a + b, 0) / list.length;

describe("figures of a model", () => {
  test("accuracy and both F1 equal a count class by class", () => {
    fc.assert(
      fc.property(lists, (rows) => {
        const figures = computeMetrics(rows);
        expect(figures.accuracy).toBeCloseTo(mean(rows.map((row) => (isRight(row) ? 1 : 0))), 10);
        const classes = [0, 1, 2, 3, 4].filter((k) =>
          rows.some(({ label, predicted }) => label === k || predicted === k),
        );
        const f1 = (k: number): number => {
          const right = rows.filter((row) => isRight(row) && row.label === k).length;
          const precision = right / rows.filter(({ predicted }) => predicted === k).length;
          const recall = right / rows.filter(({ label }) => label === k).length;
          return right === 0 ? 0 : 2 / (1 / precision + 1 / recall);
        };
        expect(figures.macroF1).toBeCloseTo(mean(classes.map(f1)), 10);
        expect(figures.weightedF1).toBeCloseTo(mean(rows.map(({ label }) => f1(label))), 10);
      }),
    );
  });

  test("the calibration error equals a count bin by bin", () => {
    fc.assert(
      fc.property(lists, (rows) => {
        let error = 0;
        for (let bin = 0; bin < CALIBRATION_BINS; bin++) {
          const last = bin === CALIBRATION_BINS - 1;
          const inside = rows.filter(
            ({ confidence }) =>
              confidence * CALIBRATION_BINS >= bin &&
              (confidence * CALIBRATION_BINS < bin + 1 || last),
          );
          const gap =
            mean(inside.map(({ confidence }) => confidence)) -
            mean(inside.map((row) => +isRight(row)));
          error += (inside.length / Math.max(1, rows.length)) * Math.abs(gap);
        }
        expect(computeMetrics(rows).ece).toBeCloseTo(error, 10);
        const texts = calibrationBins(rows).reduce((sum, bin) => sum + bin.texts, 0);
        expect(texts).toBe(rows.length);
      }),
    );
  });

  test("coverage is the largest share above a confidence with nine of ten right", () => {
    fc.assert(
      fc.property(lists, (rows) => {
        const above = [...new Set(rows.map(({ confidence }) => confidence))]
          .map((least) => rows.filter(({ confidence }) => confidence >= least))
          .filter((confidence) => confidence.filter(isRight).length >= 0.9 * confidence.length);
        const most = Math.max(0, ...above.map((confidence) => confidence.length));
        expect(computeMetrics(rows).coverageAt90).toBeCloseTo(most / Math.max(1, rows.length), 10);
      }),
    );
  });

  test("three classes computed by hand", () => {
    const rows = [
      { label: 0, predicted: 0, confidence: 0.9 },
      { label: 0, predicted: 0, confidence: 0.7 },
      { label: 0, predicted: 1, confidence: 0.6 },
      { label: 1, predicted: 1, confidence: 0.9 },
      { label: 2, predicted: 1, confidence: 0.5 },
    ];
    const classes = classMetrics(rows);
    expect(classes.get(0)).toEqual({
      texts: 3,
      predicted: 2,
      precision: 1,
      recall: 2 / 3,
      f1: 0.8,
    });
    expect(classes.get(1)).toEqual({
      texts: 1,
      predicted: 3,
      precision: 1 / 3,
      recall: 1,
      f1: 0.5,
    });
    expect(classes.get(2)).toEqual({ texts: 1, predicted: 0, precision: 0, recall: 0, f1: 0 });
    const figures = computeMetrics(rows);
    expect(figures.accuracy).toBeCloseTo(0.6);
    expect(figures.macroF1).toBeCloseTo(1.3 / 3);
    expect(figures.weightedF1).toBeCloseTo((3 * 0.8 + 0.5) / 5);
    // Bins of 1/15: {0.9, 0.9} right, {0.7} right, {0.6} and {0.5} wrong.
    expect(figures.ece).toBeCloseTo((2 * 0.1 + 0.3 + 0.6 + 0.5) / 5);
    expect(figures.coverageAt90).toBeCloseTo(0.6);
  });

  test("without texts every figure is zero", () => {
    expect(computeMetrics([])).toEqual({
      accuracy: 0,
      macroF1: 0,
      weightedF1: 0,
      ece: 0,
      coverageAt90: 0,
    });
  });
});
