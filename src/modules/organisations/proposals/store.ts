import type { Selectable } from "kysely";
import type { Ctx } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import { from, insertInto, lockRow, updateIn } from "#base/db/region.ts";
import { orNotFound } from "#base/refusal.ts";
import type { IdentityColumns } from "./actions.ts";

type ProposalRow = Selectable<Tables["organisations_proposals"]>;
export type ProposalState = "waiting" | "accepted" | "declined";

/** What an organisation asks administrators to change. */
export type ChangeProposal = Omit<ProposalRow, "state" | "changes"> & {
  state: ProposalState;
  changes: Partial<IdentityColumns>;
};

const selectProposals = (ctx: Ctx) => from(ctx, "organisations_proposals").selectAll();

/** Lists proposals that wait for a decision, the oldest first; at most a hundred. */
export async function listWaitingProposals(ctx: Ctx): Promise<ChangeProposal[]> {
  const waiting = await selectProposals(ctx)
    .where("state", "=", "waiting")
    .orderBy("proposed_at")
    .limit(100)
    .execute();
  return waiting as ChangeProposal[];
}

/** Finds the organisation's newest proposal in any state. */
export async function findLatestProposal(
  ctx: Ctx,
  organisationId: string,
): Promise<ChangeProposal | undefined> {
  const row = await selectProposals(ctx)
    .where("organisation_id", "=", organisationId)
    .orderBy("proposed_at", "desc")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  return row as ChangeProposal | undefined;
}

/** Locks a proposal for a decision; refuses with not-found when there is none. */
export async function lockProposal(ctx: Ctx, id: string): Promise<ChangeProposal> {
  return orNotFound(await lockRow(ctx, "organisations_proposals", id)) as ChangeProposal;
}

/** Inserts a proposal; false when another one of the organisation still waits. */
export async function insertProposal(
  ctx: Ctx,
  row: Pick<ChangeProposal, "id" | "organisation_id" | "changes" | "reason" | "proposed_by">,
): Promise<boolean> {
  const saved = await insertInto(ctx, "organisations_proposals", {
    ...row,
    changes: JSON.stringify(row.changes),
    state: "waiting",
    proposed_at: ctx.now(),
  })
    .onConflict((clash) => clash.doNothing())
    .returning("id")
    .executeTakeFirst();
  return saved !== undefined;
}

/** Saves the decision on a proposal, dated now. */
export async function saveDecision(
  ctx: Ctx,
  id: string,
  decision: Pick<ChangeProposal, "state" | "decided_by" | "remark">,
): Promise<void> {
  await updateIn(ctx, "organisations_proposals")
    .set({ ...decision, decided_at: ctx.now() })
    .where("id", "=", id)
    .execute();
}
