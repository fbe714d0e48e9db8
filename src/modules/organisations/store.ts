import { escapeLike } from "#base/db/search.ts";
import { from, insertInto, updateIn } from "#base/db/region.ts";
import { sql, type Expression, type Insertable, type Selectable, type SqlBool } from "kysely";
import type { Ctx } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import { isUuid } from "#base/db/ids.ts";
import { conflict, orNotFound } from "#base/refusal.ts";
import type { LegalForm } from "./catalogues/codes.ts";
import { nameKey } from "./duplicates/name-key.ts";
import type { OrganisationKind } from "./organisation.ts";

type OrganisationRow = Selectable<Tables["organisations_organisations"]>;
type InternalColumn = "search" | "name_key" | "short_key" | "merge_filled";

/** An organisation as its table holds it. */
export type Organisation = Omit<OrganisationRow, "kind" | "legal_form" | InternalColumn> & {
  kind: OrganisationKind;
  legal_form: LegalForm | null;
};

/** The columns of `Organisation`. */
export const organisationColumns = [
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
] as const satisfies (keyof OrganisationRow)[];

/** Narrows the codes of a row to their types. */
export const toOrganisation = (row: Omit<OrganisationRow, InternalColumn>): Organisation =>
  row as Organisation;

/**
 * Locks an organisation for a change; refuses with not-found when there is none, with a conflict when
 * it was merged.
 */
export async function lockCurrentOrganisation(ctx: Ctx, id: string): Promise<Organisation> {
  const organisation = await lockOrganisation(ctx, id);
  if (organisation.holder_id !== null) throw conflict("organisations.merged-card");
  return organisation;
}

/** Locks an organisation, also when it was merged into another. */
export async function lockOrganisation(ctx: Ctx, id: string): Promise<Organisation> {
  const query = selectOrganisation(ctx, id).forUpdate();
  return toOrganisation(orNotFound(isUuid(id) ? await query.executeTakeFirst() : undefined));
}

/** Lists the ids of the cards merged into this one. */
export async function listMergedIds(ctx: Ctx, id: string): Promise<string[]> {
  const rows = await from(ctx, "organisations_organisations")
    .select("id")
    .where("holder_id", "=", id)
    .execute();
  return rows.map((row) => row.id);
}

/** Loads a card; refuses with not-found when there is none. */
export async function loadOrganisation(ctx: Ctx, id: string): Promise<Organisation> {
  return toOrganisation(
    orNotFound(isUuid(id) ? await selectOrganisation(ctx, id).executeTakeFirst() : undefined),
  );
}

/** Loads the current card of an id: its own, or the one it was merged into. */
export async function loadCurrentOrganisation(ctx: Ctx, id: string): Promise<Organisation> {
  const own = await loadOrganisation(ctx, id);
  return own.holder_id === null ? own : loadOrganisation(ctx, own.holder_id);
}

function selectOrganisation(ctx: Ctx, id: string) {
  return from(ctx, "organisations_organisations").select(organisationColumns).where("id", "=", id);
}

/** What other modules need to know of an organisation. */
export type OrganisationBrief = Pick<
  Organisation,
  "id" | "name" | "short_name" | "active" | "kind" | "territory_id" | "email"
>;

/** Finds an organisation by primary key, cheaply; a merged one resolves to its holder. */
export async function findOrganisation(
  ctx: Ctx,
  id: string,
): Promise<OrganisationBrief | undefined> {
  const row = await findBriefById(ctx, id);
  if (row === undefined) return undefined;
  const { holder_id, ...brief } = row;
  if (holder_id === null) return brief as OrganisationBrief;
  return findOrganisation(ctx, holder_id);
}

async function findBriefById(ctx: Ctx, id: string) {
  if (!isUuid(id)) return undefined;
  return from(ctx, "organisations_organisations")
    .select(["id", "name", "short_name", "active", "kind", "territory_id", "email", "holder_id"])
    .where("id", "=", id)
    .executeTakeFirst();
}

/** Loads short names by id, a merged one under its holder's name; an unknown id is absent. */
export async function loadOrganisationNames(
  ctx: Ctx,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const uniqueIds = [...new Set(ids)].filter(isUuid);
  if (uniqueIds.length === 0) return new Map();
  const rows = await from(ctx, "organisations_organisations as one")
    .leftJoin("organisations_organisations as holder", (join) =>
      join.onRef("holder.region_id", "=", "one.region_id").onRef("holder.id", "=", "one.holder_id"),
    )
    .select(["one.id", sql<string>`coalesce(holder.short_name, one.short_name)`.as("short_name")])
    .where("one.id", "in", uniqueIds)
    .execute();
  return new Map(rows.map((row) => [row.id, row.short_name]));
}

export type OrganisationOption = Pick<
  Organisation,
  "id" | "name" | "short_name" | "kind" | "territory_id"
>;

/**
 * Lists active organisations to choose from, at most `limit` (200): those of the territory first, then
 * those of the whole region, then the others; by short name.
 */
