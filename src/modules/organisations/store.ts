import { escapeLike } from "#base/db/search.ts";
import { sql, type Expression, type Insertable, type Selectable, type SqlBool } from "kysely";
import type { Ctx } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import { isUuid } from "#base/db/ids.ts";
import { conflict, found } from "#base/refusal.ts";
import type { LegalForm } from "./catalogues/codes.ts";
import { nameKey } from "./duplicates/name-key.ts";
import type { OrganisationKind } from "./organisation.ts";

type Row = Selectable<Tables["organisations_organisations"]>;
type Hidden = "search" | "name_key" | "short_key" | "merge_filled";

/** An organisation as its table holds it. */
export type Organisation = Omit<Row, "kind" | "legal_form" | Hidden> & {
  kind: OrganisationKind;
  legal_form: LegalForm | null;
};

/** The columns of `Organisation`. */
export const columns = [
  "region_id",
  "id",
  "kind",
  "name",
  "short_name",
  "inn",
  "ogrn",
  "legal_form",
  "territory_id",
  "settlement_id",
  "lat",
  "lon",
  "email",
  "phone",
  "site",
  "address",
  "description",
  "logo",
  "opened_on",
  "opened_under",
  "opened_link",
  "opened_file",
  "opened_checked_by",
  "opened_checked_at",
  "active",
  "confirmed_on",
  "unconfirmed_since",
  "merged_into",
  "holder_id",
  "created_at",
  "version",
] as const satisfies (keyof Row)[];

/** A row with its codes as what they are. */
export const narrow = (row: Omit<Row, Hidden>): Organisation => row as Organisation;

/** The organisation, locked for a change; not-found when there is none, a conflict when it was merged. */
export async function loadForChange(ctx: Ctx, id: string): Promise<Organisation> {
  const organisation = await lockOrganisation(ctx, id);
  if (organisation.holder_id !== null) throw conflict("organisations.merged-card");
  return organisation;
}

/** Locked, also when it was merged into another. */
export async function lockOrganisation(ctx: Ctx, id: string): Promise<Organisation> {
  const query = select(ctx, id).forUpdate();
  return narrow(found(isUuid(id) ? await query.executeTakeFirst() : undefined));
}

/** Ids of the cards that this one holds now. */
export async function mergedInto(ctx: Ctx, id: string): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom("organisations_organisations")
    .select("id")
    .where("region_id", "=", ctx.region.id)
    .where("holder_id", "=", id)
    .execute();
  return rows.map((row) => row.id);
}

/** The whole card; not-found when there is none. */
export async function loadOrganisation(ctx: Ctx, id: string): Promise<Organisation> {
  return narrow(found(isUuid(id) ? await select(ctx, id).executeTakeFirst() : undefined));
}

