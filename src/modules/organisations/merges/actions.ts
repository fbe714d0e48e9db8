import type { Ctx } from "#base/context.ts";
import { recordFact } from "#base/journal.ts";
import { authorize } from "#base/policy.ts";
import { conflict } from "#base/refusal.ts";
import { changeRegistry, requireUnusedNumbers } from "../actions.ts";
import { organisationPolicy } from "../policy.ts";
import { lockOrganisation, updateOrganisation, type Organisation } from "../store.ts";
import { loadFilledFields, saveMerge, saveUnmerge } from "./store.ts";

/** Fields that the remaining card takes over where its own are empty. */
const mergeableFields = [
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
 * Merges two cards of one organisation. The merged one retains its rows and its id, resolves to
 * the remaining one and is restored by `unmergeOrganisation`; empty fields of the remaining one are
 * filled in.
 */
export async function mergeOrganisations(
  ctx: Ctx,
  { id, into }: { id: string; into: string },
): Promise<void> {
  if (id === into) throw conflict("organisations.merge-itself");
  await changeRegistry(ctx, async (tx) => {
    const cards = new Map<string, Organisation>();
    // Locked in one order, so that concurrent merges of the same pair cannot deadlock.
    for (const one of [id, into].toSorted()) cards.set(one, await lockOrganisation(tx, one));
    const [merged, target] = [cards.get(id), cards.get(into)];
    if (merged === undefined || target === undefined) return;
    for (const row of [merged, target]) {
      authorize({ policy: organisationPolicy, actor: tx.actor, action: "change", row });
    }
    if (merged.holder_id !== null || target.holder_id !== null) {
      throw conflict("organisations.merged-card");
    }
    const filled = mergeableFields.filter(
      (field) => target[field] === null && merged[field] !== null,
    );
    await saveMerge(tx, { id, into, filled });
    if (filled.length > 0) {
      await updateOrganisation(
        tx,
        target,
        Object.fromEntries(filled.map((field) => [field, merged[field]])),
      );
    }
    recordFact(tx, { subject: id, type: "organisation.merged", data: { into, filled } });
  });
}

/** Undoes a merge: the card is independent again, and the fields that it filled in are cleared. */
export async function unmergeOrganisation(ctx: Ctx, id: string): Promise<void> {
  await changeRegistry(ctx, async (tx) => {
    const merged = await lockOrganisation(tx, id);
    authorize({ policy: organisationPolicy, actor: tx.actor, action: "change", row: merged });
    if (merged.merged_into === null) throw conflict("organisations.not-merged");
    const target = await lockOrganisation(tx, merged.merged_into);
    const filled = new Set(await loadFilledFields(tx, id));
    const cleared = mergeableFields.filter(
      (field) => filled.has(field) && String(target[field]) === String(merged[field]),
    );
    if (cleared.length > 0) {
      await updateOrganisation(
        tx,
        target,
        Object.fromEntries(cleared.map((field) => [field, null])),
      );
    }
    await requireUnusedNumbers(tx, merged, id);
    await saveUnmerge(tx, id);
    recordFact(tx, {
      subject: id,
      type: "organisation.unmerged",
      data: { from: merged.merged_into },
    });
  });
}
