import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answerWeights, checkAnswer, type AnswerCheck, type AnswerCode } from "./check.ts";

const at = new Date("2026-03-05T12:00:00Z");
const question = "Открытый люк на дорожке к школе № 4. Когда закроют люк и кто за это отвечает?";
const check = (
  answer: string,
  kind: "interim" | "final" = "interim",
  about = question,
): AnswerCheck => checkAnswer({ answer, question: about, kind, at });
const points = (answer: string, code: AnswerCode, kind: "interim" | "final" = "interim"): number =>
  check(answer, kind).breakdown.find((summand) => summand.code === code)?.points ?? -1;
const advice = (answer: string, code: AnswerCode): string | undefined =>
  check(answer).breakdown.find((summand) => summand.code === code)?.advice;

const good =
  "Здравствуйте! Люк на дорожке к школе сегодня оградили щитами. Новую крышку установим до 10 марта, " +
  "делает МУП «Водосток», мастер участка, телефон 22-33-44. После этого проверим и покажем снимок.";

describe("the check of an answer", () => {
  test("the weights sum to a hundred", () => {
    expect(Object.values(answerWeights).reduce((a, b) => a + b, 0)).toBe(100);
  });

  test("a good answer passes the threshold and is not empty", () => {
    const found = check(good);
    expect(found.score).toBeGreaterThanOrEqual(90);
    expect(found.emptyAnswer).toBe(false);
  });

  test("an answer without a date and a contact stays below the threshold", () => {
    const found = check(
      "Здравствуйте! Опасный участок сегодня утром ограждён лентой и щитами. Новая крышка заказана на складе. " +
        "Вопрос находится на контроле, в ближайшее время будут приняты необходимые меры.",
    );
    expect(found.score).toBeLessThan(75);
    expect(found.emptyAnswer).toBe(false);
  });

  test.each([
    "Ваше обращение рассмотрено. Приняты меры.",
    "Вопрос поставлен на контроль.",
    "В рамках полномочий проводится работа в установленном порядке.",
    "Информация передана для принятия мер.",
    "Благодарим за обращение! Ваше мнение очень важно для нас.",
    "При наличии финансирования вопрос будет рассмотрен.",
    "ок",
    "",
    "!!! ??? 😀",
    "We will fix it soon, thank you for the message.",
  ])("an отписка: «%s»", (answer) => {
    const found = check(answer);
    expect(found.emptyAnswer).toBe(true);
    expect(found.score).toBeLessThan(50);
  });

  test("an answer about another matter scores nothing for relevance", () => {
    const other = "Здравствуйте! Скамейку на аллее покрасили 3 марта.";
    expect(points(other, "question")).toBe(0);
    expect(points(good, "question")).toBe(20);
  });

  test("completed work gets full points, a promise a part, least in a final answer", () => {
    expect(points("Люк закрыли", "fact")).toBe(20);
    expect(points("Люк закроем", "fact", "interim")).toBe(12);
    expect(points("Люк закроем", "fact", "final")).toBe(5);
    expect(points("Разберёмся с люком", "fact")).toBe(0);
  });

  test("a date gets full points, a vague term a part, «скоро» none", () => {
    expect(points("Закроем 10 марта", "date")).toBe(15);
    expect(points("Закроем до 10.03.2026", "date")).toBe(15);
    expect(points("Закроем до конца недели", "date")).toBe(11);
    expect(points("Закроем в ближайшее время", "date")).toBe(0);
  });

  test("the date of a document is not the date of the work", () => {
    expect(points("На обращение от 03.03.2026 сообщаем", "date")).toBe(0);
    expect(points("По пункту 1.8 правил", "date")).toBe(0);
  });

  test("a promised date in the past is reported", () => {
    expect(advice("Закроем до 01.03.2026", "date")).toBe("triage.answer.date.past");
    expect(points("Закрыли 01.03.2026", "date", "final")).toBe(15);
  });

  test("contact: a word gets a part, an organisation with a telephone full points", () => {
    expect(points("Делает подрядчик", "responsible")).toBe(11);
    expect(points("Делает МУП «Водосток», телефон 22-33-44", "responsible")).toBe(15);
    expect(points("Скоро сделают", "responsible")).toBe(0);
  });

  test("a resident's flat costs points, an office telephone does not", () => {
    expect(points("Жителю квартиры 12 ответили", "personal")).toBe(0);
    expect(points("Телефон 8 800 123-45-67", "personal")).toBe(5);
  });

  test("stock phrases are marked in the text", () => {
    const answer = "Люк закрыли. Вопрос находится на контроле.";
    const spans = check(answer).breakdown.find(({ code }) => code === "cliches")?.why ?? [];
    expect(spans.map((span) => span.text)).toEqual(["на контроле"]);
  });

  test("rude words and shouting cost the tone", () => {
    expect(points("Сами виноваты, надо было раньше", "tone")).toBe(0);
    expect(points("ЛЮК ЗАКРЫТ ВЧЕРА БРИГАДОЙ НОМЕР ПЯТЬ ПОЛНОСТЬЮ", "tone")).toBe(1);
    expect(points("Здравствуйте! Люк закрыли.", "tone")).toBe(5);
  });

  test("never throws; criteria add up and spans lie inside the text", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", maxLength: 300 }),
        fc.string(),
        fc.constantFrom("interim", "final"),
        (answer, about, kind) => {
          const found = check(answer, kind, about);
          expect(found.score).toBe(
            found.breakdown.reduce((sum, summand) => sum + summand.points, 0),
          );
          for (const { points: got, max, why } of found.breakdown) {
            expect(got).toBeGreaterThanOrEqual(0);
            expect(got).toBeLessThanOrEqual(max);
            for (const span of why) expect(answer.slice(span.start, span.end)).toBe(span.text);
          }
        },
      ),
    );
  });
});
