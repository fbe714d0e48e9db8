import { describe, expect, test } from "vitest";
import { Refusal } from "#base/refusal.ts";
import { interpolate, labelOf } from "#base/messages.ts";
import { en } from "../messages.en.ts";
import { ru } from "../messages.ru.ts";
import type { LabelledText } from "./corpus.ts";
import { evaluateModel } from "./evaluation/evaluate.ts";
import { sampleTestTexts, sampleTrainingTexts, sampleTrainingOptions } from "./fixtures.ts";
import { openModel } from "./model.ts";
import { trainModel } from "./train.ts";

const accuracyOf = (file: Uint8Array, rows: readonly LabelledText[]): number => {
  const model = openModel(file);
  const right = rows.filter(
    ({ text, label, context }) => model.predictBest(text, context).code === label,
  );
  return right.length / rows.length;
};

describe("training", () => {
  test("a few catalogue phrases per topic suffice to classify new messages", async () => {
    const file = await trainModel(sampleTrainingTexts, sampleTrainingOptions);
    expect(sampleTestTexts.length).toBeGreaterThan(20);
    expect(accuracyOf(file, sampleTestTexts)).toBeGreaterThan(0.9);
    expect(accuracyOf(file, sampleTrainingTexts)).toBeGreaterThan(0.98);
  });

  test("the same texts and seed give the same file to the byte, another seed another file", async () => {
    const [one, same, other] = [
      await trainModel(sampleTrainingTexts, { ...sampleTrainingOptions, seed: 5 }),
      await trainModel(sampleTrainingTexts, { ...sampleTrainingOptions, seed: 5 }),
      await trainModel(sampleTrainingTexts, { ...sampleTrainingOptions, seed: 6 }),
    ];
    expect(Buffer.from(one).equals(same)).toBe(true);
    expect(Buffer.from(one).equals(other)).toBe(false);
  });

  test("training yields to the event loop", async () => {
    let turns = 0;
    const yieldToEventLoop = async (): Promise<void> => void turns++;
    await trainModel(sampleTrainingTexts.slice(0, 60), {
      ...sampleTrainingOptions,
      yieldToEventLoop,
    });
    expect(turns).toBeGreaterThan(60 * 3);
  });

  test("the card holds the training set and figures on held-out texts", async () => {
    const file = await trainModel(sampleTrainingTexts, sampleTrainingOptions);
    const { card } = openModel(file);
    expect(card.name).toBe("toy");
    expect(card.trainedAt).toBe("1970-01-01T00:00:00.000Z");
    expect(card.texts).toBe(sampleTrainingTexts.length);
    for (const { label, texts } of card.classes)
      expect(texts).toBe(sampleTrainingTexts.filter((row) => row.label === label).length);
    expect(card.judged).toHaveLength(sampleTrainingTexts.length);
    const right = card.judged.filter(([label, said]) => label === said).length;
    expect(card.figures.accuracy).toBeCloseTo(right / card.judged.length, 10);
    expect(card.figures.accuracy).toBeGreaterThan(0.75);
    expect(card.figures.accuracy).toBeLessThan(1);
    // The file holds no training text.
    const held = Buffer.from(file).toString("latin1");
    for (const word of ["яма", "люк", "фонар"])
      expect(held).not.toContain(Buffer.from(word).toString("latin1"));
  });

  test("context facts decide where the text cannot", async () => {
    const rows = Array.from({ length: 120 }, (_, at): LabelledText => {
      const winter = at % 2 === 0;
      return {
        text: "Скользко у подъезда, не пройти",
        label: winter ? "ice" : "mud",
        context: [winter ? "season:winter" : "season:autumn"],
      };
    });
    const model = openModel(await trainModel(rows, sampleTrainingOptions));
    expect(model.predictBest("Скользко у подъезда", ["season:winter"]).code).toBe("ice");
    expect(model.predictBest("Скользко у подъезда", ["season:autumn"]).code).toBe("mud");
    expect(model.predictBest("Скользко у подъезда").probability).toBeLessThan(0.75);
  });

  test("a label with one text, unusual labels and texts without words are accepted", async () => {
    const odd = ["", " ", "__proto__", 'a"b\\c\n', "😀", "\ud800", "тема — 1", "x".repeat(5_000)];
    const rows: LabelledText[] = [
      ...sampleTrainingTexts,
      ...odd.map((label, at) => ({ text: ["", "!!!", "😀", "7"][at % 4] ?? "", label })),
    ];
    const file = await trainModel(rows, sampleTrainingOptions);
    const labels = openModel(file).card.classes.map(({ label }) => label);
    expect(labels).toHaveLength(new Set(rows.map(({ label }) => label)).size);
    expect(labels).toEqual(expect.arrayContaining(odd));
    expect(accuracyOf(file, sampleTestTexts)).toBeGreaterThan(0.9);
  });

  test("three hundred labels are learned as well as eight", async () => {
    const rows = Array.from({ length: 600 }, (_, at): LabelledText => {
      const k = at % 300;
      const name = [...k.toString(6)].map((digit) => "бвгджз"[Number(digit)] + "а").join("");
      return { text: `${name}тория на улице ${at}, дом ${k}`, label: `t${k}` };
    });
    const file = await trainModel(rows, sampleTrainingOptions);
    expect(openModel(file).card.classes).toHaveLength(300);
    expect(accuracyOf(file, rows.slice(0, 300))).toBeGreaterThan(0.95);
  });
});

