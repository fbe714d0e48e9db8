import { z } from "zod";
import { transact, type Ctx } from "#base/context.ts";
import { record } from "#base/journal.ts";
import { loadAllowed } from "../load.ts";
import { promote } from "./queue.ts";
import { quotasOf, replaceQuotas } from "../registration/store.ts";
import type { Quota } from "./allocation.ts";

/** `role:press`, `municipality:` and an id, or `municipality:` alone for each of them. */
export const quotaInput = z.object({
  whom: z
    .string("base.field-choose")
    .regex(/^(role:[a-z]+|municipality:([0-9a-f-]{36})?)$/, "base.field-choose"),
  /** Absent: the share is taken away. */
  seats: z.coerce.number().int().min(0).max(100_000).optional(),
});
export type QuotaInput = z.input<typeof quotaInput>;

/** Sets or takes away one share of the seats; a wider one lets those who wait in at once. */
export async function changeQuotas(ctx: Ctx, key: string, given: QuotaInput): Promise<void> {
  const { whom, seats } = quotaInput.parse(given);
  const by = whom.startsWith("role:") ? "role" : "municipality";
  const value = whom.slice(by.length + 1) || null;
  await transact(ctx, async (tx) => {
    const event = await loadAllowed(tx, key, "handle");
    const others = (await quotasOf(tx, event.id)).filter(
      (quota) => quota.by !== by || quota.value !== value,
    );
    const next: Quota[] = seats === undefined ? others : [...others, { by, value, seats }];
    await replaceQuotas(tx, event.id, next);
    record(tx, {
      subject: event.id,
      type: "event.shares-changed",
      data: { by, value, seats: seats ?? null },
    });
    await promote(tx, event);
  });
}
