import { sql } from "kysely";
import { z } from "zod";
import type { Ctx } from "#base/context.ts";
import { from } from "#base/db/region.ts";
import { pageOf, cursorKeys, readCursor, type Cursor, type PageOf } from "#base/db/paging.ts";
import { rowsFor } from "#base/policy.ts";
import { problemPolicy } from "../policy.ts";
import { stages } from "../problem.ts";
import { type problemColumns, type Problem } from "../store.ts";

export const sortOrders = ["newest", "burning", "due"] as const;
export type ProblemSortOrder = (typeof sortOrders)[number];

/** Words of the stage filter that gather several stages. */
export const stageGroups = ["open", "closed", "overdue", "chronic"] as const;

export const problemListQuery = z.object({
  q: z.string().trim().max(200).optional(),
  municipality: z.uuid().optional(),
  topic: z.string().max(60).optional(),
  stage: z.enum([...stageGroups, ...stages]).optional(),
  body: z.uuid().optional(),
  sort: z.enum(sortOrders).default("newest"),
  after: z.string().max(400).optional(),
  before: z.string().max(400).optional(),
});
export type ProblemListQuery = z.output<typeof problemListQuery>;

/** Twenty lines stay under 30 kB and fit two screens. */
export const pageSize = 20;

/** More points than this cannot be told apart. */
export const maxMapPoints = 5000;

/** Columns a list shows: no long texts. */
export const listColumns = [
  "id",
  "number",
  "title",
  "topic",
  "topic_group",
  "municipality_id",
  "settlement_id",
  "address",
  "urgency",
  "stage",
  "stage_since",
  "timer",
  "timer_started_at",
  "due_at",
  "overdue_since",
  "body_id",
  "escalation",
  "refuted_count",
  "returns_after",
  "chronic_since",
  "message_count",
  "score",
  "opened_at",
  "verified_at",
  "closed_at",
  "public",
  "lat",
  "lon",
] as const satisfies readonly (typeof problemColumns)[number][];

export type ProblemListItem = Pick<Problem, (typeof listColumns)[number]>;

/** Lists one page of the problems that the actor may read, by the filters of the address. */
export async function listProblems(
  ctx: Ctx,
  query: ProblemListQuery,
  options: { limit?: number } = {},
): Promise<PageOf<ProblemListItem>> {
  const limit = options.limit ?? pageSize;
  const cursor = readCursor(
    query,
    query.sort === "burning" ? cursorKeys.score : cursorKeys.instant,
  );
  const { column, direction, within, only } = sortClause(query.sort, cursor);
  const rows = await selectFiltered(ctx, query)
    .select(listColumns)
    .where(only)
    .where(within)
    .orderBy(column, direction)
    .orderBy("id", direction)
    .limit(limit + 1)
    .execute();
  return pageOf(rows as ProblemListItem[], {
    limit,
    cursor,
    key: (row) => cursorKeyOf(row, query.sort),
  });
}

/** Counts the problems of a filter, no further than `max`: nobody reads the hundredth page. */
export async function countProblems(
  ctx: Ctx,
  query: ProblemListQuery,
  max = 1000,
): Promise<number> {
  const { count } = await ctx.db
    .selectFrom(selectFiltered(ctx, query).select("id").limit(max).as("some"))
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return count;
}

/** Lists the newest problems of a filter that have a point, at most `maxMapPoints`. */
export async function listMapPoints(
  ctx: Ctx,
  query: ProblemListQuery,
): Promise<Pick<Problem, "number" | "title" | "stage" | "lat" | "lon">[]> {
  const rows = await selectFiltered(ctx, query)
    .select(["number", "title", "stage", "lat", "lon"])
    .where("lat", "is not", null)
    .orderBy("opened_at", "desc")
    .limit(maxMapPoints)
    .execute();
  return rows as Pick<Problem, "number" | "title" | "stage" | "lat" | "lon">[];
}

/** Yields all rows of a filter in batches of 1000, for files that are streamed. */
export async function* streamProblems(
  ctx: Ctx,
  query: ProblemListQuery,
): AsyncGenerator<ProblemListItem[]> {
  for (let after: string | undefined; ;) {
    const page = await listProblems(ctx, { ...query, after, before: undefined }, { limit: 1000 });
    if (page.rows.length > 0) yield page.rows;
    if (page.after === undefined) return;
    after = page.after;
  }
}

function selectFiltered(ctx: Ctx, query: ProblemListQuery) {
  return from(ctx, "problems_problems")
    .where(rowsFor(problemPolicy, ctx.actor, "read", "problems_problems"))
    .$if(query.municipality !== undefined, (qb) =>
      qb.where("municipality_id", "=", query.municipality ?? ""),
    )
    .$if(query.body !== undefined, (qb) => qb.where("body_id", "=", query.body ?? ""))
    .$if(query.topic !== undefined, (qb) =>
      qb.where(query.topic?.includes(".") ? "topic" : "topic_group", "=", query.topic ?? ""),
    )
    .$if(query.stage !== undefined, (qb) => qb.where(stageCondition(query.stage)))
    .$if(query.q !== undefined, (qb) =>
      qb.where(sql<boolean>`search @@ websearch_to_tsquery('russian', ${query.q})`),
    );
}

function stageCondition(stage: ProblemListQuery["stage"]) {
  if (stage === "open") return sql<boolean>`is_open`;
  if (stage === "closed") return sql<boolean>`not is_open`;
  if (stage === "overdue") return sql<boolean>`is_open and overdue_since is not null`;
  if (stage === "chronic") return sql<boolean>`chronic_since is not null`;
  return sql<boolean>`stage = ${stage}`;
}

type SortColumn = "due_at" | "score" | "opened_at";

/** Returns column, direction and start of a page; ties are broken by id, so no row is lost between pages. */
function sortClause(sort: ProblemSortOrder, cursor: Cursor | undefined) {
  const column: SortColumn = sort === "due" ? "due_at" : sort === "burning" ? "score" : "opened_at";
  const isAscending = (sort === "due") !== (cursor?.dir === "before");
  const direction: "asc" | "desc" = isAscending ? "asc" : "desc";
  const afterCursor =
    cursor === undefined
      ? sql<boolean>`true`
      : cursorCondition(column, cursor, isAscending ? ">" : "<");
  const baseCondition =
    sort === "due"
      ? sql<boolean>`is_open and due_at is not null`
      : sort === "burning"
        ? sql<boolean>`is_open`
        : sql<boolean>`true`;
  return { column, direction, within: afterCursor, only: baseCondition };
}

function cursorCondition(column: SortColumn, cursor: Cursor, sign: "<" | ">") {
  const [value, id] = cursor.key;
  const typed = column === "score" ? sql`${value}::smallint` : sql`${value}::timestamptz`;
  return sql<boolean>`(${sql.ref(column)}, id) ${sql.raw(sign)} (${typed}, ${id}::uuid)`;
}

function cursorKeyOf(row: ProblemListItem, sort: ProblemSortOrder): Cursor["key"] {
  if (sort === "burning") return [row.score, row.id];
  return [(sort === "due" ? row.due_at : row.opened_at)?.toISOString() ?? "", row.id];
}
