import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { analyzeText } from "../../text/analyze.ts";
import { createFeatureCounter } from "./feature-counter.ts";
import { writeFeatures, MAX_FEATURES } from "./features.ts";
import { createWordCache } from "./word-cache.ts";
import { createFeatureScaler, type FeatureVector } from "./scaler.ts";
import {
  featureBlock,
  findFeature,
  buildVocabulary,
  featureRow,
  type FeatureVocabulary,
} from "./vocabulary.ts";

const feature = fc.integer({ min: 4, max: 60 }).map((n) => (n * 2_654_435_761) >>> 0 || 4);
const texts = fc.array(fc.array(feature, { maxLength: 20 }), { minLength: 1, maxLength: 20 });
// Counting starts with a table for a million features, so few runs suffice.
const few = { numRuns: 30 };

function counted(lists: readonly (readonly number[])[], rows: number): FeatureVocabulary {
  const counts = createFeatureCounter();
  for (const list of lists) counts.count(Uint32Array.from(list), list.length);
  return counts.topFeatures(rows);
}

describe("the vocabulary", () => {
  test("rarity depends on the number of texts with a feature, not on its count inside one", () => {
    fc.assert(
      fc.property(texts, (lists) => {
        const holding = new Map<number, number>();
        for (const list of lists)
          for (const one of new Set(list)) holding.set(one, (holding.get(one) ?? 0) + 1);
        const vocabulary = counted(lists, 1_000);
        expect(new Set(vocabulary.hashes)).toEqual(new Set(holding.keys()));
        vocabulary.hashes.forEach((hash, row) => {
          const rarity = Math.log((1 + lists.length) / (1 + (holding.get(hash) ?? 0))) + 1;
          expect(vocabulary.rarity[row]).toBeCloseTo(rarity, 5);
        });
      }),
      few,
    );
  });

  test("it keeps the most frequent features, in descending order", () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 20 }), (lists, rows) => {
        const all = counted(lists, 1_000);
        const kept = counted(lists, rows);
        expect(kept.hashes).toHaveLength(Math.min(rows, all.hashes.length));
        expect([...kept.hashes]).toEqual([...all.hashes.subarray(0, rows)]);
        expect([...kept.rarity]).toEqual([...kept.rarity].toSorted((a, b) => a - b));
      }),
      few,
    );
  });

  test("counts stay right when the tables grow", () => {
    const many = Uint32Array.from({ length: 600_000 }, (_, n) => (n + 1) * 4);
    const counts = createFeatureCounter();
    for (let at = 0; at < many.length; at += 20_000)
      counts.count(many.subarray(at, at + 20_000), 20_000);
    counts.count(Uint32Array.of(4, 4, 8), 3);
    const vocabulary = counts.topFeatures(700_000);
    expect(vocabulary.hashes).toHaveLength(600_000);
    expect([...vocabulary.hashes.subarray(0, 2)]).toEqual([4, 8]);
    expect(vocabulary.rarity[0]).toBeCloseTo(Math.log(32 / 3) + 1, 5);
    expect(vocabulary.rarity[2]).toBeCloseTo(Math.log(32 / 2) + 1, 5);
  });

  test("it finds each of its features with row and block, and no others", () => {
    // All but one of these hash to the same slot.
    const hashes = Uint32Array.from([4, 5, 6, 7, 4 + 2 ** 20, 5 + 2 ** 20, 4_000_000_003]);
    const vocabulary = buildVocabulary(hashes, new Float32Array(hashes.length));
    hashes.forEach((hash, row) => {
      const known = findFeature(vocabulary, hash);
      expect([featureRow(known), featureBlock(known)]).toEqual([row, hash & 3]);
    });
    for (const stranger of [8, 6 + 2 ** 20, 4_294_967_295])
      expect(findFeature(vocabulary, stranger)).toBe(-1);
  });
});

const plain = ({ ids, values, n }: FeatureVector) => ({
  ids: [...ids.subarray(0, n)],
  values: [...values.subarray(0, n)],
});

