import { scoreBreakdown, sumPoints, type FormulaTerm } from "./breakdown.ts";
import type { UrgencyLevel } from "../urgency/classify.ts";

/** State of one problem at the instant `at`; `overdueSince` is null before the deadline. */
export type PriorityInput = {
  urgency: UrgencyLevel;
  /** distinct authors of its messages */
  authors: number;
  openedAt: Date;
  overdueSince: Date | null;
  /** number of refuted fixes */
  refutations: number;
  /** number of returns after a verified fix */
  returns: number;
  at: Date;
};

export type PriorityCode = "danger" | "people" | "waiting" | "overdue" | "refuted";
export type PriorityTerm = {
  code: PriorityCode;
  points: number;
  max: number;
  /** the scored number: additional authors, whole days, times; for danger 0, 1 or 2 */
  value: number;
  why: `triage.burning.${PriorityCode}`;
};

export type PriorityScore = { score: number; breakdown: readonly PriorityTerm[] };

/**
 * Points grow to `max` as `value` reaches `full`; the maxima sum to 100. A page shows this table.
 */
export const priorityFormula = [
  { code: "danger", max: 40, full: 2, curve: "straight" },
  { code: "people", max: 20, full: 30, curve: "log" },
  { code: "waiting", max: 10, full: 60, curve: "straight" },
  { code: "overdue", max: 15, full: 14, curve: "straight" },
  { code: "refuted", max: 15, full: 3, curve: "straight" },
] as const satisfies readonly FormulaTerm<PriorityCode>[];

const urgencySeverity: Readonly<Record<UrgencyLevel, number>> = {
  normal: 0,
  important: 1,
  danger: 2,
};

const daysBetween = (from: Date, to: Date): number =>
  Math.floor((to.getTime() - from.getTime()) / 86_400_000);

function termValues(input: PriorityInput): Readonly<Record<PriorityCode, number>> {
  return {
    danger: urgencySeverity[input.urgency],
    // Every problem has one author, so only further ones count.
    people: input.authors - 1,
    waiting: daysBetween(input.openedAt, input.at),
    overdue: input.overdueSince === null ? 0 : daysBetween(input.overdueSince, input.at),
    refuted: input.refutations + input.returns,
  };
}

/** Computes a problem's priority, 0…100, with every term in whole points that add up. */
export function priorityScore(input: PriorityInput): PriorityScore {
  const summands = scoreBreakdown<PriorityCode>(priorityFormula, termValues(input)).map(
    (summand): PriorityTerm => ({ ...summand, why: `triage.burning.${summand.code}` }),
  );
  return { score: sumPoints(summands), breakdown: summands };
}
