import type { Insertable, Selectable } from "kysely";
import type { Ctx } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import { from, insertInto, updateIn } from "#base/db/region.ts";
import { isUuid } from "#base/db/ids.ts";
import type { Role } from "../roles/rules.ts";

type InvitationRow = Selectable<Tables["people_invitations"]>;
export type Invitation = Omit<InvitationRow, "role"> & { role: Role };

const toInvitation = (row: InvitationRow): Invitation => row as Invitation;

type InvitationKey = { id: string } | { tokenHash: Buffer };

function selectByKey(ctx: Ctx, key: InvitationKey) {
  const base = from(ctx, "people_invitations").selectAll();
  if ("tokenHash" in key) return base.where("token_hash", "=", key.tokenHash);
  return isUuid(key.id) ? base.where("id", "=", key.id) : base.where((eb) => eb.lit(false));
}

/** Finds an invitation by its key, whether it is open or not; undefined when there is none. */
export async function findInvitation(
  ctx: Ctx,
  key: InvitationKey,
): Promise<Invitation | undefined> {
  const row = await selectByKey(ctx, key).executeTakeFirst();
  return row && toInvitation(row);
}

/** Locks the invitation of a key, so that concurrent requests accept it once. */
export async function lockInvitation(
  ctx: Ctx,
  key: InvitationKey,
): Promise<Invitation | undefined> {
  const row = await selectByKey(ctx, key).forUpdate().executeTakeFirst();
  return row && toInvitation(row);
}

/** Inserts an invitation. */
export async function insertInvitation(
  ctx: Ctx,
  row: Omit<Insertable<Tables["people_invitations"]>, "region_id">,
): Promise<void> {
  await insertInto(ctx, "people_invitations", row).execute();
}

/** Marks an invitation as accepted or withdrawn. */
export async function updateInvitationEnd(
  ctx: Ctx,
  id: string,
  end: { accepted_at: Date } | { withdrawn_at: Date },
): Promise<void> {
  await updateIn(ctx, "people_invitations").set(end).where("id", "=", id).execute();
}

/** Lists unanswered invitations, the newest first, expired ones included. */
export async function listOpenInvitations(ctx: Ctx): Promise<Invitation[]> {
  const rows = await from(ctx, "people_invitations")
    .selectAll()
    .where("accepted_at", "is", null)
    .where("withdrawn_at", "is", null)
    .orderBy("created_at", "desc")
    .limit(200)
    .execute();
  return rows.map(toInvitation);
}