describe("the scaler", () => {
  test("each block has length 1, repetitions count by their logarithm", () => {
    fc.assert(
      fc.property(texts, fc.array(feature, { minLength: 1, maxLength: 60 }), (lists, list) => {
        const vocabulary = counted(lists, 1_000);
        const scale = createFeatureScaler(vocabulary, 100);
        const { ids, values } = plain(scale.vectorize(Uint32Array.from(list), list.length));
        const known = list.filter((one) => vocabulary.hashes.includes(one));
        expect(ids.map((id) => vocabulary.hashes[id])).toEqual([...new Set(known)]);
        const raw = ids.map((id) => {
          const times = known.filter((one) => one === vocabulary.hashes[id]).length;
          return (1 + Math.log(times)) * (vocabulary.rarity[id] ?? 0);
        });
        const blockAt = (at: number): number => (vocabulary.hashes[ids[at] ?? 0] ?? 0) & 3;
        values.forEach((value, at) => {
          const block = raw.filter((_, other) => blockAt(other) === blockAt(at));
          expect(value).toBeCloseTo((raw[at] ?? 0) / Math.hypot(...block), 5);
        });
      }),
      few,
    );
  });

  test("it is reset after each text", () => {
    const vocabulary = counted(
      [
        [4, 8],
        [8, 12],
      ],
      10,
    );
    const scale = createFeatureScaler(vocabulary, 10);
    const first = plain(scale.vectorize(Uint32Array.of(4, 8, 8), 3));
    scale.vectorize(Uint32Array.of(12, 12, 8), 3);
    expect(scale.vectorize(new Uint32Array(0), 0).n).toBe(0);
    expect(plain(scale.vectorize(Uint32Array.of(4, 8, 8), 3))).toEqual(first);
  });
});

describe("the word cache", () => {
  const common = [
    "яма",
    "Ямы",
    "на",
    "дороге",
    "15",
    "2",
    "лифт",
    "a",
    "0",
    "ж".repeat(45),
    "ы".repeat(70),
  ];
  const prose = fc.array(fc.oneof(fc.constantFrom(...common), fc.string({ unit: "grapheme" })), {
    maxLength: 40,
    size: "max",
  });

  test("it gives the same vector as the uncached path, to the bit, on every call", () => {
    const buffer = new Uint32Array(MAX_FEATURES);
    const counts = createFeatureCounter();
    for (const text of ["яма на дороге 15", "лифт стоит, яма на 2 дороге", "ямы ы"])
      counts.count(buffer, writeFeatures(analyzeText(text), ["season:winter"], buffer));
    const vocabulary = counts.topFeatures(150);
    const scale = createFeatureScaler(vocabulary, MAX_FEATURES);
    const lexicon = createWordCache(vocabulary, createFeatureScaler(vocabulary, MAX_FEATURES));
    fc.assert(
      fc.property(prose, fc.boolean(), (words, winter) => {
        const read = analyzeText(words.join(" "));
        const context = winter ? ["season:winter", "municipality:none"] : [];
        const slow = plain(scale.vectorize(buffer, writeFeatures(read, context, buffer)));
        expect(plain(lexicon.vectorize(read, context))).toEqual(slow);
      }),
      { numRuns: 300 },
    );
  });

  test("it is cleared when full and stays right", () => {
    const buffer = new Uint32Array(MAX_FEATURES);
    const counts = createFeatureCounter();
    const textAt = (n: number): string =>
      `слово${"абвгдежзик".charAt(n % 10)}${n.toString(2).replaceAll("0", "у").replaceAll("1", "ю")}`;
    for (let n = 0; n < 2_000; n++)
      counts.count(buffer, writeFeatures(analyzeText(textAt(n)), [], buffer));
    const vocabulary = counts.topFeatures(100_000);
    const scale = createFeatureScaler(vocabulary, MAX_FEATURES);
    const lexicon = createWordCache(vocabulary, createFeatureScaler(vocabulary, MAX_FEATURES));
    const check = (n: number): void => {
      const read = analyzeText(`${textAt(n)} ${textAt(n + 1)}`);
      expect(plain(lexicon.vectorize(read, []))).toEqual(
        plain(scale.vectorize(buffer, writeFeatures(read, [], buffer))),
      );
    };
    // Sixty thousand different words exceed the cache.
    for (let n = 0; n < 52_000; n++) lexicon.vectorize(analyzeText(textAt(n)), []);
    for (let n = 0; n < 300; n++) check(n * 173);
  });
});
