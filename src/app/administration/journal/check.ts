import { asSystem, transact, type Ctx } from "#base/context.ts";
import { enqueue, type Job } from "#base/jobs.ts";
import { record, verifyJournal, type Fact } from "#base/journal.ts";
import { z } from "zod";
import { houseSubject } from "../deps.ts";
import { demandAdministrator } from "../policy.ts";

const noInput = z.object({});
const checkJob = { name: "house.verify-journal", input: noInput };

/** Asks for a walk over every chain of the region; the answer comes as a fact `journal.verified`. */
export async function askJournalCheck(ctx: Ctx): Promise<void> {
  demandAdministrator(ctx);
  await transact(ctx, async (tx) => {
    record(tx, { subject: houseSubject, type: "journal.check-asked" });
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

const named = 20;

export const journalCheck: Job<z.infer<typeof noInput>> = {
  ...checkJob,
  async run(ctx) {
    const { facts, faults } = await verifyJournal(ctx);
    await transact(asSystem(ctx, checkJob.name), async (tx) =>
      record(tx, {
        subject: houseSubject,
        type: "journal.verified",
        data: { facts, faults: faults.length, first: faults.slice(0, named) },
      }),
    );
  },
};

export function readCheck(fact: Fact): JournalCheck {
  return resultSchema.parse(fact.data);
}
