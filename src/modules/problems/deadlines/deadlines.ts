import type { Problem } from "../store.ts";
import type { Ctx } from "#base/context.ts";
import { computeTermEnd, endOfDay } from "#base/time/rules.ts";

type DeadlineInput = Pick<
  Problem,
  "timer" | "timer_started_at" | "planned_for" | "routed_at" | "urgency" | "topic" | "topic_group"
>;

/** Computes when the present stage ends and when the answer is due, by rule packs and calendar of the region. */
export async function computeDeadlines(
  ctx: Ctx,
  problem: DeadlineInput,
): Promise<{ due_at: Date | null; answer_due_at: Date | null }> {
  const traits = { urgency: problem.urgency, topic: problem.topic, group: problem.topic_group };
  const { timer, timer_started_at: startedAt, planned_for: day } = problem;
  const answer =
    problem.routed_at === null
      ? null
      : await computeTermEnd(ctx, { timer: "answer", startedAt: problem.routed_at, traits });
  if (timer === null || startedAt === null) return { due_at: null, answer_due_at: answer };
  if ((timer === "plan" || timer === "promise") && day !== null) {
    return { due_at: endOfDay(ctx, day), answer_due_at: answer };
  }
  // A promise without a day runs against the answer's own term.
  const due =
    timer === "promise" ? answer : await computeTermEnd(ctx, { timer, startedAt, traits });
  return { due_at: due, answer_due_at: answer };
}
