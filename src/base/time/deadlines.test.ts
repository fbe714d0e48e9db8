import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RUSSIAN_YEARS } from "./calendar-russia.ru.ts";
import { createCalendar } from "./calendar.ts";
import { dueAt, findRule, rulePackSchema, timeLeft, type Pause, type Term } from "./deadlines.ts";
import { dayAt, fromZoned, localDate, toZoned } from "./local-time.ts";

const calendar = createCalendar({
  years: RUSSIAN_YEARS,
  workday: { from: "09:00", to: "18:00" },
});
const lunchCalendar = createCalendar({
  years: RUSSIAN_YEARS,
  workday: { from: "09:00", to: "18:00", lunch: { from: "13:00", to: "14:00" } },
});
const zone = "Europe/Moscow";

/** "2026-01-05 14:30" on the wall of the zone. */
function at(text: string, place = zone): Date {
  const [date = "", clock = ""] = text.split(" ");
  const [hours, minutes] = clock.split(":").map(Number);
  return fromZoned(localDate(date), (hours ?? 0) * 60 + (minutes ?? 0), place);
}

function shown(instant: Date, place = zone): string {
  const { date, minutes } = toZoned(instant, place);
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${date} ${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

type Unit = Term["unit"];
function due(amount: number, unit: Unit, start: string, pauses: [string, string][] = []): string {
  return shown(
    dueAt({
      rule: { amount, unit },
      startedAt: at(start),
      calendar,
      zone,
      pauses: pauses.map(([from, to]) => ({ from: at(from), to: at(to) })),
    }),
  );
}

describe("a term in hours", () => {
  test("runs day and night", () => {
    expect(due(24, "hours", "2026-01-01 10:30")).toBe("2026-01-02 10:30");
    expect(due(1.5, "hours", "2026-01-01 10:30")).toBe("2026-01-01 12:00");
  });

  test("stands while it is paused", () => {
    expect(due(3, "hours", "2026-02-02 10:00", [["2026-02-02 11:00", "2026-02-02 15:00"]])).toBe(
      "2026-02-02 17:00",
    );
  });
});

describe("pauses", () => {
  test("that overlap or lie inside one another count once, in any order", () => {
    const inside: [string, string] = ["2026-02-02 12:00", "2026-02-02 13:00"];
    const whole: [string, string] = ["2026-02-02 11:00", "2026-02-02 15:00"];
    const after: [string, string] = ["2026-02-02 14:00", "2026-02-02 16:00"];
    for (const unit of ["hours", "working-hours"] as const) {
      expect(due(3, unit, "2026-02-02 09:00", [inside, whole])).toBe("2026-02-02 16:00");
      expect(due(3, unit, "2026-02-02 09:00", [after, inside, whole])).toBe("2026-02-02 17:00");
    }
  });

  test("that end before they begin are no pauses", () => {
    const backwards: [string, string] = ["2026-02-02 11:00", "2026-02-02 10:00"];
    expect(due(3, "hours", "2026-02-02 09:00", [backwards])).toBe("2026-02-02 12:00");
  });

  test("that begin at the due moment or end before the start change nothing", () => {
    const late: [string, string] = ["2026-02-02 12:00", "2026-02-02 14:00"];
    const early: [string, string] = ["2026-02-01 12:00", "2026-02-02 08:00"];
    for (const unit of ["hours", "working-hours"] as const) {
      expect(due(3, unit, "2026-02-02 09:00", [late, early])).toBe("2026-02-02 12:00");
    }
  });
});

describe("a term in working hours", () => {
  test("8 hours from Friday afternoon end on Monday afternoon", () => {
    expect(due(8, "working-hours", "2026-02-06 15:00")).toBe("2026-02-09 14:00");
  });

  test("a start at night or on a day off counts from the next morning", () => {
    expect(due(2, "working-hours", "2026-02-07 03:00")).toBe("2026-02-09 11:00");
    expect(due(2, "working-hours", "2026-02-06 20:00")).toBe("2026-02-09 11:00");
    expect(due(2, "working-hours", "2026-02-06 05:00")).toBe("2026-02-06 11:00");
  });

  test("a whole day ends in the evening, not the next morning", () => {
    expect(due(9, "working-hours", "2026-02-06 09:00")).toBe("2026-02-06 18:00");
  });

  test("a shortened day gives an hour less", () => {
    expect(due(9, "working-hours", "2026-05-08 09:00")).toBe("2026-05-12 10:00");
  });

  test("the New Year holidays are stepped over", () => {
    expect(due(4, "working-hours", "2025-12-30 16:00")).toBe("2026-01-12 11:00");
  });

  test("lunch is not working time", () => {
    const lunch = dueAt({
      rule: { amount: 4.5, unit: "working-hours" },
      startedAt: at("2026-02-06 09:00"),
      calendar: lunchCalendar,
      zone,
    });
    expect(shown(lunch)).toBe("2026-02-06 14:30");
  });

  test("a pause over a night adds only its working time", () => {
    expect(
      due(4, "working-hours", "2026-02-02 10:00", [["2026-02-02 12:00", "2026-02-03 10:00"]]),
    ).toBe("2026-02-03 12:00");
  });

  test("the working day is that of the region's zone", () => {
    const instant = dueAt({
      rule: { amount: 1, unit: "working-hours" },
      startedAt: new Date("2026-02-02T01:00:00Z"),
      calendar,
      zone: "Asia/Yakutsk",
    });
    expect(instant.toISOString()).toBe("2026-02-02T02:00:00.000Z");
  });
});

describe("a term in working days", () => {
  test("the day of the start does not count", () => {
    expect(due(1, "working-days", "2026-02-02 00:01")).toBe("2026-02-03 18:00");
    expect(due(7, "working-days", "2026-02-02 12:00")).toBe("2026-02-11 18:00");
  });

  test("a working Saturday counts and a shortened day ends early", () => {
    expect(due(5, "working-days", "2024-04-22 12:00")).toBe("2024-04-27 18:00");
    expect(due(5, "working-days", "2025-10-27 12:00")).toBe("2025-11-01 17:00");
  });

  test("the days after a pause began, up to its end, do not count", () => {
    expect(
      due(3, "working-days", "2026-02-02 12:00", [["2026-02-03 15:00", "2026-02-05 11:00"]]),
    ).toBe("2026-02-09 18:00");
    expect(
      due(3, "working-days", "2026-02-02 12:00", [["2026-02-03 10:00", "2026-02-03 15:00"]]),
    ).toBe("2026-02-05 18:00");
  });
});

describe("a term in calendar days", () => {
  test("30 days that end on a working day end with that day", () => {
    expect(due(30, "days", "2026-02-02 12:00")).toBe("2026-03-04 18:00");
  });

  test("a term that ends on a day off is moved to the next working day", () => {
    expect(due(3, "days", "2026-02-04 12:00")).toBe("2026-02-09 18:00");
    expect(due(30, "days", "2025-12-03 12:00")).toBe("2026-01-12 18:00");
  });

  test("a pause adds its days", () => {
    expect(due(10, "days", "2026-02-02 12:00", [["2026-02-03 12:00", "2026-02-10 12:00"]])).toBe(
      "2026-02-19 18:00",
    );
  });
});

const anyZone = fc.constantFrom(
  "Europe/Moscow",
  "Asia/Yekaterinburg",
  "Asia/Yakutsk",
  "Europe/Berlin",
  "America/New_York",
);
const anyCalendar = fc.constantFrom(calendar, lunchCalendar);
const anyUnit = fc.constantFrom<Unit>("hours", "working-hours", "working-days", "days");
const anyStart = fc.date({
  min: new Date("2019-12-01T00:00:00Z"),
  max: new Date("2028-06-01T00:00:00Z"),
  noInvalidDate: true,
});
const anyAmount = fc.integer({ min: 1, max: 90 });
const HOUR = 3_600_000;
const anyPauses = (start: Date): fc.Arbitrary<Pause[]> =>
  fc.array(
    fc
      .tuple(fc.integer({ min: -200, max: 600 }), fc.integer({ min: 0, max: 200 }))
      .map(([from, long]) => ({
        from: new Date(start.getTime() + from * HOUR),
        to: new Date(start.getTime() + (from + long) * HOUR),
      })),
    { maxLength: 4 },
  );
const anyCase = fc
  .record({
    calendar: anyCalendar,
    zone: anyZone,
    unit: anyUnit,
    amount: anyAmount,
    start: anyStart,
  })
  .chain((known) => anyPauses(known.start).map((pauses) => ({ ...known, pauses })));

describe("laws of every term", () => {
  test("it is never due on a day off or outside working time, elapsed hours aside", () => {
    fc.assert(
      fc.property(anyCase, ({ calendar, zone, unit, amount, start, pauses }) => {
        const rule = { amount, unit };
        const end = dueAt({ rule, startedAt: start, calendar, zone, pauses });
        expect(end.getTime()).toBeGreaterThan(start.getTime());
        if (unit === "hours") return;
        const { date, minutes } = toZoned(end, zone);
        expect(calendar.isWorkingDay(date)).toBe(true);
        const spans = calendar.workingIntervals(dayAt(end.getTime(), zone));
        expect(spans.some(({ from, to }) => minutes >= from && minutes <= to)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  test("a later start is never due earlier", () => {
    fc.assert(
      fc.property(
        anyCase,
        fc.integer({ min: 0, max: 40 * 24 * 60 }),
        ({ calendar, zone, unit, amount, start, pauses }, later) => {
          const rule = { amount, unit };
          const rest = { rule, calendar, zone, pauses };
          const second = new Date(start.getTime() + later * 60_000);
          expect(dueAt({ ...rest, startedAt: second }).getTime()).toBeGreaterThanOrEqual(
            dueAt({ ...rest, startedAt: start }).getTime(),
          );
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test("more time is never due earlier", () => {
    fc.assert(
      fc.property(anyCase, anyAmount, ({ calendar, zone, unit, amount, start, pauses }, more) => {
        const rest = { startedAt: start, calendar, zone, pauses };
        expect(
          dueAt({ ...rest, rule: { unit, amount: amount + more } }).getTime(),
        ).toBeGreaterThanOrEqual(dueAt({ ...rest, rule: { unit, amount } }).getTime());
      }),
      { numRuns: 1_000 },
    );
  });

  test("a pause never brings the due date nearer", () => {
    fc.assert(
      fc.property(anyCase, ({ calendar, zone, unit, amount, start, pauses }) => {
        const rest = { rule: { unit, amount }, startedAt: start, calendar, zone };
        expect(dueAt({ ...rest, pauses }).getTime()).toBeGreaterThanOrEqual(dueAt(rest).getTime());
      }),
      { numRuns: 1_000 },
    );
  });

  test("one pause costs an hourly term exactly its length", () => {
    fc.assert(
      fc.property(anyStart, fc.integer({ min: 1, max: 9 }), anyAmount, (start, from, long) => {
        const pause = {
          from: new Date(start.getTime() + from * HOUR),
          to: new Date(start.getTime() + (from + long) * HOUR),
        };
        const rest = { rule: { amount: 10, unit: "hours" as const }, startedAt: start };
        const end = dueAt({ ...rest, calendar, zone, pauses: [pause] });
        expect(end.getTime() - start.getTime()).toBe((10 + long) * HOUR);
      }),
    );
  });

  test.each(["hours", "working-hours", "working-days"] as const)(
    "a + b %s are b after a",
    (unit) => {
      const quarters = fc.integer({ min: 1, max: 200 });
      fc.assert(
        fc.property(anyCase, quarters, quarters, ({ calendar, zone, start, pauses }, p, q) => {
          const [a, b] = unit === "working-days" ? [p, q] : [p / 4, q / 4];
          const term = (amount: number, startedAt: Date): Date =>
            dueAt({ rule: { amount, unit }, startedAt, calendar, zone, pauses });
          expect(term(a + b, start)).toEqual(term(b, term(a, start)));
        }),
        { numRuns: 500 },
      );
    },
  );
});

const rule = {
  timer: "answer",
  amount: 30,
  unit: "days",
  validFrom: "2006-05-02",
  source: "59-ФЗ, ст. 12",
};

describe("a rule pack", () => {
  const pack = rulePackSchema.parse({
    code: "federal",
    rules: [
      rule,
      { ...rule, validFrom: "2025-01-01", amount: 20 },
      { ...rule, when: { topic: ["heating", "water"] }, amount: 5, unit: "working-days" },
      { ...rule, when: { topic: "heating", urgency: "high" }, amount: 8, unit: "working-hours" },
      { ...rule, when: { season: "winter" }, amount: 3, validTo: "2020-12-31" },
      { ...rule, timer: "registration", amount: 3 },
    ],
  });
  const amountFor = (day: string, traits: Record<string, string> = {}): number | undefined =>
    findRule(pack, { timer: "answer", at: localDate(day), traits })?.amount;

  test("the rule with the most conditions wins, and all of them must hold", () => {
    expect(amountFor("2026-02-02", { topic: "heating", urgency: "high" })).toBe(8);
    expect(amountFor("2026-02-02", { topic: "heating", urgency: "low" })).toBe(5);
    expect(amountFor("2026-02-02", { topic: "water" })).toBe(5);
    expect(amountFor("2026-02-02", { topic: "roads" })).toBe(20);
  });

  test("of two equal rules the later one wins from its first day on", () => {
    expect(amountFor("2024-12-31")).toBe(30);
    expect(amountFor("2025-01-01")).toBe(20);
  });

  test("a rule applies up to and with its last day, and not before its first", () => {
    expect(amountFor("2020-12-31", { season: "winter" })).toBe(3);
    expect(amountFor("2021-01-01", { season: "winter" })).toBe(30);
    expect(amountFor("2006-05-01")).toBeUndefined();
    expect(findRule(pack, { timer: "hearing", at: localDate("2026-01-01") })).toBeUndefined();
  });

  const refusal = (...rules: unknown[]): string[] => {
    const result = rulePackSchema.safeParse({ code: "test", rules });
    return result.success ? [] : result.error.issues.map((issue) => issue.message);
  };

  test("what is wrong is said together with what to do", () => {
    expect(refusal(rule)).toEqual([]);
    expect(refusal({ ...rule, amount: 0 })).toEqual(["give a number greater than zero"]);
    expect(refusal({ ...rule, amount: 1.5 })).toEqual(["give whole days, or count in hours"]);
    expect(refusal({ ...rule, amount: 9_999 })).toEqual(["give at most 3650 days"]);
    expect(refusal({ ...rule, unit: "weeks" })[0]).toMatch(/^choose one of: hours/);
    expect(refusal({ ...rule, source: " " })[0]).toMatch(/^name the act/);
    expect(refusal({ ...rule, validFrom: "30.03.2025" })[0]).toMatch(/^give a real day/);
    expect(refusal({ ...rule, validTo: "2000-01-01" })[0]).toMatch(/not before validFrom$/);
    expect(refusal({ ...rule, when: { topic: [] } })[0]).toMatch(/^give one value or a list/);
    expect(refusal({ ...rule, timer: "ответ" })[0]).toMatch(/^use small Latin letters/);
  });

  test("two rules that cannot be told apart are refused", () => {
    const narrow = { ...rule, when: { topic: ["a", "b"], size: "s" } };
    const same = { ...rule, amount: 7, when: { size: ["s"], topic: ["b", "a"] } };
    expect(refusal(rule, narrow, same)).toEqual([
      "same timer, conditions and validFrom as rule 2: keep one of them",
    ]);
  });
});

describe("time left", () => {
  const left = (now: string, dueText: string, start = "2026-02-02 09:00") =>
    timeLeft({ now: at(now), due: at(dueText), startedAt: at(start), calendar, zone });

  test("before the due moment it counts what remains", () => {
    expect(left("2026-02-06 15:00", "2026-02-09 18:00", "2026-02-03 12:00")).toEqual({
      late: false,
      workingDays: 1,
      hours: 75,
      minutes: 0,
      share: 0.5,
    });
  });

  test("after it counts what is overdue, and the clock is full", () => {
    expect(left("2026-02-10 10:20", "2026-02-06 18:00")).toEqual({
      late: true,
      workingDays: 2,
      hours: 88,
      minutes: 20,
      share: 1,
    });
  });

  test("exactly on time is not late", () => {
    expect(left("2026-02-06 18:00", "2026-02-06 18:00")).toMatchObject({ late: false, share: 1 });
  });

  test("the share stays between 0 and 1 and never falls", () => {
    const anyMoment = fc.integer({ min: -500, max: 500 });
    fc.assert(
      fc.property(anyStart, anyMoment, anyMoment, anyMoment, (start, end, one, two) => {
        const shift = (hours: number): Date => new Date(start.getTime() + hours * HOUR);
        const share = (now: number): number =>
          timeLeft({ now: shift(now), due: shift(end), startedAt: start, calendar, zone }).share;
        const [first, second] = [share(Math.min(one, two)), share(Math.max(one, two))];
        expect(first).toBeGreaterThanOrEqual(0);
        expect(second).toBeLessThanOrEqual(1);
        expect(second).toBeGreaterThanOrEqual(first);
      }),
    );
  });
});
