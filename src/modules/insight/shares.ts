import { fewCases, type Figures } from "#modules/problems/index.ts";

/** Undefined: fewer than five cases, of which nothing can be said. */
export type Share = number | undefined;

const share = (part: number, whole: number): Share => (whole < fewCases ? undefined : part / whole);

/** Answered in time ÷ (answered + still owed although overdue): what is late and silent counts as late. */
export const onTimeShare = ({ answers }: Figures): Share =>
  share(answers.inTime, answers.given + answers.owed);

/** Verified ÷ all problems of the scope. */
export const verifiedShare = ({ states, opened }: Figures): Share => share(states.verified, opened);

/** Confirmed claims ÷ claims made. */
export const confirmedShare = ({ claims }: Figures): Share => share(claims.confirmed, claims.made);

/** Refutations ÷ checks made. */
export const refutedShare = ({ checks }: Figures): Share => share(checks.refuted, checks.made);

/** Cases per thousand residents; undefined where the population is not known. */
export const perThousand = (cases: number, population: number | null): number | undefined =>
  population === null || population === 0 ? undefined : (cases * 1000) / population;

/** Compares with the whole; undefined on either side is no comparison. */
export function trendOf(value: Share, whole: Share): "up" | "down" | "same" | undefined {
  if (value === undefined || whole === undefined) return undefined;
  if (Math.abs(value - whole) < 0.005 * Math.max(Math.abs(whole), 1)) return "same";
  return value > whole ? "up" : "down";
}
