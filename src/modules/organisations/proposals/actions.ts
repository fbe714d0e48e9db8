import { z } from "zod";
import { transact, type Ctx } from "#base/context.ts";
import { record } from "#base/journal.ts";
import { demand } from "#base/policy.ts";
import { conflict } from "#base/refusal.ts";
import {
  changeRegistry,
  demandFreeNumbers,
  demandOver,
  saveChanges,
  type CardColumns,
} from "../actions.ts";
import { line, needed, passportFields } from "../card/fields.ts";
import { organisationPolicy } from "../policy.ts";
import { loadForChange, type Organisation } from "../store.ts";
import { insertProposal, loadProposal, saveDecision } from "./store.ts";

/** What only a keeper's word changes. */
export type Passport = Pick<
  CardColumns,
  "kind" | "name" | "short_name" | "inn" | "ogrn" | "legal_form"
>;

export const proposalInput = z.object({
  ...passportFields,
  reason: needed(1000, "organisations.no-proposal-reason"),
});
export type ProposalInput = z.input<typeof proposalInput>;

/** The organisation asks for another name, number or kind: a keeper decides. One waits at a time. */
export async function proposeChanges(ctx: Ctx, id: string, given: ProposalInput): Promise<string> {
  const { reason, shortName, legalForm, ...input } = proposalInput.parse(given);
  return transact(ctx, async (tx) => {
    const organisation = await loadForChange(tx, id);
    await demandOver(tx, "propose", organisation);
    const changes = differing(organisation, {
      ...input,
      short_name: shortName,
      legal_form: legalForm,
    });
    if (Object.keys(changes).length === 0) throw conflict("organisations.nothing-proposed");
    await demandFreeNumbers(tx, changes, id);
    const proposal = tx.newId();
    const saved = await insertProposal(tx, {
      id: proposal,
      organisation_id: id,
      changes,
      reason,
      proposed_by: tx.actor.kind === "person" ? tx.actor.id : id,
    });
    if (!saved) throw conflict("organisations.proposal-waits");
    record(tx, {
      subject: id,
      type: "change.proposed",
      data: { proposal, fields: Object.keys(changes) },
    });
    return proposal;
  });
}

function differing(organisation: Organisation, wanted: Passport): Partial<Passport> {
  return Object.fromEntries(
    Object.entries(wanted).filter(
      ([field, value]) => organisation[field as keyof Passport] !== value,
    ),
  );
}

export const decisionInput = z.object({
  proposal: z.uuid(),
  decision: z.enum(["accept", "decline"]),
  remark: line(1000).default(""),
});

/** A keeper's word: the card changes, or the remark says why not. */
export async function decideProposal(
  ctx: Ctx,
  given: z.input<typeof decisionInput>,
): Promise<void> {
  const { proposal: id, decision, remark } = decisionInput.parse(given);
  await changeRegistry(ctx, async (tx) => {
    const proposal = await loadProposal(tx, id);
    const organisation = await loadForChange(tx, proposal.organisation_id);
    demand({ policy: organisationPolicy, actor: tx.actor, action: "change", row: organisation });
    if (proposal.state !== "waiting") throw conflict("organisations.already-decided");
    if (decision === "decline" && remark === "") throw conflict("organisations.no-remark");
    if (decision === "accept") {
      await demandFreeNumbers(tx, proposal.changes, organisation.id);
      await saveChanges(tx, organisation, { columns: proposal.changes });
    }
    await saveDecision(tx, id, {
      state: decision === "accept" ? "accepted" : "declined",
      decided_by: tx.actor.kind === "person" ? tx.actor.id : null,
      remark: remark === "" ? null : remark,
    });
    record(tx, {
      subject: organisation.id,
      type: decision === "accept" ? "change.accepted" : "change.declined",
      data: { proposal: id },
    });
  });
}
