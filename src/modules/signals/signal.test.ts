import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalizeHeader } from "./import/columns.ru.ts";
import { parseDegrees, parseMoment } from "./import/cells.ts";
import { toPlainText } from "./intake/plain-text.ts";
import { isLinkToken, linkHash, linkToken } from "#base/http/private-link.ts";
import { hashAuthorKey, hashFormId } from "./intake/private-link.ts";
import {
  maxTextLength,
  formatMessageNumber,
  autoDismissReason,
  type StoredSuggestion,
} from "./signal.ts";

const zone = "Asia/Yekaterinburg";

describe("the moment that a cell tells", () => {
  const eightTwelve = "2026-05-31T03:12:00.000Z";

  it.each([
    ["2026-05-31T03:12:00Z", eightTwelve],
    ["2026-05-31T08:12:00+05:00", eightTwelve],
    ["2026-05-31 08:12", eightTwelve],
    ["31.05.2026 08:12", eightTwelve],
    ["31.05.2026 в 08:12:00", eightTwelve],
    ["31.05.2026", "2026-05-30T19:00:00.000Z"],
    ["1780197120", eightTwelve],
    ["46173.341666667", eightTwelve],
  ])("%s is one and the same instant in every spelling", (cell, expected) => {
    expect(parseMoment(cell, zone)?.toISOString()).toBe(expected);
  });

  it.each([
    "31.02.2026",
    "2026-13-01",
    "29.02.2025",
    "31.05.2026 25:00",
    "вчера",
    "5",
    "2026-05-31T08:61",
    "",
  ])("«%s» is no date", (cell) => {
    expect(parseMoment(cell, zone)).toBeUndefined();
  });

  it("reads back every instant written as ISO, whatever the zone", () => {
    const dates = fc.date({
      min: new Date("2000-01-01"),
      max: new Date("2050-01-01"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(dates, fc.constantFrom(zone, "Europe/Moscow", "Asia/Kamchatka"), (at, where) => {
        const whole = new Date(Math.floor(at.getTime() / 1000) * 1000);
        expect(parseMoment(whole.toISOString(), where)?.getTime()).toBe(whole.getTime());
      }),
    );
  });
});

describe("coordinates in a cell", () => {
  it("take a comma for a point, an empty cell for nothing, and words for no number", () => {
    expect(parseDegrees("57,15")).toBe(57.15);
    expect(parseDegrees("-0.5")).toBe(-0.5);
    expect(parseDegrees(" ")).toBeUndefined();
    expect(parseDegrees("дом 5")).toBeNaN();
  });
});

describe("the text as it is kept", () => {
  it("loses its markup and keeps its words and lines", () => {
    const { text, warnings } = toPlainText(
      "<p>Яма&nbsp;на <b>дороге</b></p><script>alert(1)</script><br>Опасно &lt;3",
    );
    expect(text).toBe("Яма на дороге\n\nОпасно <3");
    expect(warnings).toEqual(["markup-removed"]);
  });

  it("leaves «5 < 7 и 9 > 3» as it is", () => {
    expect(toPlainText("в доме 5 < 7 и 9 > 3")).toEqual({
      text: "в доме 5 < 7 и 9 > 3",
      warnings: [],
    });
  });

  it("is cut at its limit with a warning, never in the middle of a letter", () => {
    const { text, warnings } = toPlainText("😀".repeat(50_000));
    expect(text.length).toBeLessThanOrEqual(maxTextLength);
    expect(text.isWellFormed()).toBe(true);
    expect(warnings).toEqual(["text-cut"]);
  });

  it("holds nothing that the database refuses, whatever came", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (given) => {
        const { text } = toPlainText(`${given}\u0000&#0;\ud800`);
        expect(text).not.toContain("\u0000");
        expect(text.isWellFormed()).toBe(true);
      }),
    );
  });

  it.each(["<", "<a ", "<!--", "&#"])("keeps «%s», which closes nothing, as text", (piece) => {
    const given = piece.repeat(100_000 / piece.length);
    expect(toPlainText(given)).toEqual({
      text: given.slice(0, maxTextLength).trimEnd(),
      warnings: ["text-cut"],
    });
  });

  it("is empty where a hundred thousand signs are markup alone", () => {
    expect(toPlainText("<script>".repeat(12_000))).toEqual({
      text: "",
      warnings: ["markup-removed"],
    });
  });
});

describe("the private link", () => {
  it("is the same for one message for ever, and another for every other message, region and key", () => {
    const token = linkToken("key", "sinegorsk", "m1");
    expect(linkToken("key", "sinegorsk", "m1")).toBe(token);
    expect(isLinkToken(token)).toBe(true);
    const others = [
      linkToken("key", "sinegorsk", "m2"),
      linkToken("key", "omsk", "m1"),
      linkToken("other", "sinegorsk", "m1"),
    ];
    expect(new Set([token, ...others]).size).toBe(4);
    expect(linkHash(token).toString("base64url")).not.toContain(token);
  });

  it("shares nothing with the key of an author or of a form", () => {
    const keys = [
      linkToken("k", "a", "b"),
      hashAuthorKey("k", "a", "b"),
      hashFormId("k", ["a", "b"]),
    ];
    expect(new Set(keys).size).toBe(3);
  });
});

describe("a message that needs nobody", () => {
  const suggestion = (
    noise: StoredSuggestion["noise"],
    level: StoredSuggestion["urgency"]["level"],
  ): StoredSuggestion => ({
    engine: "phrases-1",
    topic: { code: null, group: null, confidence: 0, runnersUp: [] },
    place: {
      municipalityId: null,
      settlementId: null,
      streetName: null,
      house: null,
      lat: null,
      lon: null,
      confidence: 0,
      label: "",
    },
    urgency: { level, confidence: 0.8, reasons: [] },
    noise,
    body: { organisationId: null, reason: "", confidence: 0 },
    spans: [],
  });

  it("is put aside by the machine only when it is sure, and never when somebody may be in danger", () => {
    const thanks = { is: true, reason: "thanks", confidence: 0.95 } as const;
    expect(autoDismissReason(suggestion(thanks, "normal"))).toBe("thanks");
    expect(autoDismissReason(suggestion({ ...thanks, confidence: 0.8 }, "normal"))).toBeNull();
    expect(autoDismissReason(suggestion(thanks, "danger"))).toBeNull();
    expect(
      autoDismissReason(suggestion({ is: false, reason: null, confidence: 0.99 }, "normal")),
    ).toBeNull();
  });
});

it("numbers of messages begin anew each year", () => {
  expect(formatMessageNumber("2026", 3118)).toBe("С-2026-03118");
});

it("headers are compared without case, quotes, ё and stray spaces", () => {
  expect(normalizeHeader("  «Текст  Сообщения»: ")).toBe("текст сообщения");
});
