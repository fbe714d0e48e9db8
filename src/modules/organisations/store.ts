import { sql, type Expression, type Insertable, type Selectable, type SqlBool } from "kysely";
import type { Ctx } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import { isUuid } from "#base/ids.ts";
import { pageOf, type Cursor, type PageOf } from "#base/paging.ts";
import { conflict, found, invalid } from "#base/refusal.ts";
import type { OrganisationKind } from "./organisation.ts";

type Row = Selectable<Tables["organisations_organisations"]>;

/** An organisation as its table holds it. */
export type Organisation = Omit<Row, "kind" | "search"> & { kind: OrganisationKind };

const columns = [
  "region_id",
  "id",
  "kind",
  "name",
  "short_name",
  "inn",
  "ogrn",
  "territory_id",
  "email",
  "phone",
  "site",
  "address",
  "active",
  "created_at",
  "version",
] as const satisfies (keyof Row)[];

const narrow = (row: Omit<Row, "search">): Organisation => row as Organisation;

/** The organisation, locked for a change; not-found when there is none. */
export async function loadForChange(ctx: Ctx, id: string): Promise<Organisation> {
  const query = select(ctx, id).forUpdate();
  return narrow(found(isUuid(id) ? await query.executeTakeFirst() : undefined));
}

/** The whole card; not-found when there is none. */
export async function loadOrganisation(ctx: Ctx, id: string): Promise<Organisation> {
  return narrow(found(isUuid(id) ? await select(ctx, id).executeTakeFirst() : undefined));
}

function select(ctx: Ctx, id: string) {
  return ctx.db
    .selectFrom("organisations_organisations")
    .select(columns)
    .where("region_id", "=", ctx.region.id)
    .where("id", "=", id);
}

/** What other modules need to know of an organisation. */
export type OrganisationBrief = Pick<
  Organisation,
  "id" | "name" | "short_name" | "active" | "kind" | "territory_id" | "email"
>;

/** By its primary key: cheap enough for every transaction that names a body. */
export async function findOrganisation(
  ctx: Ctx,
  id: string,
): Promise<OrganisationBrief | undefined> {
  if (!isUuid(id)) return undefined;
  const row = await ctx.db
    .selectFrom("organisations_organisations")
    .select(["id", "name", "short_name", "active", "kind", "territory_id", "email"])
    .where("region_id", "=", ctx.region.id)
    .where("id", "=", id)
    .executeTakeFirst();
  return row as OrganisationBrief | undefined;
}

/** Short names by id; an unknown id is simply absent. */
export async function organisationNames(
  ctx: Ctx,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const asked = [...new Set(ids)].filter(isUuid);
  if (asked.length === 0) return new Map();
  const rows = await ctx.db
    .selectFrom("organisations_organisations")
    .select(["id", "short_name"])
    .where("region_id", "=", ctx.region.id)
    .where("id", "in", asked)
    .execute();
  return new Map(rows.map((row) => [row.id, row.short_name]));
}

export type OrganisationChoice = Pick<
  Organisation,
  "id" | "name" | "short_name" | "kind" | "territory_id"
>;

/**
 * Working organisations to choose from, at most `limit` (200): those of the territory first, then
 * those of the whole region, then the others; by short name.
 */
export async function organisationChoices(
  ctx: Ctx,
  ask: {
    query?: string | undefined;
    territoryId?: string | undefined;
    kinds?: readonly OrganisationKind[];
    limit?: number;
  } = {},
): Promise<OrganisationChoice[]> {
  let rows = ctx.db
    .selectFrom("organisations_organisations")
    .select(["id", "name", "short_name", "kind", "territory_id"])
    .where("region_id", "=", ctx.region.id)
    .where("active", "=", true);
  if (ask.query !== undefined && ask.query.trim() !== "") rows = rows.where(says(ask.query));
  if (ask.kinds !== undefined) rows = rows.where("kind", "in", [...ask.kinds]);
  if (ask.territoryId !== undefined && isUuid(ask.territoryId)) {
    rows = rows.orderBy(
      sql`case when territory_id = ${ask.territoryId} then 0 when territory_id is null then 1 else 2 end`,
    );
  }
  const chosen = await rows
    .orderBy("short_name")
    .orderBy("id")
    .limit(ask.limit ?? 200)
    .execute();
  return chosen as OrganisationChoice[];
}

/** Words in any form, or a piece of the name or of the taxpayer's number as it was typed. */
function says(query: string): Expression<SqlBool> {
  const piece = `%${query.trim().replace(/[\\%_]/g, "\\$&")}%`;
  return sql<SqlBool>`(search @@ websearch_to_tsquery('russian', ${query})
    or name ilike ${piece} or short_name ilike ${piece} or inn like ${piece})`;
}

/** Every organisation in one line, by short name. */
export async function readOrganisationLines(ctx: Ctx) {
  const rows = await ctx.db
    .selectFrom("organisations_organisations")
    .select([
      "id",
      "name",
      "short_name as shortName",
      "kind",
      "territory_id as territoryId",
      "active",
    ])
    .where("region_id", "=", ctx.region.id)
    .orderBy("short_name")
    .orderBy("id")
    .execute();
  return rows.map((row) => ({ ...row, kind: row.kind as OrganisationKind }));
}