describe("an unusable training set is refused with a reason", () => {
  const numbered = (texts: number, label: (at: number) => string): LabelledText[] =>
    Array.from({ length: texts }, (_, at) => ({ text: `яма ${at}`, label: label(at) }));

  test.each([
    ["no texts", [], "triage.few-texts"],
    ["nine texts", numbered(9, (at) => `t${at % 2}`), "triage.few-texts"],
    ["one label", numbered(30, () => "roads"), "triage.one-label"],
    ["numbers instead of labels", numbered(1_001, (at) => `№ ${at}`), "triage.many-labels"],
  ] as const)("%s", async (_, rows, reason) => {
    const refusal = await trainModel(rows, sampleTrainingOptions).catch((error: unknown) => error);
    if (!(refusal instanceof Refusal)) throw new Error("it was not refused");
    expect([refusal.kind, refusal.reason]).toEqual(["invalid", reason]);
    for (const { refusals } of [ru, en]) {
      const sentence = interpolate(
        labelOf(refusals, reason.replace("triage.", "")) ?? "{none}",
        refusal.values,
      );
      expect(sentence).not.toMatch(/[{}]/);
    }
  });
});

describe("evaluating", () => {
  test("it trains on one set, evaluates on the other and measures both times", async () => {
    let now = 0;
    const clock = (): number => (now += 500);
    const stranger = { text: "Концерт в парке", label: "leisure" };
    const { judged, ...figures } = await evaluateModel(
      { train: sampleTrainingTexts, test: [...sampleTestTexts, stranger] },
      { at: new Date(0), yieldToEventLoop: sampleTrainingOptions.yieldToEventLoop, clock },
    );
    expect(judged).toHaveLength(sampleTestTexts.length + 1);
    const right = judged.filter(({ label, predicted }) => label === predicted).length;
    expect(figures.accuracy).toBeCloseTo(right / judged.length, 10);
    expect(figures.accuracy).toBeGreaterThan(0.85);
    // A label absent from training is missed, and is a class of its own in the mean.
    expect(judged.at(-1)?.label).not.toBe(judged.at(-1)?.predicted);
    expect(figures.classes).toBe(8);
    expect(figures.trainSeconds).toBe(0.5);
    expect(figures.predictPerSecond).toBe((sampleTestTexts.length + 1) / 0.5);
    expect(figures.modelBytes).toBeGreaterThan(100_000);
  });
});
