import { claimAttachments } from "#base/files/attachments.ts";
import type { Ctx } from "#base/context.ts";
import { recordFact } from "#base/journal.ts";
import { authorize } from "#base/policy.ts";
import { conflict } from "#base/refusal.ts";
import { changeRegistry } from "../actions.ts";
import { organisationPolicy } from "../policy.ts";
import { lockCurrentOrganisation, updateOrganisation, type Organisation } from "../store.ts";

/** Confirms an opening that an administrator has seen: it counts as proven. */
export function confirmOpening(ctx: Ctx, id: string): Promise<Organisation> {
  return changeRegistry(ctx, async (tx) => {
    const organisation = await lockOpenedOrganisation(tx, id);
    recordFact(tx, { subject: id, type: "organisation.opening-checked" });
    return updateOrganisation(tx, organisation, {
      opened_checked_at: tx.now(),
      opened_checked_by: tx.actor.kind === "person" ? tx.actor.id : null,
    });
  });
}

/**
 * Attaches a stored file (`keepAttachment`) as the evidence of the opening, in place of the one before;
 * null removes
 * it. Anyone may read it.
 */
export function attachOpeningDocument(
  ctx: Ctx,
  id: string,
  file: string | null,
): Promise<Organisation> {
  return changeRegistry(ctx, async (tx) => {
    const organisation = await lockOpenedOrganisation(tx, id);
    if (file !== null) await claimAttachments(tx, [file], { field: "file" });
    recordFact(tx, { subject: id, type: "organisation.opening-document-changed", data: { file } });
    return updateOrganisation(tx, organisation, { opened_file: file });
  });
}

async function lockOpenedOrganisation(ctx: Ctx, id: string): Promise<Organisation> {
  const organisation = await lockCurrentOrganisation(ctx, id);
  authorize({ policy: organisationPolicy, actor: ctx.actor, action: "change", row: organisation });
  if (organisation.opened_on === null) throw conflict("organisations.no-opening-day");
  return organisation;
}
