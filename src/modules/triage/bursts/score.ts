import { scoreBreakdown, sumPoints, type FormulaTerm } from "../priority/breakdown.ts";

/** Inputs of a burst's score. */
export type BurstScoreInput = {
  authors: number;
  expected: number;
  /** authors of the preceding window */
  before: number;
  /** problems of this topic there that returned after a verified fix in recent months */
  returns: number;
  /** share of its open problems that are overdue, 0…1; 0 where none is open */
  overdueShare: number;
};

export type BurstScoreCode = "excess" | "authors" | "growth" | "returns" | "overdue";

export type BurstScoreTerm = {
  code: BurstScoreCode;
  points: number;
  max: number;
  /** the scored number: ratio to the usual less one, authors, additional authors, returns, share */
  value: number;
};

/**
 * Points grow to `max` as the value reaches `full`; the maxima sum to 100. A page shows this table.
 */
export const burstFormula = [
  { code: "excess", max: 35, full: 7, curve: "log" },
  { code: "authors", max: 25, full: 50, curve: "log" },
  { code: "growth", max: 15, full: 30, curve: "log" },
  { code: "returns", max: 10, full: 3, curve: "straight" },
  { code: "overdue", max: 15, full: 1, curve: "straight" },
] as const satisfies readonly FormulaTerm<BurstScoreCode>[];

const termValues = (input: BurstScoreInput): Readonly<Record<BurstScoreCode, number>> => ({
  excess: input.expected > 0 ? input.authors / input.expected - 1 : 0,
  authors: input.authors,
  growth: input.authors - input.before,
  returns: input.returns,
  overdue: input.overdueShare,
});

/** Computes a burst's score, 0…100, with its components in whole points that add up. */
export function burstScore(input: BurstScoreInput): {
  score: number;
  breakdown: readonly BurstScoreTerm[];
} {
  const breakdown = scoreBreakdown<BurstScoreCode>(burstFormula, termValues(input));
  return { score: sumPoints(breakdown), breakdown };
}
