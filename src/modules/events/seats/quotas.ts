import { z } from "zod";
import { transact, type Ctx } from "#base/context.ts";
import { recordFact } from "#base/journal.ts";
import { loadAuthorized } from "../load.ts";
import { promoteQueue } from "./queue.ts";
import { listQuotas, replaceQuotas } from "../registration/store.ts";
import type { SeatQuota } from "./allocation.ts";

/** `whom` is `role:press`, `municipality:` and an id, or `municipality:` alone for each of them. */
export const changeQuotaInput = z.object({
  whom: z
    .string("base.field-choose")
    .regex(/^(role:[a-z]+|municipality:([0-9a-f-]{36})?)$/, "base.field-choose"),
  /** Absent: the quota is removed. */
  seats: z.coerce.number().int().min(0).max(100_000).optional(),
});
export type QuotaInput = z.input<typeof changeQuotaInput>;

/** Sets or removes one quota; a higher one lets the queue move at once. */
export async function changeQuotas(ctx: Ctx, key: string, given: QuotaInput): Promise<void> {
  const { whom, seats } = changeQuotaInput.parse(given);
  const by = whom.startsWith("role:") ? "role" : "municipality";
  const value = whom.slice(by.length + 1) || null;
  await transact(ctx, async (tx) => {
    const event = await loadAuthorized(tx, key, "handle");
    const others = (await listQuotas(tx, event.id)).filter(
      (quota) => quota.by !== by || quota.value !== value,
    );
    const next: SeatQuota[] = seats === undefined ? others : [...others, { by, value, seats }];
    await replaceQuotas(tx, event.id, next);
    recordFact(tx, {
      subject: event.id,
      type: "event.quotas-changed",
      data: { by, value, seats: seats ?? null },
    });
    await promoteQueue(tx, event);
  });
}
