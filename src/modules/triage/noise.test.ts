import { describe, expect, test } from "vitest";
import { labelled } from "./fixtures.ts";
import { NOISE_THRESHOLD, noiseOf, type Noise } from "./noise.ts";

const table: readonly (readonly [Noise["kind"], string])[] = [
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

describe("noise or a matter", () => {
  test.each(table)("%s: «%s»", (kind, text) => expect(noiseOf(text).kind).toBe(kind));

  test("of own messages about troubles at most 3 in 100 look like noise", () => {
    const lost = labelled.filter(([, text]) => noiseOf(text).score >= NOISE_THRESHOLD);
    expect(lost.length / labelled.length, lost.map(([, text]) => text).join("\n")).toBeLessThan(
      0.03,
    );
  });

  test("a confident topic speaks against noise", () => {
    const text = "Спасибо, остановка";
    expect(noiseOf(text, { topicConfidence: 1 }).score).toBeLessThan(noiseOf(text).score);
  });
});
