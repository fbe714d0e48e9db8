import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RUSSIAN_YEARS } from "./calendar-russia.ru.ts";
import { createCalendar, type CalendarYear } from "./calendar.ts";
import { dateOfDay, dayNumber, localDate } from "./local-time.ts";

const workday = { from: "09:00", to: "18:00" };
const calendar = createCalendar({ years: RUSSIAN_YEARS, workday });
const works = (date: string): boolean => calendar.isWorkingDay(localDate(date));
const daysIn = (year: number, of = calendar): number =>
  of.countWorkingDays({ from: localDate(`${year}-01-01`), to: localDate(`${year + 1}-01-01`) });

describe("the Russian production calendar", () => {
  test.each([
    [2020, 248, 1979],
    [2021, 247, 1972],
    [2022, 247, 1973],
    [2023, 247, 1973],
    [2024, 248, 1979],
    [2025, 247, 1972],
    [2026, 247, 1972],
    [2027, 247, 1972],
  ])("%i has %i working days and, at 40 hours a week, %i working hours", (year, days, hours) => {
    const withLunch = createCalendar({
      years: RUSSIAN_YEARS,
      workday: { ...workday, lunch: { from: "13:00", to: "14:00" } },
    });
    const first = dayNumber(localDate(`${year}-01-01`));
    const last = dayNumber(localDate(`${year}-12-31`));
    let minutes = 0;
    for (let day = first; day <= last; day += 1) {
      for (const span of withLunch.workingIntervals(day)) minutes += span.to - span.from;
    }
    expect(daysIn(year)).toBe(days);
    expect(minutes / 60).toBe(hours);
  });

  test("weekends that the Government made working days are worked", () => {
    for (const date of [
      "2021-02-20",
      "2022-03-05",
      "2024-04-27",
      "2024-11-02",
      "2024-12-28",
      "2025-11-01",
      "2027-02-20",
    ]) {
      expect([date, works(date)]).toEqual([date, true]);
    }
  });

  test("moved days off are off", () => {
    for (const date of [
      "2020-05-04",
      "2020-05-05",
      "2021-11-05",
      "2021-12-31",
      "2022-05-03",
      "2022-05-10",
      "2023-02-24",
      "2023-05-08",
      "2024-04-29",
      "2024-05-10",
      "2024-12-31",
      "2025-05-02",
      "2025-05-08",
      "2025-06-13",
      "2025-12-31",
      "2026-01-09",
      "2026-03-09",
      "2026-05-11",
      "2026-12-31",
      "2027-02-22",
      "2027-11-05",
      "2027-12-31",
    ]) {
      expect([date, works(date)]).toEqual([date, false]);
    }
  });

  test("days beside the holidays are worked", () => {
    for (const date of ["2020-12-31", "2022-12-30", "2026-01-12", "2026-12-30", "2027-11-08"]) {
      expect([date, works(date)]).toEqual([date, true]);
    }
  });

  test("no holiday of the Labour Code is ever a working day", () => {
    const holidays = ["01-01", "01-02", "01-03", "01-04", "01-05", "01-06", "01-07", "01-08"];
    holidays.push("02-23", "03-08", "05-01", "05-09", "06-12", "11-04");
    for (const { year } of RUSSIAN_YEARS) {
      for (const day of holidays)
        expect([year, day, works(`${year}-${day}`)]).toEqual([year, day, false]);
    }
  });

  test("a shortened day ends an hour earlier and comes before a holiday or a moved day off", () => {
    const eve = dayNumber(localDate("2026-05-08"));
    expect(calendar.workingIntervals(eve)).toEqual([{ from: 540, to: 1020 }]);
    expect(calendar.workingIntervals(eve - 1)).toEqual([{ from: 540, to: 1080 }]);
    for (const year of RUSSIAN_YEARS) {
      for (const text of year.short) {
        const date = localDate(`${year.year}-${text}`);
        const next = dateOfDay(dayNumber(date) + 1);
        expect([date, works(date), works(next)]).toEqual([date, true, false]);
      }
    }
  });

  test("days declared non-working count as worked, unless asked otherwise", () => {
    const strict = createCalendar({ years: RUSSIAN_YEARS, workday, declaredDays: "off" });
    for (const date of ["2020-04-15", "2020-05-08", "2020-06-24", "2020-07-01", "2021-05-05"]) {
      expect([works(date), strict.isWorkingDay(localDate(date))]).toEqual([true, false]);
    }
    expect(daysIn(2020, strict)).toBe(248 - 5 - 19 - 3 - 2);
    expect(daysIn(2021, strict)).toBe(247 - 4 - 3);
    expect(strict.workingIntervals(dayNumber(localDate("2020-04-30")))).toEqual([]);
  });

  test("every year names its act, and a date beyond the data says so", () => {
    expect(calendar.sourceOf(localDate("2026-07-01"))).toContain("№ 1466");
    expect(calendar.certaintyOf(localDate("2027-12-31"))).toBe("decreed");
    expect(calendar.certaintyOf(localDate("2028-01-01"))).toBe("weekends-only");
    expect(calendar.sourceOf(localDate("2028-01-01"))).toBeUndefined();
    expect(works("2028-01-03")).toBe(true);
    expect(works("2028-01-08")).toBe(false);
    const early = createCalendar({
      years: [{ year: 2028, source: "art. 112", provisional: true, off: [], work: [], short: [] }],
      workday,
    });
    expect(early.certaintyOf(localDate("2028-05-01"))).toBe("provisional");
  });
});

describe("a calendar made from data", () => {
  const year = (parts: Partial<CalendarYear>): CalendarYear => ({
    year: 2026,
    source: "a decree",
    off: [],
    work: [],
    short: [],
    ...parts,
  });
  const make = (parts: Partial<CalendarYear>) => createCalendar({ years: [year(parts)], workday });

  test("without data every week has five working days", () => {
    const bare = createCalendar({ years: [], workday });
    fc.assert(
      fc.property(fc.integer({ min: -20_000, max: 40_000 }), (day) => {
        const weekday = new Date(day * 86_400_000).getUTCDay();
        expect(bare.isWorkingDayNumber(day)).toBe(weekday !== 0 && weekday !== 6);
        expect(bare.workingIntervals(day).length).toBe(bare.isWorkingDayNumber(day) ? 1 : 0);
      }),
    );
  });

  test("data that contradicts the week is refused", () => {
    expect(() => make({ off: ["01-03"] })).toThrow('2026-01-03 cannot be "off"');
    expect(() => make({ work: ["01-05"] })).toThrow('2026-01-05 cannot be "work"');
    expect(() => make({ off: ["01-05"], short: ["01-05"] })).toThrow(
      '2026-01-05 cannot be "short"',
    );
    expect(() => make({ short: ["01-03"] })).toThrow('2026-01-03 cannot be "short"');
    expect(() => make({ off: ["02-30"] })).toThrow("2026-02-30");
  });

  test("hours that cross are refused", () => {
    const withHours = (hours: Parameters<typeof createCalendar>[0]["workday"]) => () =>
      createCalendar({ years: [], workday: hours });
    expect(withHours({ from: "18:00", to: "09:00" })).toThrow(RangeError);
    expect(withHours({ from: "9", to: "18:00" })).toThrow("HH:MM");
    expect(withHours({ from: "09:00", to: "24:30" })).toThrow("HH:MM");
    expect(withHours({ ...workday, lunch: { from: "17:30", to: "18:30" } })).toThrow("lunch");
  });
});
