import { sql } from "kysely";
import { z } from "zod";
import type {
  CountAsk,
  CountCell,
  CountedRow,
  CountSource,
  RowsPage,
} from "#base/ports/count-source.ts";
import type { Ctx } from "#base/context.ts";
import { cursorKeys, pageOf, readCursor } from "#base/db/paging.ts";
import { may } from "#base/policy.ts";
import { projectPolicy } from "../policy.ts";
import { stages } from "../project.ts";

const reachedParts = z.object({
  /** The earliest stage unless said: every project that was ever begun. */
  stage: z.enum(stages).default("idea"),
  programmeId: z.uuid().optional(),
});
type ReachedParts = z.infer<typeof reachedParts>;

const publicationParts = z.object({ projectId: z.uuid().optional() });
type PublicationParts = z.infer<typeof publicationParts>;

type Counted = {
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

/** Whose a counted row is: what its policy asks of. */
const ofProject = sql`p.public, p.kind, p.municipality_id, p.organisation_id`;

/** One row for each thing counted: which stage, when first, where. */
function reached(ctx: Ctx, { parts, from, to, places }: CountAsk<ReachedParts>) {
  return sql`select p.id, s.reached_on as day, p.municipality_id as place, p.title, p.number, p.number as href, ${ofProject}
    from projects_stages s join projects_projects p on p.region_id = s.region_id and p.id = s.project_id
    where s.region_id = ${ctx.region.id} and s.stage = ${parts.stage} and p.kind = 'project'
      and s.reached_on between ${from}::date and ${to}::date
      and (${parts.programmeId ?? null}::uuid is null or p.programme_id = ${parts.programmeId ?? null}::uuid)
      and (${places === undefined} or p.municipality_id = any(${places ?? []}::uuid[]))`;
}

/** A publication stands where it came out, else where its project is. */
function published(ctx: Ctx, { parts, from, to, places }: CountAsk<PublicationParts>) {
  return sql`select u.id, u.published_on as day, coalesce(u.municipality_id, p.municipality_id) as place,
      u.title, p.number, u.url as href, ${ofProject}
    from projects_publications u join projects_projects p on p.region_id = u.region_id and p.id = u.project_id
    where u.region_id = ${ctx.region.id} and u.published_on between ${from}::date and ${to}::date
      and (${parts.projectId ?? null}::uuid is null or u.project_id = ${parts.projectId ?? null}::uuid)
      and (${places === undefined}
        or coalesce(u.municipality_id, p.municipality_id) = any(${places ?? []}::uuid[]))`;
}

type Rows<P extends object> = (ctx: Ctx, ask: CountAsk<P>) => ReturnType<typeof reached>;

async function cellsOf<P extends object>(
  ctx: Ctx,
  ask: CountAsk<P>,
  rows: Rows<P>,
): Promise<CountCell[]> {
  const { rows: cells } = await sql<CountCell>`select place, day, count(*) as proven, 0 as said
    from (${rows(ctx, ask)}) counted group by place, day order by day, place`.execute(ctx.db);
  return cells;
}

async function pageOfRows<P extends object>(
  ctx: Ctx,
  ask: CountAsk<P> & RowsPage,
  rows: Rows<P>,
): Promise<{ rows: Counted[]; before?: string; after?: string }> {
  const cursor = readCursor(ask, cursorKeys.day);
  const back = cursor?.dir === "before";
  const direction = sql.raw(back ? "asc" : "desc");
  const [day, id] = cursor?.key ?? [];
  const within =
    cursor === undefined
      ? sql`true`
      : sql`(day, id) ${sql.raw(back ? ">" : "<")} (${day}::date, ${id}::uuid)`;
  const { rows: found } =
    await sql<Counted>`select * from (${rows(ctx, ask)}) counted where ${within}
    order by day ${direction}, id ${direction} limit ${ask.limit + 1}`.execute(ctx.db);
  return pageOf(found, { limit: ask.limit, cursor, key: (row) => [row.day, row.id] });
}

const counted = (row: Counted, part: Pick<CountedRow, "href" | "evidence">): CountedRow => ({
  id: row.id,
  day: row.day,
  place: row.place,
  title: row.title,
  amount: 1,
  proven: true,
  doubts: [],
  ...part,
});

/** Projects by the day on which they first reached a stage, at their first municipality. */
const reachedSource: CountSource<ReachedParts> = {
  name: "projects.reached",
  measure: "things",
  parts: reachedParts,
  cells: (ctx, ask) => cellsOf(ctx, ask, reached),
  async rows(ctx, ask) {
    const page = await pageOfRows(ctx, ask, reached);
    return { ...page, rows: page.rows.map((row) => projectRow(ctx, row)) };
  },
};

function projectRow(ctx: Ctx, row: Counted): CountedRow {
  const open = may(projectPolicy, ctx.actor, "read", { ...row, author_id: null });
  const href = open ? { href: `/projects/${row.number}` } : {};
  const title = open ? row.title : row.number;
  return counted({ ...row, title }, { ...href, evidence: [{ kind: "record", count: 1, ...href }] });
}

/** What was written of projects, by the day it came out; the same page counts once. */
const publicationSource: CountSource<PublicationParts> = {
  name: "projects.publications",
  measure: "things",
  parts: publicationParts,
  cells: (ctx, ask) => cellsOf(ctx, ask, published),
  async rows(ctx, ask) {
    const page = await pageOfRows(ctx, ask, published);
    return { ...page, rows: page.rows.map((row) => publicationRow(ctx, row)) };
  },
};

/** Whatever came out is public, its project perhaps not. */
function publicationRow(ctx: Ctx, row: Counted): CountedRow {
  const open = may(projectPolicy, ctx.actor, "read", { ...row, author_id: null });
  return counted(row, {
    ...(open && { href: `/projects/${row.number}#publications` }),
    evidence: [{ kind: "link", count: 1, href: row.href }],
  });
}

/** What promises may count of projects. */
export const projectSources: readonly CountSource[] = [
  reachedSource as CountSource,
  publicationSource as CountSource,
];
