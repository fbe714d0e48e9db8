import { topScore, type Criterion } from "../contests/profile.ts";

/** What a reviewer gave for each criterion. */
export type Points = Record<string, { points: number; comment: string }>;

/** From this share of a criterion's points apart, two reviewers have read different things. */
const apartFrom = 0.4;

export type CriterionScore = {
  criterion: Criterion;
  /** In the order of the reviews; null where one gave none. */
  points: (number | null)[];
  mean: number | null;
  spread: number;
  /** The reviewers disagree so far that they should talk. */
  apart: boolean;
};

export type RubricScore = {
  criteria: CriterionScore[];
  /** Weighted totals in the order of the reviews. */
  totals: number[];
  mean: number | null;
  top: number;
};

/** One review's weighted total. */
export const totalOf = (criteria: readonly Criterion[], points: Points): number =>
  rounded(
    criteria.reduce((sum, { code, weight }) => sum + (points[code]?.points ?? 0) * weight, 0),
  );

/** Several reviews of one text side by side: totals, means, and where they disagree. */
export function rubricScore(
  criteria: readonly Criterion[],
  reviews: readonly Points[],
): RubricScore {
  const totals = reviews.map((points) => totalOf(criteria, points));
  return {
    criteria: criteria.map((criterion) => criterionScore(criterion, reviews)),
    totals,
    mean: meanOf(totals),
    top: rounded(topScore(criteria)),
  };
}

function criterionScore(criterion: Criterion, reviews: readonly Points[]): CriterionScore {
  const points = reviews.map((review) => review[criterion.code]?.points ?? null);
  const given = points.filter((one) => one !== null);
  const spread = given.length < 2 ? 0 : Math.max(...given) - Math.min(...given);
  const apart = given.length > 1 && spread >= criterion.most * apartFrom;
  return { criterion, points, mean: meanOf(given), spread: rounded(spread), apart };
}

const meanOf = (values: readonly number[]): number | null =>
  values.length === 0
    ? null
    : rounded(values.reduce((sum, value) => sum + value, 0) / values.length);

const rounded = (value: number): number => Math.round(value * 100) / 100;
