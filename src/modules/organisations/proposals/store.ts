import type { Selectable } from "kysely";
import type { Ctx } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import { isUuid } from "#base/db/ids.ts";
import { found } from "#base/refusal.ts";
import type { Passport } from "./actions.ts";

type Row = Selectable<Tables["organisations_proposals"]>;
export type ProposalState = "waiting" | "accepted" | "declined";

/** What an organisation asks its keepers to change. */
export type Proposal = Omit<Row, "state" | "changes"> & {
  state: ProposalState;
  changes: Partial<Passport>;
};

const rows = (ctx: Ctx) =>
  ctx.db.selectFrom("organisations_proposals").selectAll().where("region_id", "=", ctx.region.id);

/** Everything that waits for a keeper's word, the oldest first; at most a hundred. */
export async function waitingProposals(ctx: Ctx): Promise<Proposal[]> {
  const waiting = await rows(ctx)
    .where("state", "=", "waiting")
    .orderBy("proposed_at")
    .limit(100)
    .execute();
  return waiting as Proposal[];
}

/** The organisation's newest proposal, whatever became of it. */
export async function newestProposal(
  ctx: Ctx,
  organisationId: string,
): Promise<Proposal | undefined> {
  const row = await rows(ctx)
    .where("organisation_id", "=", organisationId)
    .orderBy("proposed_at", "desc")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  return row as Proposal | undefined;
}

export async function loadProposal(ctx: Ctx, id: string): Promise<Proposal> {
  const row = isUuid(id)
    ? await rows(ctx).where("id", "=", id).forUpdate().executeTakeFirst()
    : undefined;
  return found(row) as Proposal;
}

/** False when another proposal of the organisation still waits. */
export async function insertProposal(
  ctx: Ctx,
  row: Pick<Proposal, "id" | "organisation_id" | "changes" | "reason" | "proposed_by">,
): Promise<boolean> {
  const saved = await ctx.db
    .insertInto("organisations_proposals")
    .values({
      region_id: ctx.region.id,
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

export async function saveDecision(
  ctx: Ctx,
  id: string,
  decision: Pick<Proposal, "state" | "decided_by" | "remark">,
): Promise<void> {
  await ctx.db
    .updateTable("organisations_proposals")
    .set({ ...decision, decided_at: ctx.now() })
    .where("region_id", "=", ctx.region.id)
    .where("id", "=", id)
    .execute();
}
