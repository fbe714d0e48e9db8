import { minCases, type ProblemFigures } from "#modules/problems/index.ts";

/** A share 0…1; undefined below five cases. */
export type Share = number | undefined;

const shareOf = (part: number, whole: number): Share =>
  whole < minCases ? undefined : part / whole;

/**
 * Returns answered in time ÷ (answered + still owed although overdue): an overdue one without an
 * answer counts as late.
 */
export const onTimeShare = ({ answers }: ProblemFigures): Share =>
  shareOf(answers.inTime, answers.given + answers.owed);

/** Returns verified ÷ all problems of the scope. */
export const verifiedShare = ({ states, opened }: ProblemFigures): Share =>
  shareOf(states.verified, opened);

/** Returns confirmed claims ÷ claims made. */
export const confirmedShare = ({ claims }: ProblemFigures): Share =>
  shareOf(claims.confirmed, claims.made);

/** Returns refutations ÷ checks made. */
export const refutedShare = ({ checks }: ProblemFigures): Share =>
  shareOf(checks.refuted, checks.made);

/** Returns cases per thousand residents; undefined where the population is not known. */
export const perThousand = (cases: number, population: number | null): number | undefined =>
  population === null || population === 0 ? undefined : (cases * 1000) / population;

/** Compares with the whole; undefined on either side is no comparison. */
export function compareShares(value: Share, whole: Share): "up" | "down" | "same" | undefined {
  if (value === undefined || whole === undefined) return undefined;
  if (Math.abs(value - whole) < 0.005 * Math.max(Math.abs(whole), 1)) return "same";
  return value > whole ? "up" : "down";
}
