import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { evaluateGuard, selectJudges, type ComparedPrediction } from "./guard.ts";

const day = (n: number) => ({ decidedAt: new Date(Date.UTC(2026, 0, 1) + n * 86_400_000) });
const label = fc.constantFrom("danger", "important", "normal");
const row = fc.record({ label, before: fc.option(label), after: fc.option(label) });
const rows = fc.array(row, { minLength: 1, maxLength: 60 });
const full = { isTooSmall: false };

describe("who judges a candidate", () => {
  it("the newest labelled week, where it is a week among many", () => {
    const spread = Array.from({ length: 400 }, (_, n) => day(n / 10));
    expect(selectJudges(spread)).toEqual({ count: 70, isTooSmall: false });
  });

  it("the newest part of all, where the week is thin or nearly all there is", () => {
    const sparse = Array.from({ length: 200 }, (_, n) => day(n));
    expect(selectJudges(sparse)).toEqual({ count: 30, isTooSmall: true });
    const sudden = Array.from({ length: 200 }, (_, n) => day(n / 100));
    expect(selectJudges(sudden)).toEqual({ count: 30, isTooSmall: true });
  });
});

describe("the guard", () => {
  const said = (before: string | null, after: string | null): ComparedPrediction => ({
    label: "roads.pothole",
    before,
    after,
  });

  it("takes what is not worse, and an abstention is not right", () => {
    const [right, unsure] = [said("roads.pothole", "roads.pothole"), said("roads.pothole", null)];
    expect(evaluateGuard("topic", [right], full)).toMatchObject({ reason: "not-worse", after: 1 });
    expect(evaluateGuard("topic", [right, unsure], full)).toMatchObject({
      reason: "worse",
      after: 0.5,
    });
    expect(evaluateGuard("topic", [said(null, "roads.pothole")], full).reason).toBe("better");
    expect(evaluateGuard("topic", [right], { isTooSmall: true }).reason).toBe("too-few");
    expect(evaluateGuard("topic", [unsure], { isTooSmall: true }).reason).toBe("worse");
  });

  it("never lets a candidate that overhears more dangers in, nor one that is right less often", () => {
    fc.assert(
      fc.property(rows, fc.boolean(), (judged, thin) => {
        const { before, after, reason } = evaluateGuard("urgency", judged, { isTooSmall: thin });
        const overheard = (when: "before" | "after") =>
          judged.filter((one) => one.label === "danger" && one[when] !== "danger").length;
        const bad = after < before || overheard("after") > overheard("before");
        expect(reason === "worse").toBe(bad);
      }),
    );
  });

  it("takes the same answers again for what they are", () => {
    fc.assert(
      fc.property(rows, (judged) => {
        const same = judged.map(({ label: truth, before }) => ({
          label: truth,
          before,
          after: before,
        }));
        expect(evaluateGuard("urgency", same, full).reason).toBe("not-worse");
      }),
    );
  });
});
