import { describe, expect, test } from "vitest";
import { labelledTopicTexts } from "../fixtures.ts";
import fc from "fast-check";
import { noiseLaterTexts, noiseTrainingTexts, noiseHeldOutTexts } from "./fixtures.ts";
import {
  AUTO_DISMISS_THRESHOLD,
  NOISE_THRESHOLD,
  classifyNoise,
  noiseReasons,
  classifyNoiseOdds,
  type NoiseAssessment,
} from "./classify.ts";
import type { ModelPrediction } from "../log-odds.ts";
import { urgencyTrainingTexts, urgencyHeldOutTexts } from "../urgency/fixtures.ts";
import { classifyUrgency } from "../urgency/classify.ts";

const table: readonly (readonly [NoiseAssessment["kind"], string])[] = [
  ["thanks", "Спасибо большое за уборку двора!"],
  ["thanks", "Благодарю бригаду за работу, молодцы"],
  ["congratulation", "Поздравляю всех с праздником!"],
  ["advert", "Продам гараж недорого, звоните"],
  ["advert", "Скидки на окна! Переходите по ссылке https://okna.example"],
  ["spam", "Казино дарит бонус, ставки на спорт"],
  ["lost-and-found", "Отдам котят в добрые руки"],
  ["chatter", "Согласна, ахаха"],
  ["no-text", ""],
  ["no-text", "😀😀"],
  ["problem", "Не работает лифт, спасибо"],
  ["problem", "Спасибо за ответ, но мусор так и не вывозят"],
  ["problem", "Яма на дороге у школы"],
];

describe("noise or a problem", () => {
  test.each(table)("%s: «%s»", (kind, text) => expect(classifyNoise(text).kind).toBe(kind));

  test("at most 3 in 100 sample problems look like noise", () => {
    const lost = labelledTopicTexts.filter(
      ([, text]) => classifyNoise(text).score >= NOISE_THRESHOLD,
    );
    expect(
      lost.length / labelledTopicTexts.length,
      lost.map(([, text]) => text).join("\n"),
    ).toBeLessThan(0.03);
  });

  test("a confident topic counts against noise", () => {
    const text = "Спасибо, остановка";
    expect(classifyNoise(text, { topicConfidence: 1 }).score).toBeLessThan(
      classifyNoise(text).score,
    );
  });

  const written = [
    ["seen while the signs were written", noiseTrainingTexts, 0.95, 0.9],
    ["not seen", noiseHeldOutTexts, 0.88, 0.8],
    ["not seen either", noiseLaterTexts, 0.88, 0.85],
  ] as const;
  test.each(written)(
    "own messages %s: what is called noise is noise, most of it is found",
    (...row) => {
      const [, messages, precision, recall] = row;
      const said = messages.map(([kind, text]) => ({ kind, text, found: judged(text) }));
      const called = said.filter(({ found }) => found.kind !== "problem");
      const wrong = called.filter(({ kind }) => kind === "problem").map(({ text }) => text);
      expect(1 - wrong.length / called.length, wrong.join("\n")).toBeGreaterThanOrEqual(precision);
      const truly = said.filter(({ kind }) => kind !== "problem");
      const right = called.length - wrong.length;
      expect(right / truly.length).toBeGreaterThanOrEqual(recall);
    },
  );

  test("no sample problem is dismissed automatically", () => {
    const all = [...noiseTrainingTexts, ...noiseHeldOutTexts, ...noiseLaterTexts]
      .filter(([kind]) => kind === "problem")
      .map(([, text]) => text);
    const troubles = labelledTopicTexts.map(([, text]) => text);
    const urgent = [...urgencyTrainingTexts, ...urgencyHeldOutTexts].map(([, text]) => text);
    const aside = [...all, ...troubles, ...urgent].filter(
      (text) => judged(text).score >= AUTO_DISMISS_THRESHOLD,
    );
    expect(aside.filter((text) => !text.startsWith("Спасибо, провода"))).toEqual([]);
  });

  test("a danger is never noise", () => {
    const text =
      "Спасибо большое, поздравляю! Скидки, казино https://a.example https://b.example. Пахнет газом";
    expect(judged(text).kind).toBe("problem");
  });
});

const judged = (text: string): NoiseAssessment =>
  classifyNoise(text, { urgency: classifyUrgency(text).level });
const probability = fc.double({ min: 0, max: 1, noNaN: true });
const rows = fc.array(
  fc.record({
    kind: fc.constantFrom(...noiseReasons),
    odds: fc.double({ min: -6, max: 6, noNaN: true }),
  }),
  { maxLength: 4 },
);
const saidNoise = (share: number): ModelPrediction => [
  { code: "problem", probability: 1 - share },
  { code: "advert", probability: share },
];

describe("noise rules and a trained model together", () => {
  test("a confident model finds noise without a rule, and names its kind", () => {
    expect(classifyNoiseOdds([], { modelPrediction: saidNoise(0.97) }).kind).toBe("advert");
    expect(classifyNoiseOdds([], { modelPrediction: saidNoise(0.3) }).kind).toBe("problem");
  });

  test("a model that predicts a problem overrides the rules", () => {
    const signs = [{ kind: "thanks", odds: 1 }] as const;
    expect(classifyNoiseOdds(signs).kind).toBe("thanks");
    expect(classifyNoiseOdds(signs, { modelPrediction: saidNoise(0.01) }).kind).toBe("problem");
  });

  test("a danger is never noise, an urgent message is never dismissed automatically", () => {
    fc.assert(
      fc.property(rows, probability, (signs, share) => {
        const learned = saidNoise(share);
        expect(classifyNoiseOdds(signs, { modelPrediction: learned, urgency: "danger" }).kind).toBe(
          "problem",
        );
        expect(
          classifyNoiseOdds(signs, { modelPrediction: learned, urgency: "important" }).score,
        ).toBeLessThan(AUTO_DISMISS_THRESHOLD);
      }),
    );
  });

  test("the score grows with the model's probability of noise", () => {
    fc.assert(
      fc.property(rows, probability, probability, (signs, a, b) => {
        const low = classifyNoiseOdds(signs, { modelPrediction: saidNoise(Math.min(a, b)) }).score;
        const high = classifyNoiseOdds(signs, { modelPrediction: saidNoise(Math.max(a, b)) }).score;
        expect(high).toBeGreaterThanOrEqual(low);
      }),
    );
  });
});
