import type { Selectable } from "kysely";
import type { Ctx } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import { isUuid } from "#base/db/ids.ts";
import { found } from "#base/refusal.ts";
import type { MemberRole } from "../catalogues/codes.ts";
import { ofFamily } from "../merges/store.ts";

/** Who sits in an organisation; days «YYYY-MM-DD», the last one included. */
export type Member = Omit<Selectable<Tables["organisations_members"]>, "role"> & {
  role: MemberRole;
};

/** Present and past members of the organisation and of cards merged into it: present ones first. */
export async function membersOf(ctx: Ctx, organisationId: string): Promise<Member[]> {
  const rows = await ctx.db
    .selectFrom("organisations_members")
    .selectAll()
    .where("region_id", "=", ctx.region.id)
    .where(ofFamily(ctx, organisationId))
    .orderBy("until", (order) => order.desc().nullsFirst())
    .orderBy("since")
    .orderBy("id")
    .execute();
  return rows as Member[];
}

export async function loadMember(ctx: Ctx, id: string): Promise<Member> {
  const row = isUuid(id)
    ? await ctx.db
        .selectFrom("organisations_members")
        .selectAll()
        .where("region_id", "=", ctx.region.id)
        .where("id", "=", id)
        .forUpdate()
        .executeTakeFirst()
    : undefined;
  return found(row) as Member;
}

export async function insertMember(ctx: Ctx, row: Omit<Member, "region_id">): Promise<void> {
  await ctx.db
    .insertInto("organisations_members")
    .values({ region_id: ctx.region.id, ...row })
    .execute();
}

export async function saveMember(
  ctx: Ctx,
  id: string,
  patch: Partial<Pick<Member, "until" | "public">>,
): Promise<void> {
  await ctx.db
    .updateTable("organisations_members")
    .set(patch)
    .where("region_id", "=", ctx.region.id)
    .where("id", "=", id)
    .execute();
}
