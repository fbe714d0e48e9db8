import type { Ctx, Reaction } from "#base/context.ts";
import { enqueue } from "#base/jobs.ts";
import type { Fact } from "#base/journal.ts";
import { notifyAuthorsJob, notifiedFacts, type NotifiedFact } from "./status/emails.ts";
import { moveMessages, updateTopicOfProblem } from "./store.ts";
import { invalidateKnowledge } from "./classify.ts";

const placeFactTypes = ["territory.created", "territory.changed", "gazetteer.imported"];

/**
 * Facts of problems reach their authors by letter, and messages move with their reports; a place that
 * got a name is known to the next message.
 */
export const reactions: Record<string, Reaction> = {
  ...Object.fromEntries(
    notifiedFacts.map((step) => [
      step,
      (ctx: Ctx, fact: Fact) => enqueueNotification(ctx, fact, step),
    ]),
  ),
  ...Object.fromEntries(
    placeFactTypes.map((change) => [
      change,
      (ctx: Ctx) => Promise.resolve(invalidateKnowledge(ctx)),
    ]),
  ),
  "problem.merged": (ctx, fact) => moveMessages(ctx, reportIds(fact), String(fact.data.into)),
  "problem.unmerged": (ctx, fact) => moveMessages(ctx, reportIds(fact), fact.subject),
  "problem.changed": (ctx, fact) =>
    updateTopicOfProblem(ctx, fact.subject, String(fact.data.topic)),
};

/** Enqueues the letters as a job: a problem of four hundred reports must not hold its transaction. */
async function enqueueNotification(ctx: Ctx, fact: Fact, step: NotifiedFact): Promise<void> {
  // A reaction always runs inside the transaction that recorded its fact.
  if (ctx.unit === undefined) throw new Error("a reaction outside a transaction");
  const { voice } = fact.data;
  enqueue({ ...ctx, unit: ctx.unit }, notifyAuthorsJob, {
    problem: fact.subject,
    fact: fact.id,
    step,
    at: fact.at.toISOString(),
    ...(typeof voice === "string" && { message: voice }),
  });
}

function reportIds(fact: Fact): string[] {
  const { voices } = fact.data;
  return Array.isArray(voices) ? voices.filter((id) => typeof id === "string") : [];
}
