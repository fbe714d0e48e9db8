import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { roublesAmount, formatRoublesInput } from "./zod-fields.ts";
import {
  addDays,
  budgetTotals,
  applyTransition,
  costGap,
  costTotal,
  defaultDueDate,
  projectLifecycle,
  projectTransitions,
  availableTransitions,
  projectKinds,
  projectStages,
  occurrenceProgress,
  stageTimer,
} from "./project.ts";
import { listMonths, formatPlanForForm, parsePlan } from "./schedule/date-ranges.ts";
import { addYear } from "./year-plan/actions.ts";

const days = fc.integer({ min: 0, max: 1500 }).map((n) => addDays("2025-01-01", n));
const spans = fc.tuple(days, fc.nat(400)).map(([from, length]) => ({
  startsOn: from,
  endsOn: addDays(from, length),
}));

describe("the lifecycle of a project", () => {
  it("gives every stage that is not the end an owner and a timer", () => {
    for (const stage of projectStages) {
      expect([stage, stageTimer(stage) === null]).toEqual([stage, projectLifecycle.isFinal(stage)]);
    }
    expect(projectStages.filter(projectLifecycle.isFinal)).toEqual(["closed", "withdrawn"]);
  });

  it("leads back from a refusal into a new application", () => {
    const first = applyTransition({ kind: "project", stage: "submitted" }, "decline");
    expect(first).toBe("not-supported");
    expect(applyTransition({ kind: "project", stage: first }, "apply")).toBe("application");
  });

  it("lets the plan of a year only be implemented, reported and closed", () => {
    const reachable = new Set(["implementation"]);
    for (let grown = 0; grown !== reachable.size;) {
      grown = reachable.size;
      for (const stage of projectStages.filter((one) => reachable.has(one))) {
        for (const move of availableTransitions({ kind: "year-plan", stage })) {
          reachable.add(applyTransition({ kind: "year-plan", stage }, move));
        }
      }
    }
    expect([...reachable].toSorted()).toEqual([
      "closed",
      "implementation",
      "reported",
      "withdrawn",
    ]);
  });

  it("offers exactly the transitions that it then allows", () => {
    for (const kind of projectKinds) {
      for (const stage of projectStages) {
        const allowed = projectTransitions.filter((move) => {
          try {
            applyTransition({ kind, stage }, move);
            return true;
          } catch {
            return false;
          }
        });
        expect(availableTransitions({ kind, stage }).toSorted()).toEqual(allowed.toSorted());
      }
    }
  });

  it("ends every default term after it began", () => {
    for (const stage of projectStages) {
      const timer = stageTimer(stage);
      if (timer !== null) expect(defaultDueDate(timer, "2026-06-01") > "2026-06-01").toBe(true);
    }
  });
});

describe("a budget", () => {
  const sums = fc.record({
    quantity: fc.integer({ min: 1, max: 100_000 }).map((n) => n / 1000),
    price: fc.nat(10_000_000),
    from_grant: fc.nat(100_000_000),
    from_own: fc.nat(100_000_000),
    from_partners: fc.nat(100_000_000),
  });

  it("adds up exactly when no row has a gap", () => {
    fc.assert(
      fc.property(fc.array(sums), (costs) => {
        const whole = costs.map((cost) => ({
          ...cost,
          from_own: 0,
          from_partners: 0,
          from_grant: costTotal(cost),
        }));
        const totals = budgetTotals(whole);
        expect(whole.every((cost) => costGap(cost) === 0)).toBe(true);
        expect(totals.total).toBe(totals.grant + totals.own + totals.partners);
      }),
    );
  });

  it("knows by how much a row is paid too much or too little", () => {
    fc.assert(
      fc.property(sums, fc.integer({ min: -500, max: 500 }), (cost, more) => {
        const paid = { ...cost, from_own: 0, from_partners: 0, from_grant: costTotal(cost) + more };
        expect(costGap(paid)).toBe(more);
      }),
    );
  });

  it("reads roubles as they are written, and writes them so that they are read the same", () => {
    expect(roublesAmount.parse("12 500,50")).toBe(1_250_050);
    expect(roublesAmount.parse("1\u00a0240\u00a0000 руб.")).toBe(124_000_000);
    expect(roublesAmount.safeParse("сто").success).toBe(false);
    expect(roublesAmount.safeParse("-5").success).toBe(false);
    fc.assert(
      fc.property(fc.nat(1_000_000_000), (kopecks) => {
        expect(roublesAmount.parse(formatRoublesInput(kopecks))).toBe(kopecks);
      }),
    );
  });
});

