import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "#base/context.ts";
import { createTestApp, type TestApp } from "#testing/app.ts";
import { insertMunicipalities, createAnnouncedEvent, monday, places } from "../fixtures.ts";
import { listEvents, eventListQuery } from "../listing/reads.ts";
import { saveRoom } from "../rooms/actions.ts";
import { expandRecurrence } from "./recurrence.ts";
import { saveSeries, createAllOccurrences } from "./actions.ts";
import { findEvent } from "../store.ts";

describe("days of a rule", () => {
  const rule = {
    rule: "week",
    every: 1,
    firstDay: "2026-06-02",
    lastDay: null,
    exceptions: [],
  } as const;

  test("gives every other Tuesday but the holiday", () => {
    const days = expandRecurrence(
      { ...rule, every: 2, exceptions: ["2026-06-16"] },
      { from: "2026-06-05", to: "2026-07-14" },
    );
    expect(days).toEqual(["2026-06-30", "2026-07-14"]);
  });

  test("gives the second Tuesday of each month, and skips a month without a fifth Friday", () => {
    const second = expandRecurrence(
      { ...rule, rule: "month", firstDay: "2026-06-09" },
      { from: "2026-06-01", to: "2026-08-31" },
    );
    expect(second).toEqual(["2026-06-09", "2026-07-14", "2026-08-11"]);
    const fifth = expandRecurrence(
      { ...rule, rule: "month", firstDay: "2026-05-29" },
      { from: "2026-05-01", to: "2026-08-31" },
    );
    expect(fifth).toEqual(["2026-05-29", "2026-07-31"]);
  });

  test("gives the same days for two adjacent periods as for one", () => {
    const day = fc.integer({ min: 0, max: 400 });
    const date = (n: number) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10);
    const property = fc.property(
      day,
      day,
      fc.integer({ min: 1, max: 5 }),
      fc.constantFrom("week" as const, "month" as const),
      (first, cut, every, kind) => {
        const any = { ...rule, rule: kind, every, firstDay: date(first) };
        const whole = expandRecurrence(any, { from: date(0), to: date(800) });
        const parts = [
          ...expandRecurrence(any, { from: date(0), to: date(cut) }),
          ...expandRecurrence(any, { from: date(cut + 1), to: date(800) }),
        ];
        expect(parts).toEqual(whole);
      },
    );
    fc.assert(property);
  });
});

describe("a series", () => {
  let app: TestApp;
  let system: Ctx;
  beforeAll(async () => {
    app = await createTestApp();
    system = await app.asSystem();
    app.clock.now = monday;
    await insertMunicipalities(system);
  });
  afterAll(() => app.close());

  const club = {
    title: "Клуб соседей",
    municipalityId: places.dolgomost,
    rule: "week" as const,
    firstDay: "2026-06-02",
    start: "18:00",
    length: 90,
    weeksAhead: 3,
  };
  const meetings = async () =>
    (await listEvents(system, eventListQuery.parse({ q: "клуб" }))).rows.map(({ day, stage }) => [
      day,
      stage,
    ]);

  test("creates its events some weeks ahead, once each, also concurrently", async () => {
    await saveSeries(system, club);
    await Promise.all([createAllOccurrences(system), createAllOccurrences(system)]);
    expect(await meetings()).toEqual([
      ["2026-06-02", "announced"],
      ["2026-06-09", "announced"],
      ["2026-06-16", "announced"],
    ]);
    app.clock.now = new Date(monday.getTime() + 7 * 86_400_000);
    await createAllOccurrences(system);
    expect((await meetings()).map(([day]) => day)).toContain("2026-06-23");
    app.clock.now = monday;
  });

  test("creates a draft without the room where the room is taken", async () => {
    const room = await saveRoom(system, { name: "Малый зал", municipalityId: places.dolgomost });
    await createAnnouncedEvent(system, {
      roomId: room.id,
      startsAt: "2026-06-04T18:30",
      endsAt: "2026-06-04T20:00",
    });
    await saveSeries(system, {
      ...club,
      title: "Хор",
      firstDay: "2026-06-04",
      lastDay: "2026-06-11",
      roomId: room.id,
    });
    const made = await listEvents(system, eventListQuery.parse({ q: "хор" }));
    expect(made.rows.map(({ stage, room_id }) => [stage, room_id])).toEqual([
      ["draft", null],
      ["announced", room.id],
    ]);
    expect((await findEvent(system, made.rows[0]?.id ?? ""))?.series_day).toBe("2026-06-04");
  });

  test("reports a last day before the first at its field", async () => {
    const wrong = saveSeries(system, { ...club, lastDay: "2026-05-01" });
    await expect(wrong).rejects.toMatchObject({ fields: { lastDay: "events.last-before-first" } });
  });
});
