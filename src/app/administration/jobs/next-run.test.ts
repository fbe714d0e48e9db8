import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { computeNextRun } from "./next-run.ts";

const after = (text: string) => new Date(text);
const said = (cron: string, from: string) => computeNextRun(cron, after(from))?.toISOString();

describe("when the clock strikes next", () => {
  test.each([
    ["* * * * *", "2026-05-31T04:00:00Z", "2026-05-31T04:01:00.000Z"],
    ["7 * * * *", "2026-05-31T04:07:30Z", "2026-05-31T05:07:00.000Z"],
    ["0 3 * * *", "2026-12-31T04:00:00Z", "2027-01-01T03:00:00.000Z"],
    ["*/15 9-17 * * 1-5", "2026-05-29T17:50:00Z", "2026-06-01T09:00:00.000Z"],
    ["0 0 1 * 0", "2026-05-30T00:00:00Z", "2026-05-31T00:00:00.000Z"],
    ["30 6 29 2 *", "2025-03-01T00:00:00Z", undefined],
  ])("«%s» after %s is %s", (cron, from, expected) => {
    expect(said(cron, from)).toBe(expected);
  });

  test("what is no expression of five fields never strikes", () => {
    for (const cron of ["", "* * * *", "every day", "1 2 3 4 5 6", "a * * * *"]) {
      expect(said(cron, "2026-05-31T04:00:00Z")).toBeUndefined();
    }
  });

  test("an hourly clock strikes within the hour, always later, always on its minute", () => {
    const from = fc.date({
      min: new Date("2020-01-01"),
      max: new Date("2030-01-01"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(from, fc.integer({ min: 0, max: 59 }), (start, minute) => {
        const next = computeNextRun(`${minute} * * * *`, start);
        const wait = (next?.getTime() ?? 0) - start.getTime();
        expect(wait).toBeGreaterThan(0);
        expect(wait).toBeLessThanOrEqual(3_600_000);
        expect(next?.getUTCMinutes()).toBe(minute);
      }),
    );
  });
});
