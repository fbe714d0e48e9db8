import { escapeLike } from "#base/db/search.ts";
import { deleteFrom, from, insertInto, updateIn } from "#base/db/region.ts";
import { sql, type Expression, type SqlBool } from "kysely";
import type { Ctx } from "#base/context.ts";
import { isUuid } from "#base/db/ids.ts";
import { pageOf, type Cursor, type PageOf } from "#base/db/paging.ts";
import { orNotFound, invalid } from "#base/refusal.ts";
import type { Need, Price } from "../catalogues/codes.ts";
import { inMergedGroup } from "../merges/store.ts";

/** Help that an organisation offers; without places it is for the whole region. */
export type Service = {
  id: string;
  organisation_id: string;
  title: string;
  need: Need;
  for_whom: string;
  how: string;
  price: Price;
  active: boolean;
  /** «YYYY-MM-DD»: the last day on which it was confirmed. */
  checked_on: string;
  places: readonly string[];
};

/** A service with who offers it today. */
export type OfferedService = Service & {
  organisation: { id: string; short_name: string; phone: string | null; kind: string };
};

const serviceColumns = [
  "service.id",
  "service.organisation_id",
  "service.title",
  "service.need",
  "service.for_whom",
  "service.how",
  "service.price",
  "service.active",
  "service.checked_on",
] as const;

const places = sql<string[]>`array(select territory_id::text from organisations_service_places place
  where place.region_id = service.region_id and place.service_id = service.id order by 1)`.as(
  "places",
);

const toService = (row: Omit<Service, "need" | "price"> & { need: string; price: string }) =>
  row as Service;

/** Lists the services of the organisation and of the cards merged into it, offered ones first. */
export async function listServicesOfOrganisation(
  ctx: Ctx,
  organisationId: string,
): Promise<Service[]> {
  const rows = await from(ctx, "organisations_services as service")
    .select([...serviceColumns, places])
    .where(inMergedGroup(ctx, organisationId, "service.organisation_id"))
    .orderBy("service.active", "desc")
    .orderBy("service.title")
    .orderBy("service.id")
    .execute();
  return rows.map(toService);
}

/** Locks a service for a change; refuses with not-found when there is none. */
export async function lockService(ctx: Ctx, id: string): Promise<Service> {
  const row = isUuid(id)
    ? await from(ctx, "organisations_services as service")
        .select([...serviceColumns, places])
        .where("service.id", "=", id)
        .forUpdate()
        .executeTakeFirst()
    : undefined;
  return toService(orNotFound(row));
}

export type ServiceFilter = {
  need?: Need | undefined;
  /** A municipality: what is for it or for the whole region. */
  territory?: string | undefined;
  q?: string | undefined;
};

/**
 * Reads a column of the organisation's current card: its own, or the one it was merged into. Merged
 * cards are few, so the second one is looked up for them alone instead of being joined to all.
 */
function currentColumn<T>(column: "active" | "short_name" | "phone" | "kind") {
  const held = sql.ref(`holder.${column}`);
  return sql<T>`case when own.holder_id is null then ${sql.ref(`own.${column}`)} else (
    select ${held} from organisations_organisations holder
    where holder.region_id = own.region_id and holder.id = own.holder_id) end`;
}

/** Selects offered services of active organisations. */
function selectOfferedServices(ctx: Ctx) {
  return from(ctx, "organisations_services as service")
    .innerJoin("organisations_organisations as own", (join) =>
      join
        .onRef("own.region_id", "=", "service.region_id")
        .onRef("own.id", "=", "service.organisation_id"),
    )
    .where("service.active", "=", true)
    .where(currentColumn<SqlBool>("active"));
}

