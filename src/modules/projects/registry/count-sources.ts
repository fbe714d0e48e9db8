import { sql } from "kysely";
import { z } from "zod";
import type {
  CountQuery,
  CountCell,
  CountedRow,
  CountSource,
  RowsPage,
} from "#base/ports/count-source.ts";
import type { Ctx } from "#base/context.ts";
import { cursorKeys, pageOf, readCursor } from "#base/db/paging.ts";
import { may } from "#base/policy.ts";
import { projectPolicy } from "../policy.ts";
import { projectStages } from "../project.ts";

const reachedParameters = z.object({
  /** Stage to count; the earliest by default: every project ever created. */
  stage: z.enum(projectStages).default("idea"),
  programmeId: z.uuid().optional(),
});
type ReachedParameters = z.infer<typeof reachedParameters>;

const publicationParameters = z.object({ projectId: z.uuid().optional() });
type PublicationParameters = z.infer<typeof publicationParameters>;

type CountedProjectRow = {
  id: string;
  day: string;
  place: string | null;
  title: string;
  number: string;
  href: string;
  public: boolean;
  kind: string;
  municipality_id: string | null;
  organisation_id: string | null;
};

/** Columns of a counted row that its policy checks. */
const policyColumns = sql`p.public, p.kind, p.municipality_id, p.organisation_id`;

/** One row for each thing counted: stage, first date, place. */
function stageReachedRows(ctx: Ctx, { filters, from, to, places }: CountQuery<ReachedParameters>) {
  return sql`select p.id, s.reached_on as day, p.municipality_id as place, p.title, p.number, p.number as href, ${policyColumns}
    from projects_stages s join projects_projects p on p.region_id = s.region_id and p.id = s.project_id
    where s.region_id = ${ctx.region.id} and s.stage = ${filters.stage} and p.kind = 'project'
      and s.reached_on between ${from}::date and ${to}::date
      and (${filters.programmeId ?? null}::uuid is null or p.programme_id = ${filters.programmeId ?? null}::uuid)
      and (${places === undefined} or p.municipality_id = any(${places ?? []}::uuid[]))`;
}

/** A publication's place is its own, else its project's. */
function publicationRows(
  ctx: Ctx,
  { filters, from, to, places }: CountQuery<PublicationParameters>,
) {
  return sql`select u.id, u.published_on as day, coalesce(u.municipality_id, p.municipality_id) as place,
      u.title, p.number, u.url as href, ${policyColumns}
    from projects_publications u join projects_projects p on p.region_id = u.region_id and p.id = u.project_id
    where u.region_id = ${ctx.region.id} and u.published_on between ${from}::date and ${to}::date
      and (${filters.projectId ?? null}::uuid is null or u.project_id = ${filters.projectId ?? null}::uuid)
      and (${places === undefined}
        or coalesce(u.municipality_id, p.municipality_id) = any(${places ?? []}::uuid[]))`;
}

type RowsQuery<P extends object> = (
  ctx: Ctx,
  query: CountQuery<P>,
) => ReturnType<typeof stageReachedRows>;

async function countCells<P extends object>(
  ctx: Ctx,
  query: CountQuery<P>,
  rows: RowsQuery<P>,
): Promise<CountCell[]> {
  const { rows: cells } =
    await sql<CountCell>`select place, day, count(*) as confirmed, 0 as reported
    from (${rows(ctx, query)}) counted group by place, day order by day, place`.execute(ctx.db);
  return cells;
}

async function countedRowsPage<P extends object>(
  ctx: Ctx,
  query: CountQuery<P> & RowsPage,
  rows: RowsQuery<P>,
): Promise<{ rows: CountedProjectRow[]; before?: string; after?: string }> {
  const cursor = readCursor(query, cursorKeys.day);
  const back = cursor?.dir === "before";
  const direction = sql.raw(back ? "asc" : "desc");
  const [day, id] = cursor?.key ?? [];
  const cursorCondition =
    cursor === undefined
      ? sql`true`
      : sql`(day, id) ${sql.raw(back ? ">" : "<")} (${day}::date, ${id}::uuid)`;
  const { rows: found } =
    await sql<CountedProjectRow>`select * from (${rows(ctx, query)}) counted where ${cursorCondition}
    order by day ${direction}, id ${direction} limit ${query.limit + 1}`.execute(ctx.db);
  return pageOf(found, { limit: query.limit, cursor, key: (row) => [row.day, row.id] });
}

const toCountedRow = (
  row: CountedProjectRow,
  part: Pick<CountedRow, "href" | "evidence">,
): CountedRow => ({
  id: row.id,
  day: row.day,
  place: row.place,
  title: row.title,
  amount: 1,
  confirmed: true,
  doubts: [],
  ...part,
});

/**
 * Creates the count source of projects by the day they first reached a stage, at their first
 * municipality.
 */
const reachedSource: CountSource<ReachedParameters> = {
  name: "projects.reached",
  measure: "things",
  filters: reachedParameters,
  cells: (ctx, query) => countCells(ctx, query, stageReachedRows),
  async rows(ctx, query) {
    const page = await countedRowsPage(ctx, query, stageReachedRows);
    return { ...page, rows: page.rows.map((row) => projectRow(ctx, row)) };
  },
};

function projectRow(ctx: Ctx, row: CountedProjectRow): CountedRow {
  const open = may(projectPolicy, ctx.actor, "read", { ...row, author_id: null });
  const href = open ? { href: `/projects/${row.number}` } : {};
  const title = open ? row.title : row.number;
  return toCountedRow(
    { ...row, title },
    { ...href, evidence: [{ kind: "record", count: 1, ...href }] },
  );
}

/** Creates the count source of publications by date; the same URL counts once. */
const publicationSource: CountSource<PublicationParameters> = {
  name: "projects.publications",
  measure: "things",
  filters: publicationParameters,
  cells: (ctx, query) => countCells(ctx, query, publicationRows),
  async rows(ctx, query) {
    const page = await countedRowsPage(ctx, query, publicationRows);
    return { ...page, rows: page.rows.map((row) => publicationRow(ctx, row)) };
  },
};

/** Publications are public, their project perhaps not. */
function publicationRow(ctx: Ctx, row: CountedProjectRow): CountedRow {
  const open = may(projectPolicy, ctx.actor, "read", { ...row, author_id: null });
  return toCountedRow(row, {
    ...(open && { href: `/projects/${row.number}#publications` }),
    evidence: [{ kind: "link", count: 1, href: row.href }],
  });
}

/** Count sources of projects for indicators. */
export const projectCountSources: readonly CountSource[] = [
  reachedSource as CountSource,
  publicationSource as CountSource,
];
