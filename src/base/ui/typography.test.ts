import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  dateParts,
  interpolate,
  formatDate,
  formatDateTime,
  formatNumber,
  formatPercent,
  formatTime,
  formatPhrase,
  pluralForm,
} from "./format.ts";
import { plainText, typesetText, typesetHtml } from "./typography.ts";

/** No-break space as ~ and word joiner as ^, to be seen. */
const shown = (text: string) =>
  typesetText(text).replaceAll("\u00a0", "~").replaceAll("\u2060", "^");

describe("Russian typography", () => {
  it.each([
    ["Яма у школы № 4", "Яма у~школы №~4"],
    ["и в доме тоже", "и~в~доме тоже"],
    ["осталось 3 рабочих дня", "осталось 3~рабочих дня"],
    ["61 из 92", "61 из~92"],
    ["1 284 сообщения", "1~284~сообщения"],
    ["12 000 000 руб.", "12~000~000~руб."],
    ["доля 58 %", "доля 58~%"],
    ["Закрашено — проверено", "Закрашено~— проверено"],
    ["с 10:00–17:30", "с~10:00^–^17:30"],
    ["ул. Речная, д. 8", "ул.~Речная, д.~8"],
    ["А. Петров", "А.~Петров"],
    ["(в срок)", "(в~срок)"],
    ["«К нам едут»", "«К~нам едут»"],
    ["Долгомост", "Долгомост"],
  ])("%s", (plain, wanted) => {
    expect(shown(plain)).toBe(wanted);
  });

  it("changes nothing but spaces and joiners, and nothing the second time", () => {
    const words = fc.constantFrom(
      "в",
      "доме",
      "—",
      "12",
      "000",
      "руб.",
      "№",
      "10:00–17:30",
      "и",
      "«а",
      "%",
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 12 }), (parts) => {
        const text = parts.join(" ");
        expect(plainText(typesetText(text))).toBe(text);
        expect(typesetText(typesetText(text))).toBe(typesetText(text));
      }),
    );
  });

  it("leaves short English words free but binds numbers and dashes", () => {
    expect(typesetText("it is 5 days — or 1 284 hours", "en")).toBe(
      "it is 5\u00a0days\u00a0— or 1\u00a0284\u00a0hours",
    );
  });

  it("reaches text in HTML, never tags, attributes, text areas or code", () => {
    const html =
      '<p title="в 5 > 3">в доме</p><textarea>в доме</textarea><code>в <b>a b</b> доме</code><i>в доме</i>';
    expect(typesetHtml(html, "ru")).toBe(
      '<p title="в 5 > 3">в\u00a0доме</p><textarea>в доме</textarea><code>в <b>a b</b> доме</code><i>в\u00a0доме</i>',
    );
  });
});

describe("formats", () => {
  const clockwork = {
    lang: "ru",
    zone: "Asia/Irkutsk",
    now: new Date("2026-03-12T00:00:00Z"),
  } as const;

  it("writes a date in the region's zone, with the year only when it is another", () => {
    const lateEvening = new Date("2026-03-02T23:12:00Z");
    expect(formatDate(lateEvening, clockwork)).toBe("3 марта");
    expect(formatDateTime(lateEvening, clockwork)).toBe("3 марта, 07:12");
    expect(formatTime(lateEvening, { lang: "en", zone: "UTC" })).toBe("23:12");
    expect(formatDate(new Date("2025-03-03T12:00:00Z"), clockwork)).toBe("3 марта 2025");
    expect(formatDate(new Date("2025-12-31T20:00:00Z"), clockwork)).toBe("1 января");
    expect(formatDate(new Date("2025-03-03T12:00:00Z"), { ...clockwork, lang: "en" })).toBe(
      "3 March 2025",
    );
    expect(dateParts(new Date("2026-04-17T01:00:00Z"), clockwork)).toEqual({
      day: "17",
      month: "апр",
    });
  });

  it("writes numbers with no-break thousands and the language's own comma", () => {
    expect(formatNumber(38420, { lang: "ru" })).toBe("38\u00a0420");
    expect(formatNumber(4.267, { lang: "ru", digits: 1 })).toBe("4,3");
    expect(formatNumber(1284.5, { lang: "en" })).toBe("1,284.5");
    expect(formatPercent(0.584, { lang: "ru" })).toBe("58\u00a0%");
    expect(formatPercent(0.584, { lang: "en" })).toBe("58%");
  });

  it("chooses the form of a word and builds a phrase from given words", () => {
    const forms = {
      one: "остался {count} рабочий день",
      few: "осталось {count} рабочих дня",
      many: "осталось {count} рабочих дней",
      other: "осталось {count} рабочего дня",
    };
    const say = (count: number) => formatPhrase({ lang: "ru", count, forms });
    expect([1, 3, 11, 21, 1.5, 0].map(say)).toEqual([
      "остался 1 рабочий день",
      "осталось 3 рабочих дня",
      "осталось 11 рабочих дней",
      "остался 21 рабочий день",
      "осталось 1,5 рабочего дня",
      "осталось 0 рабочих дней",
    ]);
    expect(pluralForm({ lang: "en", count: 1, forms: { one: "day", other: "days" } })).toBe("day");
    expect(interpolate("{a} из {b}, {c}", { a: 1, b: 2 })).toBe("1 из 2, {c}");
  });
});
