import fc from "fast-check";
import { expect, test } from "vitest";
import { similarityScore, weightVector, type SimilarityParts } from "./similarity.ts";
import { trainSimilarityWeights, similarityLoss, type SimilarityPair } from "./train-weights.ts";
import { defaultSimilarityWeights, similarityFeatureNames, weightSigns } from "./weights.ts";

const parts: SimilarityParts = {
  text: 0.3,
  rarity: 0.4,
  swapped: 0,
  distance: 40,
  house: "unknown",
  days: 2,
  topic: "same",
  author: "other",
  details: "unknown",
  settled: false,
  listed: false,
};
const pair = (same: boolean, part: Partial<SimilarityParts>): SimilarityPair => ({
  parts: { ...parts, ...part },
  same,
});

test("without decisions the weights stay", () => {
  expect(trainSimilarityWeights([])).toEqual(defaultSimilarityWeights);
});

test("decisions that follow the house raise its weight and lower the loss", () => {
  const pairs = Array.from({ length: 60 }, (_, n) =>
    pair(n % 2 === 0, { house: n % 2 === 0 ? "same" : "unknown", distance: 20 + n }),
  );
  const learnt = trainSimilarityWeights(pairs);
  expect(learnt.house).toBeGreaterThan(defaultSimilarityWeights.house);
  expect(similarityLoss(pairs, learnt)).toBeLessThan(
    similarityLoss(pairs, defaultSimilarityWeights) / 1.5,
  );
  const chance = (house: SimilarityParts["house"]) =>
    similarityScore({ ...parts, house }, weightVector(learnt));
  expect(chance("same")).toBeGreaterThan(0.5);
  expect(chance("unknown")).toBeLessThan(0.5);
});

test("one decision moves the weights a little, a hundred a lot", () => {
  const moved = (count: number) =>
    Math.abs(
      trainSimilarityWeights(Array.from({ length: count }, () => pair(true, {}))).base -
        defaultSimilarityWeights.base,
    );
  expect(moved(1)).toBeGreaterThan(0);
  expect(moved(1)).toBeLessThan(0.3);
  expect(moved(100)).toBeGreaterThan(3 * moved(1));
});

const anyPair = fc.record({
  same: fc.boolean(),
  parts: fc.record({
    text: fc.double({ min: 0, max: 1, noNaN: true }),
    rarity: fc.double({ min: 0, max: 1, noNaN: true }),
    swapped: fc.double({ min: 0, max: 1, noNaN: true }),
    distance: fc.option(fc.double({ min: 0, max: 300, noNaN: true }), { nil: undefined }),
    house: fc.constantFrom("same" as const, "other" as const, "unknown" as const),
    days: fc.double({ min: 0, max: 150, noNaN: true }),
    topic: fc.constantFrom("same" as const, "group" as const, "other" as const),
    author: fc.constantFrom("same" as const, "other" as const, "unknown" as const),
    details: fc.constantFrom("same" as const, "differ" as const, "one-sided" as const),
    settled: fc.boolean(),
    listed: fc.boolean(),
  }),
});

test("no weight changes its sign and the loss never grows", () => {
  fc.assert(
    fc.property(fc.array(anyPair, { maxLength: 40 }), (pairs) => {
      const learnt = trainSimilarityWeights(pairs);
      for (const sign of similarityFeatureNames) {
        expect(Number.isFinite(learnt[sign])).toBe(true);
        if (weightSigns[sign] !== 0)
          expect(learnt[sign] * weightSigns[sign]).toBeGreaterThanOrEqual(0);
      }
      expect(similarityLoss(pairs, learnt)).toBeLessThanOrEqual(
        similarityLoss(pairs, defaultSimilarityWeights) + 1e-6,
      );
    }),
    { numRuns: 60 },
  );
});
