import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { guardOf, judgesOf, type JudgedText } from "./guard.ts";

const day = (n: number) => ({ decidedAt: new Date(Date.UTC(2026, 0, 1) + n * 86_400_000) });
const label = fc.constantFrom("danger", "important", "normal");
const row = fc.record({ label, before: fc.option(label), after: fc.option(label) });
const rows = fc.array(row, { minLength: 1, maxLength: 60 });
const full = { thin: false };

describe("who judges a candidate", () => {
  it("the newest labelled week, where it is a week among many", () => {
    const spread = Array.from({ length: 400 }, (_, n) => day(n / 10));
    expect(judgesOf(spread)).toEqual({ count: 70, thin: false });
  });

  it("the newest part of all, where the week is thin or nearly all there is", () => {
    const sparse = Array.from({ length: 200 }, (_, n) => day(n));
    expect(judgesOf(sparse)).toEqual({ count: 30, thin: true });
    const sudden = Array.from({ length: 200 }, (_, n) => day(n / 100));
    expect(judgesOf(sudden)).toEqual({ count: 30, thin: true });
  });
});

describe("the guard", () => {
  const said = (before: string | null, after: string | null): JudgedText => ({
    label: "roads.pothole",
    before,
    after,
  });

  it("takes what is not worse, and an abstention is not right", () => {
    const [right, unsure] = [said("roads.pothole", "roads.pothole"), said("roads.pothole", null)];
    expect(guardOf("topic", [right], full)).toMatchObject({ reason: "not-worse", after: 1 });
    expect(guardOf("topic", [right, unsure], full)).toMatchObject({ reason: "worse", after: 0.5 });
    expect(guardOf("topic", [said(null, "roads.pothole")], full).reason).toBe("better");
    expect(guardOf("topic", [right], { thin: true }).reason).toBe("too-few");
    expect(guardOf("topic", [unsure], { thin: true }).reason).toBe("worse");
  });

  it("never lets a candidate that overhears more dangers in, nor one that is right less often", () => {
    fc.assert(
      fc.property(rows, fc.boolean(), (judged, thin) => {
        const { before, after, reason } = guardOf("urgency", judged, { thin });
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
        expect(guardOf("urgency", same, full).reason).toBe("not-worse");
      }),
    );
  });
});