export type RegistryFilter = {
  kind?: OrganisationKind | undefined;
  /** A municipality's id, or the whole region's organisations. */
  territory?: string | undefined;
  q?: string | undefined;
  state: "active" | "closed" | "all";
};

/** The rows a filter lets through, in one condition for list, count and export. */
function lets(ctx: Ctx, filter: RegistryFilter): Expression<SqlBool> {
  const parts: Expression<SqlBool>[] = [sql<SqlBool>`region_id = ${ctx.region.id}`];
  if (filter.state !== "all") parts.push(sql<SqlBool>`active = ${filter.state === "active"}`);
  if (filter.kind !== undefined) parts.push(sql<SqlBool>`kind = ${filter.kind}`);
  if (filter.territory === "region") parts.push(sql<SqlBool>`territory_id is null`);
  else if (filter.territory !== undefined)
    parts.push(sql<SqlBool>`territory_id = ${filter.territory}`);
  if (filter.q !== undefined) parts.push(says(filter.q));
  return sql<SqlBool>`(${sql.join(parts, sql` and `)})`;
}

/** A page of the registry by name. */
export async function listOrganisations(
  ctx: Ctx,
  filter: RegistryFilter,
  { cursor, limit }: { cursor: Cursor | undefined; limit: number },
): Promise<PageOf<Organisation>> {
  const direction = cursor?.dir === "before" ? "desc" : "asc";
  let query = ctx.db
    .selectFrom("organisations_organisations")
    .select(columns)
    .where(lets(ctx, filter));
  if (cursor !== undefined) query = query.where(beyond(cursor));
  const rows = await query
    .orderBy("name", direction)
    .orderBy("id", direction)
    .limit(limit + 1)
    .execute();
  return pageOf(rows.map(narrow), { limit, cursor, key: (row) => [row.name, row.id] });
}

function beyond({ dir, key: [name, id] }: Cursor): Expression<SqlBool> {
  if (typeof name !== "string" || typeof id !== "string" || !isUuid(id)) {
    throw invalid("base.bad-address");
  }
  return dir === "after"
    ? sql<SqlBool>`(name, id) > (${name}, ${id}::uuid)`
    : sql<SqlBool>`(name, id) < (${name}, ${id}::uuid)`;
}

export async function countOrganisations(ctx: Ctx, filter: RegistryFilter): Promise<number> {
  const { count } = await ctx.db
    .selectFrom("organisations_organisations")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where(lets(ctx, filter))
    .executeTakeFirstOrThrow();
  return count;
}

/** Every row of a filter by name, for a file. */
export async function allOrganisations(ctx: Ctx, filter: RegistryFilter): Promise<Organisation[]> {
  const rows = await ctx.db
    .selectFrom("organisations_organisations")
    .select(columns)
    .where(lets(ctx, filter))
    .orderBy("name")
    .orderBy("id")
    .execute();
  return rows.map(narrow);
}

export type Twin = Pick<Organisation, "id" | "name" | "short_name" | "inn" | "active">;

/** The same number, or a name so alike that it may be the same organisation; at most five. */
export function similarOrganisations(
  ctx: Ctx,
  like: { name: string; shortName: string; inn?: string | undefined },
): Promise<Twin[]> {
  const closeness = sql<number>`greatest(
    similarity(lower(name), lower(${like.name})), similarity(lower(short_name), lower(${like.shortName})))`;
  return ctx.db
    .selectFrom("organisations_organisations")
    .select(["id", "name", "short_name", "inn", "active"])
    .where("region_id", "=", ctx.region.id)
    .where(sql<SqlBool>`(inn = ${like.inn ?? null} or ${closeness} > 0.6)`)
    .orderBy(closeness, "desc")
    .limit(5)
    .execute();
}

/** Who has this number already, besides the organisation itself. */
export function findByNumber(ctx: Ctx, column: "inn" | "ogrn", number: string, except: string) {
  return ctx.db
    .selectFrom("organisations_organisations")
    .select(["id", "short_name"])
    .where("region_id", "=", ctx.region.id)
    .where(column, "=", number)
    .where("id", "<>", except)
    .executeTakeFirst();
}

type NewRow = Omit<Insertable<Tables["organisations_organisations"]>, "region_id">;

/** Undefined when another took the number in the same moment. */
export async function insertOrganisation(ctx: Ctx, row: NewRow): Promise<Organisation | undefined> {
  const saved = await ctx.db
    .insertInto("organisations_organisations")
    .values({ region_id: ctx.region.id, ...row })
    .onConflict((clash) => clash.doNothing())
    .returning(columns)
    .executeTakeFirst();
  return saved && narrow(saved);
}

export async function saveOrganisation(
  ctx: Ctx,
  organisation: Organisation,
  patch: Partial<Omit<Organisation, "region_id" | "id" | "version">>,
): Promise<Organisation> {
  const saved = await ctx.db
    .updateTable("organisations_organisations")
    .set({ ...patch, version: organisation.version + 1 })
    .where("region_id", "=", ctx.region.id)
    .where("id", "=", organisation.id)
    .where("version", "=", organisation.version)
    .returning(columns)
    .executeTakeFirst();
  if (saved === undefined) throw conflict("organisations.changed-meanwhile");
  return narrow(saved);
}
