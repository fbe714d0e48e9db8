import { asSystem, transact, type Ctx, type UnitOfWork } from "#base/context.ts";
import type { RulePack } from "#base/time/deadlines.ts";
import { enqueue, type Job } from "#base/jobs.ts";
import { listSubjectFacts, recordFact, type Fact } from "#base/journal.ts";
import { conflict } from "#base/refusal.ts";
import { invalidateRules, saveRulePack, listRulePacks } from "#base/time/rules.ts";
import { recomputeDeadlines } from "#modules/problems/index.ts";
import { z } from "zod";
import { administrationSubject } from "../deps.ts";
import { authorizeAdministrator } from "../policy.ts";

const noInput = z.object({});
const recomputeJob = { name: "administration.recompute-after-rules", input: noInput };

export type RulesInput = {
  title: string;
  pack: RulePack;
  /** When the version that was edited was written; absent for a new pack. */
  expectedUpdatedAt?: Date | undefined;
};

/**
 * Saves a pack of rules and has every open deadline computed by it. Conflict when somebody else saved
 * the pack meanwhile, or when a new one takes a code that is in use.
 */
export async function updateRules(
  ctx: Ctx,
  { title, pack, expectedUpdatedAt }: RulesInput,
): Promise<void> {
  authorizeAdministrator(ctx);
  await transact(ctx, async (tx) => {
    const stored = (await listRulePacks(tx)).find(({ code }) => code === pack.code);
    if (stored?.updatedAt.getTime() !== expectedUpdatedAt?.getTime())
      throw conflict("administration.rules-changed");
    await saveRulePack(tx, { code: pack.code, title, pack });
    recordFact(tx, {
      subject: administrationSubject,
      type: "rule-pack.changed",
      data: { pack: pack.code },
    });
    requestRecompute(tx);
  });
  // Whoever asked between the write and the commit remembered the former rules.
  invalidateRules(ctx);
}

/** Asks to compute every open deadline anew; the answer comes as a fact `deadlines.recomputed`. */
export function requestRecompute(ctx: Ctx & { unit: UnitOfWork }): void {
  recordFact(ctx, { subject: administrationSubject, type: "deadlines.recompute-requested" });
  enqueue(ctx, recomputeJob, {});
}

/** Computes every open deadline by the rules now in force and records in the journal how many changed. */
export const recomputeAfterRules: Job<z.infer<typeof noInput>> = {
  ...recomputeJob,
  async run(ctx) {
    invalidateRules(ctx);
    const changed = await recomputeDeadlines(ctx);
    await transact(asSystem(ctx, recomputeJob.name), async (tx) =>
      recordFact(tx, {
        subject: administrationSubject,
        type: "deadlines.recomputed",
        data: { changed },
      }),
    );
  },
};

/** The last request and the last completion of a long job, as the journal records them. */
export type LastRunStatus = { requestedAt?: Date; done?: Fact };

/** How the last run went: asked for by a fact of one type, finished by a fact of another. */
export async function findLastRun(
  ctx: Ctx,
  { asked, done }: { asked: string; done: string },
): Promise<LastRunStatus> {
  const facts = await listSubjectFacts(ctx, administrationSubject);
  const lastAsked = facts.findLast(({ type }) => type === asked);
  const lastDone = facts.findLast(({ type }) => type === done);
  const waiting = lastAsked !== undefined && lastAsked.seq > (lastDone?.seq ?? 0);
  return { ...(waiting && { requestedAt: lastAsked.at }), ...(lastDone && { done: lastDone }) };
}
