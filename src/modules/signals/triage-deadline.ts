import type { Ctx } from "#base/context.ts";
import { computeTermEnd } from "#base/time/rules.ts";
import type { StoredSuggestion } from "./signal.ts";

/** Until when the desk must have looked at a message that reaches it now; null without such a rule. */
export function triageDeadline(
  ctx: Ctx,
  { topic, urgency }: Pick<StoredSuggestion, "topic" | "urgency">,
): Promise<Date | null> {
  const traits = { urgency: urgency.level, topic: topic.code ?? "", group: topic.group ?? "" };
  return computeTermEnd(ctx, { timer: "triage", startedAt: ctx.now(), traits });
}
