import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findPersonalData, maskPersonalData, type PersonalDataKind } from "./personal-data.ru.ts";

const found: readonly (readonly [PersonalDataKind, string, string])[] = [
  ["phone", "звоните +7 (912) 345-67-89 вечером", "+7 (912) 345-67-89"],
  ["phone", "мой номер 89123456789", "89123456789"],
  ["phone", "телефон: 22-33-44", "22-33-44"],
  ["email", "пишите на ivan.petrov@mail.ru", "ivan.petrov@mail.ru"],
  ["passport", "паспорт 3301 123456", "паспорт 3301 123456"],
  ["snils", "СНИЛС 112-233-445 95", "112-233-445 95"],
  ["card", "на карту 4111 1111 1111 1111", "4111 1111 1111 1111"],
  ["apartment", "дом 5, кв. 12, этаж 3", "кв. 12"],
  ["apartment", "в квартире 48 сыро", "квартире 48"],
  ["name", "с уважением Иванов Иван Иванович", "Иванов Иван Иванович"],
  ["name", "Марии Петровне отказали", "Марии Петровне"],
  ["name", "мастер Сидоров А. В. грубит", "Сидоров А. В."],
  ["name", "мастер А.В. Сидоров грубит", "А.В. Сидоров"],
];

describe("personal data in a text", () => {
  test.each(found)("%s in «%s»", (kind, text, expected) => {
    expect(findPersonalData(text).map((span) => [span.kind, span.text])).toEqual([
      [kind, expected],
    ]);
  });

  test.each([
    "яма на улице Ивана Ивановича Иванова",
    "автобус 104 не пришёл в 18:30",
    "обращение № 3290970 от 05.03.2026",
    "дом 5, корпус 2, подъезд 3",
    "номер счётчика 1234 5678 9012 3456",
    "школа имени Анны Петровны",
  ])("nothing personal in «%s»", (text) => expect(findPersonalData(text)).toEqual([]));

  test("masking preserves offsets and leaves no personal data", () => {
    const text = "Я Иванов Иван Иванович, кв. 5, тел. 8 912 345-67-89";
    const masked = maskPersonalData(text);
    expect(masked).toHaveLength(text.length);
    expect(masked).not.toMatch(/Иван|912|кв\. 5/);
    expect(findPersonalData(masked)).toEqual([]);
  });

  test("masking is idempotent", () => {
    const piece = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("кв. 1", " Анна Петровна ", "89123456789", "a@b.ru", "•", " "),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join("");
        const masked = maskPersonalData(text);
        expect(masked).toHaveLength(text.length);
        for (const span of findPersonalData(text))
          expect(text.slice(span.start, span.end)).toBe(span.text);
      }),
    );
  });
});
