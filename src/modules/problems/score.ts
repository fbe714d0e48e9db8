import { priorityScore, type PriorityScore } from "#modules/triage/index.ts";
import type { Problem } from "./store.ts";

type PriorityScoreInput = Pick<
  Problem,
  | "urgency"
  | "author_count"
  | "opened_at"
  | "due_at"
  | "overdue_since"
  | "refuted_count"
  | "reopened_count"
  | "returns_after"
>;

/** Computes the priority of a problem at an instant, 0–100, with its summands for the page. */
export function problemPriorityScore(problem: PriorityScoreInput, at: Date): PriorityScore {
  return priorityScore({
    urgency: problem.urgency,
    authors: problem.author_count,
    openedAt: problem.opened_at,
    overdueSince: problem.overdue_since,
    refutations: problem.refuted_count,
    returns: problem.reopened_count + (problem.returns_after === null ? 0 : 1),
    at,
  });
}