describe("when an activity is planned", () => {
  it("is one range between its ends when nothing else is given", () => {
    const span = { startsOn: "2026-05-01", endsOn: "2026-08-31" };
    expect(parsePlan({ ...span, months: [], days: "" })).toEqual([
      { from: "2026-05-01", to: "2026-08-31" },
    ]);
  });

  it("is five times when five months are named", () => {
    const plan = parsePlan({
      startsOn: "2026-01-01",
      endsOn: "2026-12-31",
      months: ["2026-01", "2026-03", "2026-04", "2026-06", "2026-09"],
      days: "",
    });
    expect(plan.map(({ from, to }) => `${from}/${to}`)).toEqual([
      "2026-01-01/2026-01-31",
      "2026-03-01/2026-03-31",
      "2026-04-01/2026-04-30",
      "2026-06-01/2026-06-30",
      "2026-09-01/2026-09-30",
    ]);
  });

  it("reads days in both spellings and refuses what it cannot read or what lies outside", () => {
    const span = { startsOn: "2026-03-01", endsOn: "2026-04-30", months: [] };
    expect(parsePlan({ ...span, days: "12.03.2026, 2026-04-02–03.04.2026" })).toEqual([
      { from: "2026-03-12", to: "2026-03-12" },
      { from: "2026-04-02", to: "2026-04-03" },
    ]);
    expect(() => parsePlan({ ...span, days: "весной" })).toThrow("day-wrong");
    expect(() => parsePlan({ ...span, days: "30.02.2026" })).toThrow("day-wrong");
    expect(() => parsePlan({ ...span, days: "05.05.2026" })).toThrow("day-outside");
    expect(() => parsePlan({ ...span, months: ["2026-06"], days: "" })).toThrow("month-outside");
  });

  it("comes back from its own form unchanged", () => {
    fc.assert(
      fc.property(
        spans,
        fc.array(fc.nat(400), { maxLength: 8 }),
        fc.array(fc.nat(14)),
        (span, offsets, picks) => {
          const inside = offsets
            .map((offset) => addDays(span.startsOn, offset))
            .filter((day) => day <= span.endsOn);
          const all = listMonths({ from: span.startsOn, to: span.endsOn });
          const months = [...new Set(picks.flatMap((pick) => all[pick] ?? []))];
          const plan = parsePlan({ ...span, months, days: inside.join("\n") });
          expect(parsePlan({ ...span, ...formatPlanForForm(span, plan) })).toEqual(plan);
        },
      ),
    );
  });
});

describe("an occurrence today", () => {
  it("is coming, then due, then overdue, and never two of them", () => {
    fc.assert(
      fc.property(spans, days, ({ startsOn, endsOn }, today) => {
        const progress = occurrenceProgress(
          { state: "planned", planned_from: startsOn, planned_to: endsOn },
          today,
        );
        const wanted = today < startsOn ? "coming" : today > endsOn ? "overdue" : "due";
        expect(progress).toBe(wanted);
      }),
    );
  });

  it("falls on the same day of the next year, the end of February on its end", () => {
    expect(addYear("2026-05-12")).toBe("2027-05-12");
    expect(addYear("2027-02-28")).toBe("2028-02-29");
    expect(addYear("2028-02-29")).toBe("2029-02-28");
    fc.assert(
      fc.property(days, (day) => {
        expect(addYear(day) > day).toBe(true);
      }),
    );
  });
});
