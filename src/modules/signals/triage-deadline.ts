import type { Ctx } from "#base/context.ts";
import { computeTermEnd } from "#base/time/rules.ts";
import type { StoredSuggestion } from "./signal.ts";

/** Returns until when the desk must look at a message that comes in now; null without such a rule. */
export function triageDeadline(
  ctx: Ctx,
  { topic, urgency }: Pick<StoredSuggestion, "topic" | "urgency">,
): Promise<Date | null> {
  const traits = { urgency: urgency.level, topic: topic.code ?? "", group: topic.group ?? "" };
  return computeTermEnd(ctx, { timer: "triage", startedAt: ctx.now(), traits });
}
