import { z } from "zod";
import { transact, type Ctx } from "#base/context.ts";
import { recordFact } from "#base/journal.ts";
import { authorize } from "#base/policy.ts";
import { conflict } from "#base/refusal.ts";
import {
  changeRegistry,
  requireUnusedNumbers,
  authorizeOnOrganisation,
  saveChanges,
  type CardColumns,
} from "../actions.ts";
import { optionalText, requiredText, identityFields } from "../card/fields.ts";
import { organisationPolicy } from "../policy.ts";
import { lockCurrentOrganisation, type Organisation } from "../store.ts";
import { insertProposal, lockProposal, saveDecision } from "./store.ts";

/** Columns that only administrators change. */
export type IdentityColumns = Pick<
  CardColumns,
  "kind" | "name" | "short_name" | "inn" | "ogrn" | "legal_form"
>;

export const proposalInput = z.object({
  ...identityFields,
  reason: requiredText(1000, "organisations.no-proposal-reason"),
});
export type ProposalInput = z.input<typeof proposalInput>;

/** Proposes another name, number or kind; an administrator decides. One proposal waits at a time. */
export async function proposeChanges(
  ctx: Ctx,
  id: string,
  rawInput: ProposalInput,
): Promise<string> {
  const { reason, shortName, legalForm, ...input } = proposalInput.parse(rawInput);
  return transact(ctx, async (tx) => {
    const organisation = await lockCurrentOrganisation(tx, id);
    await authorizeOnOrganisation(tx, "propose", organisation);
    const changes = changedColumns(organisation, {
      ...input,
      short_name: shortName,
      legal_form: legalForm,
    });
    if (Object.keys(changes).length === 0) throw conflict("organisations.nothing-proposed");
    await requireUnusedNumbers(tx, changes, id);
    const proposal = tx.newId();
    const saved = await insertProposal(tx, {
      id: proposal,
      organisation_id: id,
      changes,
      reason,
      proposed_by: tx.actor.kind === "person" ? tx.actor.id : id,
    });
    if (!saved) throw conflict("organisations.proposal-waits");
    recordFact(tx, {
      subject: id,
      type: "change.proposed",
      data: { proposal, fields: Object.keys(changes) },
    });
    return proposal;
  });
}

function changedColumns(
  organisation: Organisation,
  wanted: IdentityColumns,
): Partial<IdentityColumns> {
  return Object.fromEntries(
    Object.entries(wanted).filter(
      ([field, value]) => organisation[field as keyof IdentityColumns] !== value,
    ),
  );
}

export const decisionInput = z.object({
  proposal: z.uuid(),
  decision: z.enum(["accept", "decline"]),
  remark: optionalText(1000).default(""),
});

/** Decides a proposal: the card changes, or the remark gives the reason against it. */
export async function decideProposal(
  ctx: Ctx,
  rawInput: z.input<typeof decisionInput>,
): Promise<void> {
  const { proposal: id, decision, remark } = decisionInput.parse(rawInput);
  await changeRegistry(ctx, async (tx) => {
    const proposal = await lockProposal(tx, id);
    const organisation = await lockCurrentOrganisation(tx, proposal.organisation_id);
    authorize({ policy: organisationPolicy, actor: tx.actor, action: "change", row: organisation });
    if (proposal.state !== "waiting") throw conflict("organisations.already-decided");
    if (decision === "decline" && remark === "") throw conflict("organisations.no-remark");
    if (decision === "accept") {
      await requireUnusedNumbers(tx, proposal.changes, organisation.id);
      await saveChanges(tx, organisation, { columns: proposal.changes });
    }
    await saveDecision(tx, id, {
      state: decision === "accept" ? "accepted" : "declined",
      decided_by: tx.actor.kind === "person" ? tx.actor.id : null,
      remark: remark === "" ? null : remark,
    });
    recordFact(tx, {
      subject: organisation.id,
      type: decision === "accept" ? "change.accepted" : "change.declined",
      data: { proposal: id },
    });
  });
}
