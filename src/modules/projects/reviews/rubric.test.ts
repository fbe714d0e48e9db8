import fc from "fast-check";
import { expect, test } from "vitest";
import { may } from "#base/policy.ts";
import { actorWithRole } from "../fixtures.ts";
import { applicationPolicy } from "../applications/policy.ts";
import { builtInProfiles } from "../contests/built-in-profiles.ru.ts";
import { maxScore } from "../contests/profile.ts";
import { scoreReviews } from "./rubric.ts";

const [presidential] = builtInProfiles;
if (presidential === undefined) throw new Error("no built-in form");
const { criteria } = presidential;

test("a total is never above what the rubric allows, and full points give all of it", () => {
  const review = fc.record(
    Object.fromEntries(
      criteria.map(({ code, most }) => [
        code,
        fc.record({ points: fc.integer({ min: 0, max: most }), comment: fc.constant("") }),
      ]),
    ),
  );
  fc.assert(
    fc.property(fc.array(review, { minLength: 1, maxLength: 5 }), (reviews) => {
      const score = scoreReviews(criteria, reviews);
      for (const total of score.totals) expect(total).toBeLessThanOrEqual(score.maxTotal);
      expect(score.mean).toBeGreaterThanOrEqual(Math.min(...score.totals) - 0.01);
      expect(score.mean).toBeLessThanOrEqual(Math.max(...score.totals) + 0.01);
    }),
  );
  const full = Object.fromEntries(
    criteria.map(({ code, most }) => [code, { points: most, comment: "" }]),
  );
  expect(scoreReviews(criteria, [full]).totals).toEqual([maxScore(criteria)]);
});

test("reviewers four points of ten apart have read different things, three apart have not", () => {
  const points = (value: number) =>
    Object.fromEntries(criteria.map(({ code }) => [code, { points: value, comment: "" }]));
  const apart = (a: number, b: number) =>
    scoreReviews(criteria, [points(a), points(b)]).criteria.every((one) => one.isContested);
  expect(apart(8, 4)).toBe(true);
  expect(apart(8, 5)).toBe(false);
  expect(scoreReviews(criteria, [points(9)]).criteria.some((one) => one.isContested)).toBe(false);
});

test("whoever comes to belong to the applicant after being asked may review no longer", () => {
  const id = "019a0000-0000-7000-8000-00000000aa01";
  const row = { reviewer_id: id, organisation_id: "019a0000-0000-7000-8000-00000000aa02" };
  const actor = actorWithRole("reviewer", { id });
  expect(may(applicationPolicy, actor, "review", row)).toBe(true);
  const tied = { ...actor, ties: [row.organisation_id] } as typeof actor;
  expect(may(applicationPolicy, tied, "review", row)).toBe(false);
  expect(may(applicationPolicy, tied, "read", row)).toBe(false);
});
