import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { priorityFormula, priorityScore, type PriorityInput } from "./score.ts";

const at = new Date("2026-03-10T09:00:00Z");
const ago = (days: number): Date => new Date(at.getTime() - days * 86_400_000);
const calm: PriorityInput = {
  urgency: "normal",
  authors: 1,
  openedAt: at,
  overdueSince: null,
  refutations: 0,
  returns: 0,
  at,
};

describe("the priority of a problem", () => {
  test("a new ordinary problem of one author scores 0", () => {
    expect(priorityScore(calm).score).toBe(0);
  });

  test("the maximum of every term is exactly a hundred", () => {
    const worst: PriorityInput = {
      urgency: "danger",
      authors: 500,
      openedAt: ago(400),
      overdueSince: ago(300),
      refutations: 5,
      returns: 2,
      at,
    };
    expect(priorityScore(worst).score).toBe(100);
    expect(priorityFormula.reduce((sum, { max }) => sum + max, 0)).toBe(100);
  });

  test("a new danger outranks an old minor problem", () => {
    const manhole = priorityScore({ ...calm, urgency: "danger", openedAt: ago(1) });
    const scratch = priorityScore({ ...calm, openedAt: ago(365) });
    expect(manhole.score).toBeGreaterThan(scratch.score);
  });

  test("the terms name their values and add up", () => {
    const { score, breakdown } = priorityScore({
      ...calm,
      authors: 8,
      overdueSince: ago(3),
      returns: 1,
    });
    expect(breakdown.map(({ code, value }) => [code, value])).toEqual([
      ["danger", 0],
      ["people", 7],
      ["waiting", 0],
      ["overdue", 3],
      ["refuted", 1],
    ]);
    expect(breakdown.reduce((sum, { points }) => sum + points, 0)).toBe(score);
  });

  test("more authors, longer delay and refutations never lower the priority", () => {
    const arbitrary = fc.record({
      urgency: fc.constantFrom("normal", "important", "danger"),
      authors: fc.nat(200),
      openedAt: fc.nat(500).map(ago),
      overdueSince: fc.option(fc.nat(300).map(ago)),
      refutations: fc.nat(6),
      returns: fc.nat(6),
    });
    fc.assert(
      fc.property(arbitrary, fc.nat(50), (some, more) => {
        const input: PriorityInput = { ...some, at };
        const before = priorityScore(input).score;
        expect(before).toBeGreaterThanOrEqual(0);
        expect(before).toBeLessThanOrEqual(100);
        expect(
          priorityScore({ ...input, authors: some.authors + more }).score,
        ).toBeGreaterThanOrEqual(before);
        expect(
          priorityScore({ ...input, refutations: some.refutations + more }).score,
        ).toBeGreaterThanOrEqual(before);
        const later = new Date(at.getTime() + more * 86_400_000);
        expect(priorityScore({ ...input, at: later }).score).toBeGreaterThanOrEqual(before);
      }),
    );
  });
});
