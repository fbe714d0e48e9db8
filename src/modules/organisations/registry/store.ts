import { sql, type Expression, type SqlBool } from "kysely";
import type { Ctx } from "#base/context.ts";
import { isUuid } from "#base/db/ids.ts";
import { pageOf, type Cursor, type PageOf } from "#base/db/paging.ts";
import { invalid } from "#base/refusal.ts";
import type { ActivityArea, Need } from "../catalogues/codes.ts";
import type { OrganisationKind } from "../organisation.ts";
import {
  organisationColumns,
  toOrganisation,
  textSearchCondition,
  type Organisation,
} from "../store.ts";

export type RegistryFilter = {
  kind?: OrganisationKind | undefined;
  /** A municipality's id, or the whole region's organisations. */
  territory?: string | undefined;
  q?: string | undefined;
  direction?: ActivityArea | undefined;
  /** What its services help with. */
  need?: Need | undefined;
  /** `unconfirmed` did not answer the yearly question. */
  state: RegistryState;
};

export const registryStates = ["active", "unconfirmed", "closed", "all"] as const;
export type RegistryState = (typeof registryStates)[number];

/** Returns the condition of a filter, the same for list, count and export. */
function filterCondition(ctx: Ctx, filter: RegistryFilter): Expression<SqlBool> {
  const parts: Expression<SqlBool>[] = [
    sql<SqlBool>`region_id = ${ctx.region.id} and holder_id is null`,
  ];
  if (filter.state === "closed") parts.push(sql<SqlBool>`not active`);
  else if (filter.state !== "all") parts.push(sql<SqlBool>`active`);
  if (filter.state === "unconfirmed") parts.push(sql<SqlBool>`unconfirmed_since is not null`);
  if (filter.kind !== undefined) parts.push(sql<SqlBool>`kind = ${filter.kind}`);
  if (filter.territory === "region") parts.push(sql<SqlBool>`territory_id is null`);
  else if (filter.territory !== undefined)
    parts.push(sql<SqlBool>`territory_id = ${filter.territory}`);
  if (filter.q !== undefined) parts.push(textSearchCondition(filter.q));
  if (filter.direction !== undefined)
    parts.push(sql<SqlBool>`id in (select organisation_id from organisations_directions
      where region_id = ${ctx.region.id} and direction = ${filter.direction})`);
  if (filter.need !== undefined) parts.push(hasServiceForNeed(ctx, filter.need));
  return sql<SqlBool>`(${sql.join(parts, sql` and `)})`;
}

/** Checks whether it, or a card merged into it, has a service for the need; both sides use an index. */
const hasServiceForNeed = (ctx: Ctx, need: Need) =>
  sql<SqlBool>`(exists (select from organisations_services service
      where service.region_id = ${ctx.region.id} and service.organisation_id = organisations_organisations.id
        and service.active and service.need = ${need})
    or exists (select from organisations_organisations merged join organisations_services service
        on service.region_id = merged.region_id and service.organisation_id = merged.id
      where merged.region_id = ${ctx.region.id} and merged.holder_id is not null
        and merged.holder_id = organisations_organisations.id and service.active and service.need = ${need}))`;

/** Lists a page of the registry by name. */
export async function listOrganisations(
  ctx: Ctx,
  filter: RegistryFilter,
  { cursor, limit }: { cursor: Cursor | undefined; limit: number },
): Promise<PageOf<Organisation>> {
  const direction = cursor?.dir === "before" ? "desc" : "asc";
  let query = ctx.db
    .selectFrom("organisations_organisations")
    .select(organisationColumns)
    .where(filterCondition(ctx, filter));
  if (cursor !== undefined) query = query.where(cursorCondition(cursor));
  const rows = await query
    .orderBy("name", direction)
    .orderBy("id", direction)
    .limit(limit + 1)
    .execute();
  return pageOf(rows.map(toOrganisation), { limit, cursor, key: (row) => [row.name, row.id] });
}

function cursorCondition({ dir, key: [name, id] }: Cursor): Expression<SqlBool> {
  if (typeof name !== "string" || typeof id !== "string" || !isUuid(id)) {
    throw invalid("base.bad-address");
  }
  return dir === "after"
    ? sql<SqlBool>`(name, id) > (${name}, ${id}::uuid)`
    : sql<SqlBool>`(name, id) < (${name}, ${id}::uuid)`;
}

/** Counts the organisations that the filter lets through. */
export async function countOrganisations(ctx: Ctx, filter: RegistryFilter): Promise<number> {
  const { count } = await ctx.db
    .selectFrom("organisations_organisations")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where(filterCondition(ctx, filter))
    .executeTakeFirstOrThrow();
  return count;
}

/** Yields every row of a filter by name, in batches, for a file. */
export async function* streamOrganisations(
  ctx: Ctx,
  filter: RegistryFilter,
): AsyncGenerator<Organisation[]> {
  let cursor: Cursor | undefined;
  for (;;) {
    const { rows } = await listOrganisations(ctx, filter, { cursor, limit: 500 });
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (rows.length < 500 || last === undefined) return;
    cursor = { dir: "after", key: [last.name, last.id] };
  }
}
