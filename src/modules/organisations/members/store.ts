import type { Selectable } from "kysely";
import type { Ctx } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import { from, insertInto, lockRow, updateIn } from "#base/db/region.ts";
import { orNotFound } from "#base/refusal.ts";
import type { MemberRole } from "../catalogues/codes.ts";
import { inMergedGroup } from "../merges/store.ts";

/** Who sits in an organisation; days «YYYY-MM-DD», the last one included. */
export type OrganisationMember = Omit<Selectable<Tables["organisations_members"]>, "role"> & {
  role: MemberRole;
};

/**
 * Lists present and past members of the organisation and of cards merged into it, present ones first.
 */
export async function listMembers(ctx: Ctx, organisationId: string): Promise<OrganisationMember[]> {
  const rows = await from(ctx, "organisations_members")
    .selectAll()
    .where(inMergedGroup(ctx, organisationId))
    .orderBy("until", (order) => order.desc().nullsFirst())
    .orderBy("since")
    .orderBy("id")
    .execute();
  return rows as OrganisationMember[];
}

/** Locks a membership for a change; refuses with not-found when there is none. */
export async function lockMember(ctx: Ctx, id: string): Promise<OrganisationMember> {
  return orNotFound(await lockRow(ctx, "organisations_members", id)) as OrganisationMember;
}

/** Inserts a membership. */
export async function insertMember(
  ctx: Ctx,
  row: Omit<OrganisationMember, "region_id">,
): Promise<void> {
  await insertInto(ctx, "organisations_members", row).execute();
}

/** Sets the last day of a membership or whether it is public. */
export async function updateMember(
  ctx: Ctx,
  id: string,
  patch: Partial<Pick<OrganisationMember, "until" | "public">>,
): Promise<void> {
  await updateIn(ctx, "organisations_members").set(patch).where("id", "=", id).execute();
}
