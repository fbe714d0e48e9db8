import { describe, expect, it } from "vitest";
import { conflict } from "./refusal.ts";
import { interpolate, createTranslator, pluralEn, pluralRu } from "./messages.ts";

describe("words", () => {
  const speaker = createTranslator({
    kettles: {
      ru: { refusals: { hot: "Горячо: {degrees} °C", "too-full": "Полон" } },
      en: { refusals: { hot: "Hot: {degrees} °C", "too-full": "Full" } },
    },
  });

  it("put values into their slots and leave an unknown slot to be seen", () => {
    expect(interpolate("{n} из {all}: {what}", { n: 0, all: 3 })).toBe("0 из 3: {what}");
    expect(interpolate("{a}", { a: "$& {b}", b: "x" })).toBe("$& {b}");
  });

  it("say a key in the language asked for", () => {
    expect(speaker.t("kettles.hot", "ru", { degrees: 90 })).toBe("Горячо: 90 °C");
    expect(speaker.refusal(conflict("kettles.too-full"), "en")).toBe("Full");
  });

  it("show a key that no book knows, so that a test or a reader notices", () => {
    expect(speaker.t("kettles.cold", "ru")).toBe("kettles.cold");
    expect(speaker.t("nobody.hot", "ru")).toBe("nobody.hot");
    expect(speaker.t("plain", "en")).toBe("plain");
  });

  it("count in Russian and in English", () => {
    const days = (n: number) => pluralRu(n, "день", "дня", "дней");
    expect([1, 2, 5, 11, 21, 22, 112].map(days)).toEqual([
      "день",
      "дня",
      "дней",
      "дней",
      "день",
      "дня",
      "дней",
    ]);
    expect([0, 1, 2].map((n) => pluralEn(n, "day", "days"))).toEqual(["days", "day", "days"]);
  });
});
