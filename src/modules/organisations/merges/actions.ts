import type { Ctx } from "#base/context.ts";
import { record } from "#base/journal.ts";
import { demand } from "#base/policy.ts";
import { conflict } from "#base/refusal.ts";
import { changeRegistry, demandFreeNumbers } from "../actions.ts";
import { organisationPolicy } from "../policy.ts";
import { lockOrganisation, saveOrganisation, type Organisation } from "../store.ts";
import { filledBy, saveMerge, saveUnmerge } from "./store.ts";

/** What the kept card takes over where it says nothing itself. */
const fillable = [
  "inn",
  "ogrn",
  "legal_form",
  "email",
  "phone",
  "site",
  "address",
  "opened_on",
  "opened_under",
  "opened_link",
  "opened_file",
] as const satisfies (keyof Organisation)[];

/**
 * Two cards of one organisation become one. The merged one keeps its rows and its id, answers with
 * the kept one and comes back whole by `unmergeOrganisation`; what the kept one lacks is filled in.
 */
export async function mergeOrganisations(
  ctx: Ctx,
  { id, into }: { id: string; into: string },
): Promise<void> {
  if (id === into) throw conflict("organisations.merge-itself");
  await changeRegistry(ctx, async (tx) => {
    const cards = new Map<string, Organisation>();
    // Always in one order, so that two who merge the same pair do not wait for each other for ever.
    for (const one of [id, into].toSorted()) cards.set(one, await lockOrganisation(tx, one));
    const [gone, kept] = [cards.get(id), cards.get(into)];
    if (gone === undefined || kept === undefined) return;
    for (const row of [gone, kept]) {
      demand({ policy: organisationPolicy, actor: tx.actor, action: "change", row });
    }
    if (gone.holder_id !== null || kept.holder_id !== null) {
      throw conflict("organisations.merged-card");
    }
    const filled = fillable.filter((field) => kept[field] === null && gone[field] !== null);
    await saveMerge(tx, { id, into, filled });
    if (filled.length > 0) {
      await saveOrganisation(
        tx,
        kept,
        Object.fromEntries(filled.map((field) => [field, gone[field]])),
      );
    }
    record(tx, { subject: id, type: "organisation.merged", data: { into, filled } });
  });
}

/** Takes a merge back: the card stands for itself again, and what it filled in is taken out. */
export async function unmergeOrganisation(ctx: Ctx, id: string): Promise<void> {
  await changeRegistry(ctx, async (tx) => {
    const gone = await lockOrganisation(tx, id);
    demand({ policy: organisationPolicy, actor: tx.actor, action: "change", row: gone });
    if (gone.merged_into === null) throw conflict("organisations.not-merged");
    const kept = await lockOrganisation(tx, gone.merged_into);
    const filled = new Set(await filledBy(tx, id));
    const cleared = fillable.filter(
      (field) => filled.has(field) && String(kept[field]) === String(gone[field]),
    );
    if (cleared.length > 0) {
      await saveOrganisation(tx, kept, Object.fromEntries(cleared.map((field) => [field, null])));
    }
    await demandFreeNumbers(tx, gone, id);
    await saveUnmerge(tx, id);
    record(tx, { subject: id, type: "organisation.unmerged", data: { from: gone.merged_into } });
  });
}
