import type { UrgencyLevel } from "./urgency.ts";

/** State of one problem; days are calendar days, `overdueDays` 0 while in time. */
export type BurningInput = {
  urgency: UrgencyLevel;
  /** distinct authors of its messages */
  people: number;
  waitingDays: number;
  overdueDays: number;
  /** times a claimed fix was refuted or the trouble returned after a verified one */
  refuted: number;
};

export type BurningCode = "danger" | "people" | "waiting" | "overdue" | "refuted";
export type BurningSummand = {
  code: BurningCode;
  points: number;
  max: number;
  /** the number that made the points: people, days, times; for danger 0, 1 or 2 */
  value: number;
  why: `triage.burning.${BurningCode}`;
};

/** Points grow to `max` as `value` reaches `full`; the maxima sum to 100, and a page shows this table. */
export const burningFormula = [
  { code: "danger", max: 40, full: 2, curve: "straight" },
  { code: "people", max: 20, full: 30, curve: "log" },
  { code: "waiting", max: 10, full: 60, curve: "straight" },
  { code: "overdue", max: 15, full: 14, curve: "straight" },
  { code: "refuted", max: 15, full: 3, curve: "straight" },
] as const satisfies readonly {
  code: BurningCode;
  max: number;
  full: number;
  curve: "straight" | "log";
}[];

const grave: Readonly<Record<UrgencyLevel, number>> = { normal: 0, important: 1, danger: 2 };

function values(input: BurningInput): Readonly<Record<BurningCode, number>> {
  return {
    danger: grave[input.urgency],
    // One author is what every problem has, so only the others add heat.
    people: input.people - 1,
    waiting: input.waitingDays,
    overdue: input.overdueDays,
    refuted: input.refuted,
  };
}

/** How much a problem burns, 0…100, with every summand; whole points, so the sum on a page is right. */
export function burningScore(input: BurningInput): {
  score: number;
  summands: readonly BurningSummand[];
} {
  const given = values(input);
  const summands = burningFormula.map(({ code, max, full, curve }): BurningSummand => {
    const value = Number.isFinite(given[code]) ? Math.max(0, given[code]) : 0;
    const part = curve === "log" ? Math.log1p(value) / Math.log1p(full) : value / full;
    const points = Math.round(max * Math.min(1, part));
    return { code, points, max, value, why: `triage.burning.${code}` };
  });
  return { score: summands.reduce((sum, { points }) => sum + points, 0), summands };
}
