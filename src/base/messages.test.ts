import { describe, expect, it } from "vitest";
import { conflict } from "./refusal.ts";
import { fill, makeSpeaker, pluralEn, pluralRu } from "./messages.ts";

describe("words", () => {
  const speaker = makeSpeaker({
    kettles: {
      ru: { refusals: { hot: "Горячо: {degrees} °C", "too-full": "Полон" } },
      en: { refusals: { hot: "Hot: {degrees} °C", "too-full": "Full" } },
    },
  });

  it("put values into their slots and leave an unknown slot to be seen", () => {
    expect(fill("{n} из {all}: {what}", { n: 0, all: 3 })).toBe("0 из 3: {what}");
    expect(fill("{a}", { a: "$& {b}", b: "x" })).toBe("$& {b}");
  });

  it("say a key in the language asked for", () => {
    expect(speaker.say("kettles.hot", "ru", { degrees: 90 })).toBe("Горячо: 90 °C");
    expect(speaker.refusal(conflict("kettles.too-full"), "en")).toBe("Full");
  });

  it("show a key that no book knows, so that a test or a reader notices", () => {
    expect(speaker.say("kettles.cold", "ru")).toBe("kettles.cold");
    expect(speaker.say("nobody.hot", "ru")).toBe("nobody.hot");
    expect(speaker.say("plain", "en")).toBe("plain");
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
