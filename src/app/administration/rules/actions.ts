import { asSystem, transact, type Ctx, type Unit } from "#base/context.ts";
import type { RulePack } from "#base/time/deadlines.ts";
import { enqueue, type Job } from "#base/jobs.ts";
import { factsAbout, record, type Fact } from "#base/journal.ts";
import { conflict } from "#base/refusal.ts";
import { forgetRules, keepRulePack, listRulePacks } from "#base/time/rules.ts";
import { recomputeClocks } from "#modules/problems/index.ts";
import { z } from "zod";
import { houseSubject } from "../deps.ts";
import { demandAdministrator } from "../policy.ts";

const noInput = z.object({});
const recomputeJob = { name: "house.recompute-after-rules", input: noInput };

export type RulesInput = {
  title: string;
  pack: RulePack;
  /** When the version that was edited was written; absent for a new pack. */
  seen?: Date | undefined;
};

/**
 * Saves a pack of rules and has every open deadline computed by it. Conflict when somebody else saved
 * the pack meanwhile, or when a new one takes a code that is in use.
 */
export async function changeRules(ctx: Ctx, { title, pack, seen }: RulesInput): Promise<void> {
  demandAdministrator(ctx);
  await transact(ctx, async (tx) => {
    const kept = (await listRulePacks(tx)).find(({ code }) => code === pack.code);
    if (kept?.updatedAt.getTime() !== seen?.getTime()) throw conflict("house.rules-changed");
    await keepRulePack(tx, { code: pack.code, title, pack });
    record(tx, { subject: houseSubject, type: "rule-pack.changed", data: { pack: pack.code } });
    askRecompute(tx);
  });
  // Whoever asked between the write and the commit remembered the former rules.
  forgetRules(ctx);
}

/** Asks to compute every open deadline anew; the answer comes as a fact `clocks.recomputed`. */
export function askRecompute(ctx: Ctx & { unit: Unit }): void {
  record(ctx, { subject: houseSubject, type: "clocks.recompute-asked" });
  enqueue(ctx, recomputeJob, {});
}

/** Computes every open deadline by the rules now in force and tells the journal how many moved. */
export const recomputeAfterRules: Job<z.infer<typeof noInput>> = {
  ...recomputeJob,
  async run(ctx) {
    forgetRules(ctx);
    const changed = await recomputeClocks(ctx);
    await transact(asSystem(ctx, recomputeJob.name), async (tx) =>
      record(tx, { subject: houseSubject, type: "clocks.recomputed", data: { changed } }),
    );
  },
};

/** The last asking and the last finish of a long work that the journal tells of. */
export type LastRun = { askedAt?: Date; done?: Fact };

/** How the last run went: asked for by a fact of one type, finished by a fact of another. */
export async function lastRun(
  ctx: Ctx,
  { asked, done }: { asked: string; done: string },
): Promise<LastRun> {
  const facts = await factsAbout(ctx, houseSubject);
  const lastAsked = facts.findLast(({ type }) => type === asked);
  const lastDone = facts.findLast(({ type }) => type === done);
  const waiting = lastAsked !== undefined && lastAsked.seq > (lastDone?.seq ?? 0);
  return { ...(waiting && { askedAt: lastAsked.at }), ...(lastDone && { done: lastDone }) };
}
