import { sql, type Expression, type SqlBool } from "kysely";
import type { Ctx } from "#base/context.ts";
import { from } from "#base/db/region.ts";

/**
 * Returns a condition for rows of the organisation and of cards merged into it; `column` holds the
 * organisation's id.
 */
export function inMergedGroup(
  ctx: Ctx,
  id: string,
  column = "organisation_id",
): Expression<SqlBool> {
  return sql<SqlBool>`${sql.ref(column)} in (select id from organisations_organisations
    where region_id = ${ctx.region.id} and (id = ${id}::uuid or holder_id = ${id}::uuid))`;
}

/** Points the card and the cards merged into it at the card that it was merged into. */
export async function saveMerge(
  ctx: Ctx,
  { id, into, filled }: { id: string; into: string; filled: readonly string[] },
): Promise<void> {
  await sql`update organisations_organisations
    set holder_id = ${into}, merged_into = case when id = ${id} then ${into}::uuid else merged_into end,
      merge_filled = case when id = ${id} then ${filled}::text[] else merge_filled end,
      version = version + 1
    where region_id = ${ctx.region.id} and (id = ${id} or holder_id = ${id})`.execute(ctx.db);
}

/** Makes the card independent again, with the cards that had been merged into it before. */
export async function saveUnmerge(ctx: Ctx, id: string): Promise<void> {
  await sql`with recursive held as (
      select id from organisations_organisations where region_id = ${ctx.region.id} and id = ${id}
      union all
      select o.id from organisations_organisations o join held on o.merged_into = held.id
      where o.region_id = ${ctx.region.id})
    update organisations_organisations o
    set merged_into = case when o.id = ${id} then null else o.merged_into end,
      holder_id = case when o.id = ${id} then null else ${id}::uuid end,
      merge_filled = case when o.id = ${id} then null else o.merge_filled end,
      version = version + 1
    from held where o.region_id = ${ctx.region.id} and o.id = held.id`.execute(ctx.db);
}

/** Loads the fields that the merge of this card filled in on its holder. */
export async function loadFilledFields(ctx: Ctx, id: string): Promise<string[]> {
  const row = await from(ctx, "organisations_organisations")
    .select("merge_filled")
    .where("id", "=", id)
    .executeTakeFirst();
  return row?.merge_filled ?? [];
}

/** Lists the cards merged into this one, by name. */
export function listMerged(ctx: Ctx, id: string) {
  return from(ctx, "organisations_organisations")
    .select(["id", "name", "short_name", "inn", "merged_into"])
    .where("holder_id", "=", id)
    .orderBy("name")
    .orderBy("id")
    .execute();
}