/** The card that stands for the id today: its own, or the one it was merged into. */
export async function loadStanding(ctx: Ctx, id: string): Promise<Organisation> {
  const own = await loadOrganisation(ctx, id);
  return own.holder_id === null ? own : loadOrganisation(ctx, own.holder_id);
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

/** By its primary key: cheap enough for every transaction that names a body. A merged one answers with its holder. */
export async function findOrganisation(
  ctx: Ctx,
  id: string,
): Promise<OrganisationBrief | undefined> {
  const row = await briefOf(ctx, id);
  if (row === undefined) return undefined;
  const { holder_id, ...brief } = row;
  if (holder_id === null) return brief as OrganisationBrief;
  return findOrganisation(ctx, holder_id);
}

async function briefOf(ctx: Ctx, id: string) {
  if (!isUuid(id)) return undefined;
  return ctx.db
    .selectFrom("organisations_organisations")
    .select(["id", "name", "short_name", "active", "kind", "territory_id", "email", "holder_id"])
    .where("region_id", "=", ctx.region.id)
    .where("id", "=", id)
    .executeTakeFirst();
}

/** Short names by id, a merged one under its holder's name; an unknown id is simply absent. */
export async function organisationNames(
  ctx: Ctx,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const asked = [...new Set(ids)].filter(isUuid);
  if (asked.length === 0) return new Map();
  const rows = await ctx.db
    .selectFrom("organisations_organisations as one")
    .leftJoin("organisations_organisations as holder", (join) =>
      join.onRef("holder.region_id", "=", "one.region_id").onRef("holder.id", "=", "one.holder_id"),
    )
    .select(["one.id", sql<string>`coalesce(holder.short_name, one.short_name)`.as("short_name")])
    .where("one.region_id", "=", ctx.region.id)
    .where("one.id", "in", asked)
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
    .where("holder_id", "is", null)
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
export function says(query: string): Expression<SqlBool> {
  const piece = `%${escapeLike(query.trim())}%`;
  return sql<SqlBool>`(search @@ websearch_to_tsquery('russian', ${query})
    or name ilike ${piece} or short_name ilike ${piece} or inn like ${piece})`;
}

/** Every organisation in one line, by short name; a merged one with what its holder is. */
export async function readOrganisationLines(ctx: Ctx) {
  const rows = await ctx.db
    .selectFrom("organisations_organisations as one")
    .leftJoin("organisations_organisations as holder", (join) =>
      join.onRef("holder.region_id", "=", "one.region_id").onRef("holder.id", "=", "one.holder_id"),
    )
    .select([
      "one.id",
      "one.holder_id as holderId",
      sql<string>`coalesce(holder.name, one.name)`.as("name"),
      sql<string>`coalesce(holder.short_name, one.short_name)`.as("shortName"),
      sql<string>`coalesce(holder.kind, one.kind)`.as("kind"),
      sql<
        string | null
      >`case when holder.id is null then one.territory_id else holder.territory_id end`.as(
        "territoryId",
      ),
      sql<boolean>`coalesce(holder.active, one.active)`.as("active"),
    ])
    .where("one.region_id", "=", ctx.region.id)
    .orderBy("shortName")
    .orderBy("one.id")
    .execute();
  return rows.map((row) => ({ ...row, kind: row.kind as OrganisationKind }));
}

export type Twin = Pick<Organisation, "id" | "name" | "short_name" | "inn" | "active">;

/** The same number, or a name so alike that it may be the same organisation; at most five. */
export function similarOrganisations(
  ctx: Ctx,
  like: { name: string; shortName: string; inn?: string | null | undefined },
): Promise<Twin[]> {
  const [name, short] = [nameKey(like.name), nameKey(like.shortName)];
  const closeness = sql<number>`greatest(
    similarity(name_key, ${name}), similarity(short_key, ${short}), similarity(short_key, ${name}))`;
  return ctx.db
    .selectFrom("organisations_organisations")
    .select(["id", "name", "short_name", "inn", "active"])
    .where("region_id", "=", ctx.region.id)
    .where("holder_id", "is", null)
    .where(
      sql<SqlBool>`(inn = ${like.inn ?? null} or name_key % ${name} or short_key % ${short} or short_key % ${name})`,
    )
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
    .where("holder_id", "is", null)
    .where("id", "<>", except)
    .executeTakeFirst();
}

type NewRow = Omit<
  Insertable<Tables["organisations_organisations"]>,
  "region_id" | "name_key" | "short_key"
>;

/** What duplicates are found by follows the names. */
const keysOf = ({ name, short_name }: { name?: string; short_name?: string }) => ({
  ...(name !== undefined && { name_key: nameKey(name) }),
  ...(short_name !== undefined && { short_key: nameKey(short_name) }),
});

/** Undefined when another took the number in the same moment. */
export async function insertOrganisation(ctx: Ctx, row: NewRow): Promise<Organisation | undefined> {
  const saved = await ctx.db
    .insertInto("organisations_organisations")
    .values({ region_id: ctx.region.id, ...row, ...keysOf(row) })
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
    .set({ ...patch, ...keysOf(patch), version: organisation.version + 1 })
    .where("region_id", "=", ctx.region.id)
    .where("id", "=", organisation.id)
    .where("version", "=", organisation.version)
    .returning(columns)
    .executeTakeFirst();
  if (saved === undefined) throw conflict("organisations.changed-meanwhile");
  return narrow(saved);
}