export async function listOrganisationOptions(
  ctx: Ctx,
  query: {
    query?: string | undefined;
    territoryId?: string | undefined;
    kinds?: readonly OrganisationKind[];
    limit?: number;
  } = {},
): Promise<OrganisationOption[]> {
  let rows = from(ctx, "organisations_organisations")
    .select(["id", "name", "short_name", "kind", "territory_id"])
    .where("holder_id", "is", null)
    .where("active", "=", true);
  if (query.query !== undefined && query.query.trim() !== "")
    rows = rows.where(textSearchCondition(query.query));
  if (query.kinds !== undefined) rows = rows.where("kind", "in", [...query.kinds]);
  if (query.territoryId !== undefined && isUuid(query.territoryId)) {
    rows = rows.orderBy(
      sql`case when territory_id = ${query.territoryId} then 0 when territory_id is null then 1 else 2 end`,
    );
  }
  const chosen = await rows
    .orderBy("short_name")
    .orderBy("id")
    .limit(query.limit ?? 200)
    .execute();
  return chosen as OrganisationOption[];
}

/**
 * Returns the condition of a text search: words in any form, or a part of the name or of the taxpayer
 * number.
 */
export function textSearchCondition(query: string): Expression<SqlBool> {
  const likePattern = `%${escapeLike(query.trim())}%`;
  return sql<SqlBool>`(search @@ websearch_to_tsquery('russian', ${query})
    or name ilike ${likePattern} or short_name ilike ${likePattern} or inn like ${likePattern})`;
}

/** Lists summaries of all organisations by short name; a merged one has its holder's data. */
export async function listOrganisationSummaries(ctx: Ctx) {
  const rows = await from(ctx, "organisations_organisations as one")
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
    .orderBy("shortName")
    .orderBy("one.id")
    .execute();
  return rows.map((row) => ({ ...row, kind: row.kind as OrganisationKind }));
}

export type PossibleDuplicate = Pick<Organisation, "id" | "name" | "short_name" | "inn" | "active">;

/** Finds cards with the same number or a similar name; at most five. */
export function findPossibleDuplicates(
  ctx: Ctx,
  candidate: { name: string; shortName: string; inn?: string | null | undefined },
): Promise<PossibleDuplicate[]> {
  const [name, short] = [nameKey(candidate.name), nameKey(candidate.shortName)];
  const similarity = sql<number>`greatest(
    similarity(name_key, ${name}), similarity(short_key, ${short}), similarity(short_key, ${name}))`;
  return from(ctx, "organisations_organisations")
    .select(["id", "name", "short_name", "inn", "active"])
    .where("holder_id", "is", null)
    .where(
      sql<SqlBool>`(inn = ${candidate.inn ?? null} or name_key % ${name} or short_key % ${short} or short_key % ${name})`,
    )
    .where(sql<SqlBool>`(inn = ${candidate.inn ?? null} or ${similarity} > 0.6)`)
    .orderBy(similarity, "desc")
    .limit(5)
    .execute();
}

/** Finds another card that has this number already. */
export function findByRegistrationNumber(
  ctx: Ctx,
  column: "inn" | "ogrn",
  number: string,
  except: string,
) {
  return from(ctx, "organisations_organisations")
    .select(["id", "short_name"])
    .where(column, "=", number)
    .where("holder_id", "is", null)
    .where("id", "<>", except)
    .executeTakeFirst();
}

type NewOrganisationRow = Omit<
  Insertable<Tables["organisations_organisations"]>,
  "region_id" | "name_key" | "short_key"
>;

/** Computes the duplicate keys, which follow the names. */
const duplicateKeys = ({ name, short_name }: { name?: string; short_name?: string }) => ({
  ...(name !== undefined && { name_key: nameKey(name) }),
  ...(short_name !== undefined && { short_key: nameKey(short_name) }),
});

/** Inserts a card; undefined when another card got the number meanwhile. */
export async function insertOrganisation(
  ctx: Ctx,
  row: NewOrganisationRow,
): Promise<Organisation | undefined> {
  const saved = await insertInto(ctx, "organisations_organisations", {
    ...row,
    ...duplicateKeys(row),
  })
    .onConflict((clash) => clash.doNothing())
    .returning(organisationColumns)
    .executeTakeFirst();
  return saved && toOrganisation(saved);
}

/**
 * Updates columns of a card with its name keys and raises its version; refuses with a conflict when the
 * version has changed meanwhile.
 */
export async function updateOrganisation(
  ctx: Ctx,
  organisation: Organisation,
  patch: Partial<Omit<Organisation, "region_id" | "id" | "version">>,
): Promise<Organisation> {
  const saved = await updateIn(ctx, "organisations_organisations")
    .set({ ...patch, ...duplicateKeys(patch), version: organisation.version + 1 })
    .where("id", "=", organisation.id)
    .where("version", "=", organisation.version)
    .returning(organisationColumns)
    .executeTakeFirst();
  if (saved === undefined) throw conflict("organisations.changed-meanwhile");
  return toOrganisation(saved);
}
