import { maxScore, type ReviewCriterion } from "../contests/profile.ts";

/** A reviewer's points for each criterion. */
export type ReviewPoints = Record<string, { points: number; comment: string }>;

/** Reviews of a criterion that differ by this share of its maximum are in disagreement. */
const disagreementShare = 0.4;

export type CriterionScore = {
  criterion: ReviewCriterion;
  /** In the order of the reviews; null when one gave no points. */
  points: (number | null)[];
  mean: number | null;
  spread: number;
  /** The reviewers disagree enough to discuss it. */
  isContested: boolean;
};

export type RubricScore = {
  criteria: CriterionScore[];
  /** Weighted totals in the order of the reviews. */
  totals: number[];
  mean: number | null;
  maxTotal: number;
};

/** Returns the weighted total of one review. */
export const weightedTotal = (criteria: readonly ReviewCriterion[], points: ReviewPoints): number =>
  roundToCents(
    criteria.reduce((sum, { code, weight }) => sum + (points[code]?.points ?? 0) * weight, 0),
  );

/** Compares several reviews: totals, means, and disagreements. */
export function scoreReviews(
  criteria: readonly ReviewCriterion[],
  reviews: readonly ReviewPoints[],
): RubricScore {
  const totals = reviews.map((points) => weightedTotal(criteria, points));
  return {
    criteria: criteria.map((criterion) => scoreCriterion(criterion, reviews)),
    totals,
    mean: average(totals),
    maxTotal: roundToCents(maxScore(criteria)),
  };
}

function scoreCriterion(
  criterion: ReviewCriterion,
  reviews: readonly ReviewPoints[],
): CriterionScore {
  const points = reviews.map((review) => review[criterion.code]?.points ?? null);
  const given = points.filter((one) => one !== null);
  const spread = given.length < 2 ? 0 : Math.max(...given) - Math.min(...given);
  const apart = given.length > 1 && spread >= criterion.most * disagreementShare;
  return {
    criterion,
    points,
    mean: average(given),
    spread: roundToCents(spread),
    isContested: apart,
  };
}

const average = (values: readonly number[]): number | null =>
  values.length === 0
    ? null
    : roundToCents(values.reduce((sum, value) => sum + value, 0) / values.length);

const roundToCents = (value: number): number => Math.round(value * 100) / 100;
