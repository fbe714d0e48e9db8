import { sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import { z } from "zod";
import type { Ctx } from "#base/context.ts";
import { usePreparedStatement } from "#base/db/database.ts";
import { from } from "#base/db/region.ts";
import { listSubjectFacts, type Fact } from "#base/journal.ts";
import { pageOf, cursorKeys, readCursor, type Cursor, type PageOf } from "#base/db/paging.ts";
import { may, rowsFor } from "#base/policy.ts";
import { orNotFound } from "#base/refusal.ts";
import { isUuid } from "#base/db/ids.ts";
import { problemPolicy } from "../policy.ts";
import { openStages, stages } from "../problem.ts";
import {
  problemColumns,
  type ProblemAnswer,
  type Problem,
  type ProblemPicture,
  type ProblemVerification,
  type ProblemReport,
} from "../store.ts";

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

/** More points than this tell the eye nothing. */
export const maxMapPoints = 5000;

/** Columns a list shows: no long texts. */
const listColumns = [
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

/** One page of the problems that the actor may see, by the filters of the address. */
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

/** How many there are, counted no further than `most` since nobody reads the hundredth page. */
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

/** The newest places of a filter with what a map says of them; more than `mostOnMap` nobody tells apart. */
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

/** All rows of a filter in portions, from the first, for files that stream. */
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

/** Column, direction and beginning of a page; ties are broken by id, so no row is lost between pages. */
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

/** A problem with everything its page shows. */
export type ProblemCard = {
  problem: Problem;
  answers: ProblemAnswer[];
  verifications: ProblemVerification[];
  pictures: ProblemPicture[];
  reports: ProblemReport[];
  facts: Fact[];
  /** Numbers of the problems this one points to: merged into, returns after. */
  numbersById: Map<string, string>;
};

export const maxReportsShown = 4;

/** The whole card in two questions; what the actor may not read is not found. */
export async function loadProblemCard(ctx: Ctx, key: string): Promise<ProblemCard> {
  const row = orNotFound(await selectCard(ctx, key));
  const { answers, verifications, pictures, voices: reports, linked, ...rest } = row;
  const problem = rest as Problem;
  orNotFound(may(problemPolicy, ctx.actor, "read", problem) || undefined);
  return {
    problem,
    answers: answers.map((one) => ({ ...one, at: new Date(one.at) })) as ProblemAnswer[],
    verifications: verifications.map((one) => ({
      ...one,
      at: new Date(one.at),
    })) as ProblemVerification[],
    pictures: pictures.map((one) => ({
      ...one,
      taken_at: new Date(one.taken_at),
    })) as ProblemPicture[],
    reports: reports.map((one) => ({ ...one, at: new Date(one.at) })) as ProblemReport[],
    facts: await listSubjectFacts(ctx, problem.id),
    numbersById: new Map(linked.map((one) => [one.id, one.number])),
  };
}

function selectCard(ctx: Ctx, key: string) {
  return from(ctx, "problems_problems as p")
    .select(problemColumns.map((column) => `p.${column}` as const))
    .select((eb) => [
      jsonArrayFrom(
        eb
          .selectFrom("problems_answers as a")
          .selectAll()
          .whereRef("a.region_id", "=", "p.region_id")
          .whereRef("a.problem_id", "=", "p.id")
          .orderBy("a.at"),
      ).as("answers"),
      jsonArrayFrom(
        eb
          .selectFrom("problems_verifications as v")
          .selectAll()
          .whereRef("v.region_id", "=", "p.region_id")
          .whereRef("v.problem_id", "=", "p.id")
          .orderBy("v.at"),
      ).as("verifications"),
      jsonArrayFrom(
        eb
          .selectFrom("problems_pictures as f")
          .selectAll()
          .whereRef("f.region_id", "=", "p.region_id")
          .whereRef("f.problem_id", "=", "p.id")
          .orderBy("f.taken_at"),
      ).as("pictures"),
      jsonArrayFrom(
        eb
          .selectFrom("problems_reports as o")
          .select(["o.id", "o.channel", "o.excerpt", "o.at"])
          .whereRef("o.region_id", "=", "p.region_id")
          .whereRef("o.problem_id", "=", "p.id")
          .orderBy("o.at")
          .limit(maxReportsShown),
      ).as("voices"),
      jsonArrayFrom(
        eb
          .selectFrom("problems_problems as l")
          .select(["l.id", "l.number"])
          .whereRef("l.region_id", "=", "p.region_id")
          .where((w) => w("l.id", "in", [w.ref("p.merged_into"), w.ref("p.returns_after")])),
      ).as("linked"),
    ])
    .where(isUuid(key) ? "p.id" : "p.number", "=", key)
    .modifyEnd(usePreparedStatement)
    .executeTakeFirst();
}

/** All voices of a problem, oldest first. */
export function listReports(ctx: Ctx, problem: string) {
  return from(ctx, "problems_reports")
    .select(["id", "channel", "excerpt", "at"])
    .where("problem_id", "=", problem)
    .orderBy("at")
    .execute();
}

/** Open problems that wait for a body's word, by deadline: the specialist's inbox. */
export async function listInbox(ctx: Ctx): Promise<ProblemListItem[]> {
  const rows = await from(ctx, "problems_problems")
    .select(listColumns)
    .where("is_open", "=", true)
    .where("stage", "not in", ["new", "confirmed"])
    .where(rowsFor(problemPolicy, ctx.actor, "respond", "problems_problems"))
    .orderBy(sql`due_at asc nulls last`)
    .orderBy("id")
    .limit(200)
    .execute();
  return rows as ProblemListItem[];
}

/** Claims that wait for somebody independent: a coordinator's walk of the day, by deadline. */
export async function listPendingChecks(ctx: Ctx) {
  const rows = await from(ctx, "problems_problems")
    .select(listColumns)
    .select(
      sql<
        string | null
      >`(select text from problems_answers a where a.region_id = problems_problems.region_id
      and a.problem_id = problems_problems.id order by a.at desc limit 1)`.as("said"),
    )
    .where("stage", "in", ["claimed", "answered"])
    .where(rowsFor(problemPolicy, ctx.actor, "verify", "problems_problems"))
    .orderBy(sql`due_at asc nulls last`)
    .orderBy("id")
    .limit(200)
    .execute();
  return rows as (ProblemListItem & { said: string | null })[];
}

/** Open problems near a place, for likely duplicates and «what is known at my address». */
export async function findProblemsNear(
  ctx: Ctx,
  near: { lat: number; lon: number; metres: number; group?: string; limit: number },
): Promise<(ProblemListItem & { summary: string })[]> {
  const latitudeRadius = near.metres / 111_320;
  const longitudeRadius = latitudeRadius / Math.cos((near.lat * Math.PI) / 180);
  const rows = await from(ctx, "problems_problems")
    .select(listColumns)
    .select("summary")
    .where(rowsFor(problemPolicy, ctx.actor, "read", "problems_problems"))
    .where("lat", ">", near.lat - latitudeRadius)
    .where("lat", "<", near.lat + latitudeRadius)
    .where("lon", ">", near.lon - longitudeRadius)
    .where("lon", "<", near.lon + longitudeRadius)
    .where("stage", "in", [...openStages, "verified"])
    .$if(near.group !== undefined, (qb) => qb.where("topic_group", "=", near.group ?? ""))
    .orderBy("opened_at", "desc")
    .limit(near.limit)
    .execute();
  return rows as (ProblemListItem & { summary: string })[];
}
