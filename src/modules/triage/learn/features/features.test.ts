import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { analyzeText } from "../../text/analyze.ts";
import { featureBlocks, writeFeatures, MAX_FEATURES } from "./features.ts";

const buffer = new Uint32Array(MAX_FEATURES);

function featuresOf(text: string, context: readonly string[] = []): number[] {
  return [...buffer.subarray(0, writeFeatures(analyzeText(text), context, buffer))];
}

/** Cosine similarity of two lists with repetitions, 0…1. */
function cosine(one: readonly number[], other: readonly number[]): number {
  const counted = (list: readonly number[]): Map<number, number> => {
    const counts = new Map<number, number>();
    for (const feature of list) counts.set(feature, (counts.get(feature) ?? 0) + 1);
    return counts;
  };
  const [a, b] = [counted(one), counted(other)];
  const length = (counts: Map<number, number>): number => Math.hypot(...counts.values());
  const dot = [...a].reduce((sum, [feature, times]) => sum + times * (b.get(feature) ?? 0), 0);
  return dot / (length(a) * length(b));
}

describe("features of a text", () => {
  test("the same text has the same features, another text has others", () => {
    const text = "Во дворе дома 5 второй день не горит фонарь";
    expect(featuresOf(text)).toEqual(featuresOf(text));
    expect(cosine(featuresOf(text), featuresOf("Автобус опять не пришёл"))).toBeLessThan(0.2);
  });

  test("case, ё and Latin look-alikes do not change the features", () => {
    const plain = featuresOf("еще один люк открыт");
    for (const other of [
      "ЕЩЁ ОДИН ЛЮК ОТКРЫТ!!!",
      "ещё… один, люк — открыт?",
      "<p>Ещё&nbsp;<b>один</b> люк открыт</p>",
      "Ещё один люк 😀🔥 открыт ⚠️",
      "eщe oдин люk oткpыт",
    ])
      expect(featuresOf(other)).toEqual(plain);
  });

  test("another form of a word keeps its stem", () => {
    const shared = new Set(featuresOf("фонари"));
    expect(featuresOf("фонарями").filter((feature) => shared.has(feature)).length).toBeGreaterThan(
      5,
    );
  });

  test("a typo keeps most n-grams of a word of seven letters; in its middle, two fifths", () => {
    for (const [right, wrong] of [
      ["светофор", "свитофор"],
      ["тротуар", "тротуал"],
      ["автобус", "автобусс"],
      ["остановка", "астановка"],
    ] as const)
      expect(cosine(letters(right), letters(wrong)), wrong).toBeGreaterThan(0.5);
    expect(cosine(letters("подъезд"), letters("подьезд"))).toBeGreaterThan(0.4);
  });

  test("numbers count only by their length", () => {
    expect(featuresOf("дом 15")).toEqual(featuresOf("дом 42"));
    expect(featuresOf("дом 15")).not.toEqual(featuresOf("дом 150"));
    expect(featuresOf("12345")).toEqual(featuresOf("123456789"));
  });

  test("word order matters, and the first word has a feature of its own", () => {
    expect(cosine(featuresOf("лифт стоит"), featuresOf("стоит лифт"))).toBeLessThan(1);
    const alone = new Set(featuresOf("лифт"));
    const later = new Set(featuresOf("снова лифт"));
    expect([...alone].filter((feature) => !later.has(feature))).toHaveLength(1);
  });

  test("context facts are features of their own block", () => {
    const bare = featuresOf("нет воды");
    const told = featuresOf("нет воды", ["municipality:kedrovy", "season:winter"]);
    expect(told.slice(0, bare.length)).toEqual(bare);
    expect(told.slice(bare.length).map((feature) => feature & 3)).toEqual([
      featureBlocks.context,
      featureBlocks.context,
    ]);
    expect(bare.some((feature) => (feature & 3) === featureBlocks.context)).toBe(false);
    expect(new Set(told.slice(bare.length)).size).toBe(2);
  });

  test("the features of any text fit the buffer and none is zero", () => {
    const long = fc.string({ unit: "binary", maxLength: 6_000 });
    const repeated = fc
      .tuple(
        fc.constantFrom("а ", "ы1", "ъъ ", "щ".repeat(61), "ж".repeat(60) + " "),
        fc.nat(9_000),
      )
      .map(([piece, times]) => piece.repeat(times));
    fc.assert(
      fc.property(fc.oneof(long, repeated), (text) => {
        const n = writeFeatures(analyzeText(text), ["season:spring"], buffer);
        expect(n).toBeLessThanOrEqual(MAX_FEATURES);
        expect(buffer.subarray(0, n).includes(0)).toBe(false);
      }),
      { numRuns: 20 },
    );
  });

  test("with a short buffer, words are left out and nothing is written past the end", () => {
    const small = new Uint32Array(1_000);
    const n = writeFeatures(analyzeText("переулок ".repeat(300)), ["season:spring"], small);
    expect(n).toBeGreaterThan(400);
    expect(n).toBeLessThanOrEqual(1_000);
  });
});

/** Only the character n-grams, which tolerate a typo. */
function letters(word: string): number[] {
  return featuresOf(word).filter((feature) => (feature & 3) === featureBlocks.letters);
}
