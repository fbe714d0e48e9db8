import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  dateOfDay,
  dayNumber,
  fromZoned,
  instantOf,
  isLocalDate,
  localDate,
  toZoned,
} from "./local-time.ts";

const zones = [
  "Europe/Kaliningrad",
  "Europe/Moscow",
  "Asia/Yekaterinburg",
  "Asia/Yakutsk",
  "Asia/Kamchatka",
  "Europe/Berlin",
  "America/New_York",
  "Australia/Lord_Howe",
  "America/Santiago",
  "Asia/Kathmandu",
  "Africa/Cairo",
  "Africa/Casablanca",
  "UTC",
];
const anyZone = fc.constantFrom(...zones);
const anyInstant = fc.date({
  min: new Date("2005-01-01T00:00:00Z"),
  max: new Date("2035-01-01T00:00:00Z"),
  noInvalidDate: true,
});
const anyDay = fc.integer({ min: dayNumber(localDate("2005-01-01")), max: 24_000 });

/** An independent answer: what Intl itself writes for this instant. */
function shownByIntl(instant: Date, zone: string): string {
  return new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone,
    dateStyle: "short",
    timeStyle: "short",
  }).format(instant);
}

function written({ date, minutes }: { date: string; minutes: number }): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${date} ${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

describe("local dates", () => {
  test("a local date is a real day", () => {
    expect(isLocalDate("2024-02-29")).toBe(true);
    for (const text of [
      "2026-02-29",
      "2026-13-01",
      "2026-1-1",
      "01.02.2026",
      "",
      "2026-01-01T00",
    ]) {
      expect(isLocalDate(text)).toBe(false);
    }
    expect(() => localDate("2026-02-30")).toThrow("2026-02-30");
  });

  test("day numbers and dates are two forms of one thing", () => {
    expect(dayNumber(localDate("1970-01-01"))).toBe(0);
    fc.assert(
      fc.property(anyDay, (day) => {
        expect(dayNumber(dateOfDay(day))).toBe(day);
        expect(dateOfDay(day) < dateOfDay(day + 1)).toBe(true);
      }),
    );
  });
});

describe("the wall clock of a zone", () => {
  test("an instant is shown as Intl shows it, in every zone", () => {
    fc.assert(
      fc.property(anyInstant, anyZone, (instant, zone) => {
        expect(written(toZoned(instant, zone))).toBe(shownByIntl(instant, zone));
      }),
      { numRuns: 2_000 },
    );
  });

  test("the minutes around every change of clocks are shown as Intl shows them", () => {
    const changes: [string, string][] = [
      ["Europe/Berlin", "2026-03-29T01:00:00Z"],
      ["Europe/Berlin", "2026-10-25T01:00:00Z"],
      ["America/New_York", "2026-03-08T07:00:00Z"],
      ["Australia/Lord_Howe", "2026-04-04T15:00:00Z"],
      ["Europe/Moscow", "2014-10-25T22:00:00Z"],
      ["Pacific/Apia", "2011-12-30T10:00:00Z"],
    ];
    for (const [zone, change] of changes) {
      for (let minute = -90; minute <= 90; minute += 1) {
        const instant = new Date(Date.parse(change) + minute * 60_000);
        expect(written(toZoned(instant, zone))).toBe(shownByIntl(instant, zone));
      }
    }
  });

  test("a wall time leads to an instant that shows it, except where clocks skip it", () => {
    let skipped = 0;
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: 1439 }), anyZone, (day, minutes, zone) => {
        const date = dateOfDay(day);
        const back = toZoned(fromZoned(date, minutes, zone), zone);
        if (back.date === date && back.minutes === minutes) return;
        skipped += 1;
        expect(written(back) > written({ date, minutes })).toBe(true);
      }),
      { numRuns: 3_000 },
    );
    expect(skipped).toBeLessThan(15);
  });

  test("a skipped time is the moment of the jump, a repeated time is its first showing", () => {
    const spring = localDate("2026-03-29");
    const autumn = localDate("2026-10-25");
    const at = (date: typeof spring, minutes: number): string =>
      fromZoned(date, minutes, "Europe/Berlin").toISOString();
    expect(at(spring, 119)).toBe("2026-03-29T00:59:00.000Z");
    expect(at(spring, 120)).toBe("2026-03-29T01:00:00.000Z");
    expect(at(spring, 150)).toBe("2026-03-29T01:00:00.000Z");
    expect(at(spring, 180)).toBe("2026-03-29T01:00:00.000Z");
    expect(at(autumn, 150)).toBe("2026-10-25T00:30:00.000Z");
    expect(at(autumn, 180)).toBe("2026-10-25T02:00:00.000Z");
    expect(toZoned(new Date("2026-10-25T01:30:00Z"), "Europe/Berlin")).toEqual({
      date: "2026-10-25",
      minutes: 150,
    });
  });

  test("a later wall time is never an earlier instant", () => {
    const march = dayNumber(localDate("2026-03-28")) * 86_400_000;
    for (const zone of zones) {
      let previous = -Infinity;
      for (let quarter = 0; quarter < 4 * 24 * 365; quarter += 1) {
        const instant = instantOf(march + quarter * 900_000, zone);
        if (instant < previous) throw new Error(`${zone} went back at ${quarter}`);
        previous = instant;
      }
    }
  });

  test("Russian zones stand where the law put them", () => {
    const noon = new Date("2026-11-22T12:00:00Z");
    expect(written(toZoned(noon, "Europe/Kaliningrad"))).toBe("2026-11-22 14:00");
    expect(written(toZoned(noon, "Europe/Moscow"))).toBe("2026-11-22 15:00");
    expect(written(toZoned(noon, "Asia/Yekaterinburg"))).toBe("2026-11-22 17:00");
    expect(written(toZoned(noon, "Asia/Kamchatka"))).toBe("2026-11-23 00:00");
  });

  test("an unknown zone is refused", () => {
    expect(() => toZoned(new Date(0), "Mars/Olympus")).toThrow(RangeError);
  });
});
