import type { Ctx, Reaction } from "#base/context.ts";
import { enqueue } from "#base/jobs.ts";
import type { Fact } from "#base/journal.ts";
import { tellAuthorsWork, toldSteps, type ToldStep } from "./status/emails.ts";
import { moveMessages, saveTopicOf } from "./store.ts";
import { forgetKnowledge } from "./classify.ts";

const changesOfPlaces = ["territory.created", "territory.changed", "gazetteer.imported"];

/**
 * What happens to a problem is told to its authors, and their messages follow their voices; a place
 * that got a name is known to the next message.
 */
export const reactions: Record<string, Reaction> = {
  ...Object.fromEntries(
    toldSteps.map((step) => [step, (ctx: Ctx, fact: Fact) => tell(ctx, fact, step)]),
  ),
  ...Object.fromEntries(
    changesOfPlaces.map((change) => [change, (ctx: Ctx) => Promise.resolve(forgetKnowledge(ctx))]),
  ),
  "problem.merged": (ctx, fact) => moveMessages(ctx, idsOf(fact), String(fact.data.into)),
  "problem.unmerged": (ctx, fact) => moveMessages(ctx, idsOf(fact), fact.subject),
  "problem.changed": (ctx, fact) => saveTopicOf(ctx, fact.subject, String(fact.data.topic)),
};

/** Letters are a job: a problem of four hundred voices must not hold its transaction. */
async function tell(ctx: Ctx, fact: Fact, step: ToldStep): Promise<void> {
  // A reaction always runs inside the transaction that recorded its fact.
  if (ctx.unit === undefined) throw new Error("a reaction outside a transaction");
  const { voice } = fact.data;
  enqueue({ ...ctx, unit: ctx.unit }, tellAuthorsWork, {
    problem: fact.subject,
    fact: fact.id,
    step,
    at: fact.at.toISOString(),
    ...(typeof voice === "string" && { message: voice }),
  });
}

function idsOf(fact: Fact): string[] {
  const { voices } = fact.data;
  return Array.isArray(voices) ? voices.filter((id) => typeof id === "string") : [];
}
