import { asSystem, transact, type Ctx } from "#base/context.ts";
import { enqueue, type Job } from "#base/jobs.ts";
import { recordFact, verifyJournal, type Fact } from "#base/journal.ts";
import { z } from "zod";
import { administrationSubject } from "../deps.ts";
import { authorizeAdministrator } from "../policy.ts";

const noInput = z.object({});
const checkJob = { name: "administration.verify-journal", input: noInput };

/** Asks for a walk over every chain of the region; the answer comes as a fact `journal.verified`. */
export async function requestJournalCheck(ctx: Ctx): Promise<void> {
  authorizeAdministrator(ctx);
  await transact(ctx, async (tx) => {
    recordFact(tx, { subject: administrationSubject, type: "journal.check-requested" });
    enqueue(tx, checkJob, {});
  });
}

const faultSchema = z.object({ subject: z.string(), seq: z.number(), fault: z.string() });
const resultSchema = z.object({
  facts: z.number(),
  faults: z.number(),
  /** The first broken links; the command `okno journal verify` names all. */
  first: z.array(faultSchema),
});
export type JournalCheck = z.infer<typeof resultSchema>;

const MAX_LISTED_FAULTS = 20;

export const journalCheck: Job<z.infer<typeof noInput>> = {
  ...checkJob,
  async run(ctx) {
    const { facts, faults } = await verifyJournal(ctx);
    await transact(asSystem(ctx, checkJob.name), async (tx) =>
      recordFact(tx, {
        subject: administrationSubject,
        type: "journal.verified",
        data: { facts, faults: faults.length, first: faults.slice(0, MAX_LISTED_FAULTS) },
      }),
    );
  },
};

/** Returns the result that a `journal.verified` fact carries; throws for a fact of another shape. */
export function parseJournalCheck(fact: Fact): JournalCheck {
  return resultSchema.parse(fact.data);
}