function filterCondition(ctx: Ctx, { need, territory, q }: ServiceFilter): Expression<SqlBool> {
  const parts: Expression<SqlBool>[] = [sql<SqlBool>`true`];
  if (need !== undefined) parts.push(sql<SqlBool>`service.need = ${need}`);
  if (territory !== undefined) {
    parts.push(sql<SqlBool>`(not exists (select from organisations_service_places place
        where place.region_id = ${ctx.region.id} and place.service_id = service.id)
      or exists (select from organisations_service_places place where place.region_id = ${ctx.region.id}
        and place.service_id = service.id and place.territory_id = ${territory}))`);
  }
  if (q !== undefined) {
    const piece = `%${escapeLike(q)}%`;
    parts.push(sql<SqlBool>`(service.search @@ websearch_to_tsquery('russian', ${q})
      or service.title ilike ${piece} or ${currentColumn("short_name")} ilike ${piece})`);
  }
  return sql<SqlBool>`(${sql.join(parts, sql` and `)})`;
}

/** Lists a page of offered services by title. */
export async function listServices(
  ctx: Ctx,
  filter: ServiceFilter,
  { cursor, limit }: { cursor: Cursor | undefined; limit: number },
): Promise<PageOf<OfferedService>> {
  const direction = cursor?.dir === "before" ? "desc" : "asc";
  let query = selectOfferedServices(ctx)
    .select([
      ...serviceColumns,
      places,
      sql<string>`coalesce(own.holder_id, own.id)`.as("bodyId"),
      currentColumn<string>("short_name").as("bodyName"),
      currentColumn<string | null>("phone").as("bodyPhone"),
      currentColumn<string>("kind").as("bodyKind"),
    ])
    .where(filterCondition(ctx, filter));
  if (cursor !== undefined) query = query.where(cursorCondition(cursor));
  const rows = await query
    .orderBy("service.title", direction)
    .orderBy("service.id", direction)
    .limit(limit + 1)
    .execute();
  const services = rows.map(({ bodyId, bodyName, bodyPhone, bodyKind, ...row }) => ({
    ...toService(row),
    organisation: { id: bodyId, short_name: bodyName, phone: bodyPhone, kind: bodyKind },
  }));
  return pageOf(services, { limit, cursor, key: (row) => [row.title, row.id] });
}

/** Counts the offered services that the filter lets through. */
export async function countServices(ctx: Ctx, filter: ServiceFilter): Promise<number> {
  const { count } = await selectOfferedServices(ctx)
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where(filterCondition(ctx, filter))
    .executeTakeFirstOrThrow();
  return count;
}

/** Yields every row of a filter, in batches, for a file. */
export async function* streamServices(
  ctx: Ctx,
  filter: ServiceFilter,
): AsyncGenerator<OfferedService[]> {
  let cursor: Cursor | undefined;
  for (;;) {
    const { rows } = await listServices(ctx, filter, { cursor, limit: 500 });
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (rows.length < 500 || last === undefined) return;
    cursor = { dir: "after", key: [last.title, last.id] };
  }
}

function cursorCondition({ dir, key: [title, id] }: Cursor): Expression<SqlBool> {
  if (typeof title !== "string" || typeof id !== "string" || !isUuid(id)) {
    throw invalid("base.bad-address");
  }
  return dir === "after"
    ? sql<SqlBool>`(service.title, service.id) > (${title}, ${id}::uuid)`
    : sql<SqlBool>`(service.title, service.id) < (${title}, ${id}::uuid)`;
}

type ServiceColumns = Omit<Service, "id" | "organisation_id" | "places">;

/** Inserts a service, created now; its municipalities are written by `replaceServiceTerritories`. */
export async function insertService(
  ctx: Ctx,
  row: { id: string; organisation_id: string } & ServiceColumns,
): Promise<void> {
  await insertInto(ctx, "organisations_services", { ...row, created_at: ctx.now() }).execute();
}

/** Updates the given columns of a service. */
export async function updateService(
  ctx: Ctx,
  id: string,
  patch: Partial<ServiceColumns>,
): Promise<void> {
  await updateIn(ctx, "organisations_services").set(patch).where("id", "=", id).execute();
}

/** Replaces the municipalities of a service; none means the whole region. */
export async function replaceServiceTerritories(
  ctx: Ctx,
  id: string,
  territories: readonly string[],
): Promise<void> {
  await deleteFrom(ctx, "organisations_service_places").where("service_id", "=", id).execute();
  if (territories.length === 0) return;
  await insertInto(
    ctx,
    "organisations_service_places",
    territories.map((territory_id) => ({
      service_id: id,
      territory_id,
    })),
  ).execute();
}
