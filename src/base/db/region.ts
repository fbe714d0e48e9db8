import {
  sql,
  type DeleteQueryBuilder,
  type DeleteResult,
  type InsertObject,
  type InsertQueryBuilder,
  type InsertResult,
  type Selectable,
  type SelectQueryBuilder,
  type UpdateQueryBuilder,
  type UpdateResult,
} from "kysely";
import type { Db } from "./database.ts";
import { isUuid } from "./ids.ts";
import type { Tables } from "./tables.ts";

/** A context's connection and its region; the region goes into each statement as a parameter. */
type RegionScope = { db: Db; region: { id: string } };

/** Tables whose rows belong to one region. */
export type RegionTable = {
  [T in keyof Tables]: Tables[T] extends { region_id: string } ? T : never;
}[keyof Tables];

/** `"table"` or `"table as alias"`. */
type RegionSource = RegionTable | `${RegionTable} as ${string}`;

type SelectedFrom<S extends RegionSource> = S extends RegionTable
  ? SelectQueryBuilder<Tables, S, {}>
  : S extends `${infer T extends RegionTable} as ${infer A}`
    ? SelectQueryBuilder<Tables & { [K in A]: Tables[T] }, A, {}>
    : never;

/** The values of a row but its region, which `insertInto` adds. */
type RegionValues<T extends RegionTable> = Omit<InsertObject<Tables, T>, "region_id">;

// All tables of a region have the key column in common, so the body is checked against one of them.
type SampleTable = "base_numbers";

/** Returns a select over the region's rows of a table: `from(ctx, "problems_problems as p")`. */
export function from<S extends RegionSource>(scope: RegionScope, source: S): SelectedFrom<S> {
  const query = scope.db
    .selectFrom(source as SampleTable)
    .where(regionColumn(source), "=", scope.region.id);
  return query as unknown as SelectedFrom<S>;
}

/** Returns an update of the region's rows of a table, to which `set` and further conditions are added. */
export function updateIn<T extends RegionTable>(
  scope: RegionScope,
  table: T,
): UpdateQueryBuilder<Tables, T, T, UpdateResult> {
  const query = scope.db
    .updateTable(table as SampleTable)
    .where(regionColumn(table), "=", scope.region.id);
  return query as unknown as UpdateQueryBuilder<Tables, T, T, UpdateResult>;
}

/** Returns a delete of the region's rows of a table, to which further conditions are added. */
export function deleteFrom<T extends RegionTable>(
  scope: RegionScope,
  table: T,
): DeleteQueryBuilder<Tables, T, DeleteResult> {
  const query = scope.db
    .deleteFrom(table as SampleTable)
    .where(regionColumn(table), "=", scope.region.id);
  return query as unknown as DeleteQueryBuilder<Tables, T, DeleteResult>;
}

/** Returns an insert of one row or several into the region; none is an error of the database. */
export function insertInto<T extends RegionTable>(
  scope: RegionScope,
  table: T,
  values: RegionValues<T> | readonly RegionValues<T>[],
): InsertQueryBuilder<Tables, T, InsertResult> {
  const rows: readonly object[] = Array.isArray(values) ? values : [values];
  const query = scope.db
    .insertInto(table as SampleTable)
    .values(
      rows.map(
        (row) => ({ ...row, region_id: scope.region.id }) as InsertObject<Tables, SampleTable>,
      ),
    );
  return query as unknown as InsertQueryBuilder<Tables, T, InsertResult>;
}

/**
 * Returns the region's row with this id (or with these column values), locked until the transaction
 * ends; undefined when there is none or the id is no UUID. `columns` are all unless given.
 */
export async function lockRow<
  T extends RegionTable,
  C extends keyof Selectable<Tables[T]> = keyof Selectable<Tables[T]>,
>(
  scope: RegionScope,
  table: T,
  key: string | Partial<Selectable<Tables[T]>>,
  columns?: readonly C[],
): Promise<Pick<Selectable<Tables[T]>, C> | undefined> {
  if (typeof key === "string" && !isUuid(key)) return undefined;
  const wanted = Object.entries(typeof key === "string" ? { id: key } : key);
  let query = scope.db
    .selectFrom(table as SampleTable)
    .where(regionColumn(table), "=", scope.region.id)
    .forUpdate();
  for (const [column, value] of wanted) query = query.where(sql.ref(column), "=", value);
  const row: unknown =
    columns === undefined
      ? await query.selectAll().executeTakeFirst()
      : await query.select(columns as readonly string[] as readonly "last"[]).executeTakeFirst();
  return row as Pick<Selectable<Tables[T]>, C> | undefined;
}

function regionColumn(source: string) {
  return sql.ref<string>(`${source.split(" as ").at(-1)}.region_id`);
}
