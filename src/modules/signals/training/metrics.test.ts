import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { computeMetrics } from "#modules/triage/learn/evaluation/metrics.ts";
import {
  computeCalibration,
  listConfusedPairs,
  CONFIDENCE_STEPS,
  fieldShares,
  confusionByGroup,
  thresholdStats,
  type DecisionCount,
  type TopicPair,
} from "./metrics.ts";

/** One judged topic: the middle of its cut stands for the sureness, so that no border is met. */
const judged = fc.array(fc.record({ cut: fc.nat(CONFIDENCE_STEPS - 1), kept: fc.boolean() }), {
  minLength: 1,
  maxLength: 300,
});
const sureOf = (cut: number) => (cut + 0.5) / CONFIDENCE_STEPS;

function cellsOf(rows: readonly { cut: number; kept: boolean }[]): DecisionCount[] {
  const groups = Map.groupBy(rows, ({ cut, kept }) => `${cut} ${kept}`);
  return [...groups.values()].flatMap((group) => {
    const [one] = group;
    if (one === undefined) return [];
    return [
      {
        field: "topic" as const,
        outcome: one.kept ? ("kept" as const) : ("corrected" as const),
        confidenceStep: one.cut,
        texts: group.length,
        confidenceSum: sureOf(one.cut) * group.length,
      },
    ];
  });
}

describe("the figures of what people decided", () => {
  it("are those that the learner counts text by text", () => {
    fc.assert(
      fc.property(judged, (rows) => {
        const found = computeCalibration(cellsOf(rows));
        const truth = computeMetrics(
          rows.map(({ cut, kept }) => ({
            label: 1,
            predicted: kept ? 1 : 0,
            confidence: sureOf(cut),
          })),
        );
        expect(found.texts).toBe(rows.length);
        expect(found.ece).toBeCloseTo(truth.ece, 9);
        expect(found.coverageAt90).toBeCloseTo(truth.coverageAt90, 9);
      }),
    );
  });

  it("count what was left to a person among what the machine could not decide", () => {
    const right: DecisionCount = {
      field: "topic",
      outcome: "kept",
      confidenceStep: 280,
      texts: 60,
      confidenceSum: 57,
    };
    const left: DecisionCount = {
      field: "topic",
      outcome: "left",
      confidenceStep: 40,
      texts: 40,
      confidenceSum: 5,
    };
    expect(computeCalibration([right, left]).coverageAt90).toBeCloseTo(0.6);
    expect(fieldShares([right, left])[0]).toEqual({
      field: "topic",
      texts: 100,
      kept: 60,
      corrected: 0,
      left: 40,
    });
  });

  it("take a suggestion that stands exactly at a threshold as above it", () => {
    const cell = (cut: number, outcome: DecisionCount["outcome"]): DecisionCount => ({
      field: "noise",
      outcome,
      confidenceStep: cut,
      texts: 10,
      confidenceSum: 0,
    });
    const cells = [cell(270, "kept"), cell(269, "corrected"), cell(290, "corrected")];
    expect(thresholdStats(cells, { field: "noise", at: 0.9 })).toEqual({
      texts: 30,
      above: 20,
      right: 10,
    });
  });

  it("name nothing but nought where nothing was decided", () => {
    expect(computeCalibration([])).toMatchObject({ texts: 0, ece: 0, coverageAt90: 0 });
    expect(confusionByGroup([], { groupOf: (topic) => topic, most: 3 })).toEqual({
      groups: [],
      rows: [],
    });
  });
});

const code = fc.constantFrom("a.1", "a.2", "b.1", "c.1", "d.1", "e.1");
const pairs = fc.array(
  fc.record({
    suggested: fc.option(code, { nil: null }),
    decided: code,
    texts: fc.integer({ min: 1, max: 90 }),
  }),
  { maxLength: 30 },
);
const total = (list: readonly { texts: number }[]) =>
  list.reduce((sum, { texts }) => sum + texts, 0);

describe("the confusion of topics", () => {
  it("keeps every suggested text in the matrix, the rare groups together", () => {
    fc.assert(
      fc.property(pairs, fc.integer({ min: 1, max: 6 }), (list, most) => {
        const { groups, rows } = confusionByGroup(list, {
          groupOf: (topic) => topic[0] ?? "",
          most,
        });
        const told = list.filter(({ suggested }) => suggested !== null);
        expect(rows.flat().reduce((sum, n) => sum + n, 0)).toBe(total(told));
        expect(groups.length).toBeLessThanOrEqual(most + 1);
        expect(rows.every((row) => row.length === groups.length)).toBe(true);
      }),
    );
  });

  it("lists what was wrong only, the most frequent first", () => {
    fc.assert(
      fc.property(pairs, (list: TopicPair[]) => {
        const found = listConfusedPairs(list);
        const wrong = list.filter(
          ({ suggested, decided }) => suggested !== null && suggested !== decided,
        );
        expect(total(found)).toBe(total(wrong));
        expect(found.map(({ texts }) => texts)).toEqual(
          found.map(({ texts }) => texts).toSorted((a, b) => b - a),
        );
      }),
    );
  });
});
