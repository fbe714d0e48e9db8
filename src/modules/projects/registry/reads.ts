import { escapeLike } from "#base/db/search.ts";
import { sql } from "kysely";
import { z } from "zod";
import type { Ctx } from "#base/context.ts";
import { isUuid } from "#base/db/ids.ts";
import { cursorKeys, pageOf, readCursor, type Cursor, type PageOf } from "#base/db/paging.ts";
import { rowsFor } from "#base/policy.ts";
import { organisationBook, organisationChoices } from "#modules/organisations/index.ts";
import { projectPolicy } from "../policy.ts";
import { directions, stages, type Direction, type Stage } from "../project.ts";

/** Words of the stage filter that gather several stages. */
export const stageGroups = ["writing", "running", "ended"] as const;

const groupOf: Record<(typeof stageGroups)[number], readonly Stage[]> = {
  writing: ["idea", "concept", "application", "submitted", "not-supported"],
  running: ["implementation", "reported"],
  ended: ["closed", "withdrawn"],
};

const blank = (value: unknown) => (value === "" ? undefined : value);
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(blank, schema.optional());

export const listQuery = z.object({
  q: z.string().trim().max(200).optional(),
  stage: optional(z.enum([...stageGroups, ...stages])),
  municipality: optional(z.uuid()),
  direction: optional(z.enum(directions)),
  organisation: z.string().trim().max(200).optional(),
  year: optional(z.coerce.number().int().min(1990).max(2200)),
  programme: z.string().trim().max(40).optional(),
  /** Only those that got the money. */
  money: optional(z.literal("yes")),
  after: z.string().max(400).optional(),
  before: z.string().max(400).optional(),
});
export type ListQuery = z.output<typeof listQuery>;

export const pageSize = 20;

const lineColumns = [
  "id",
  "number",
  "kind",
  "title",
  "summary",
  "stage",
  "due_on",
  "organisation_id",
  "municipality_id",
  "direction",
  "starts_on",
  "ends_on",
  "awarded",
  "awarded_on",
  "funder_name",
  "public",
  "opened_at",
] as const;

export type ProjectLine = {
  id: string;
  number: string;
  kind: "project" | "year-plan";
  title: string;
  summary: string;
  stage: Stage;
  due_on: string | null;
  organisation_id: string | null;
  municipality_id: string | null;
  direction: Direction | null;
  starts_on: string | null;
  ends_on: string | null;
  awarded: number | null;
  awarded_on: string | null;
  funder_name: string | null;
  public: boolean;
  opened_at: Date;
};

/** The projects that the actor may act upon so, with their own id where they are an author. */
export function allowed(ctx: Ctx, action: keyof typeof projectPolicy) {
  const { actor } = ctx;
  const projects = ctx.db
    .selectFrom("projects_projects as p")
    .selectAll("p")
    .where("p.region_id", "=", ctx.region.id);
  // A guest writes nothing: without the join the registry is read straight off its index.
  const table =
    actor.kind === "person"
      ? projects
          .leftJoin("projects_authors as a", (join) =>
            join
              .onRef("a.region_id", "=", "p.region_id")
              .onRef("a.project_id", "=", "p.id")
              .on("a.person_id", "=", actor.id),
          )
          .select("a.person_id as author_id")
      : projects.select(sql<string | null>`null::uuid`.as("author_id"));
  return ctx.db
    .selectFrom(table.as("projects"))
    .where(rowsFor(projectPolicy, ctx.actor, action, "projects"));
}

/** The registry's rows by the filters of the address; plans of the centre's year have a page of their own. */
function filtered(ctx: Ctx, query: ListQuery, organisations: readonly string[] | undefined) {
  const within = query.stage === undefined ? undefined : stagesOf(query.stage);
  return allowed(ctx, "read")
    .where("kind", "=", "project")
    .$if(within !== undefined, (qb) => qb.where("stage", "in", [...(within ?? [])]))
    .$if(query.direction !== undefined, (qb) => qb.where("direction", "=", query.direction ?? ""))
    .$if(query.money !== undefined, (qb) => qb.where("awarded", "is not", null))
    .$if(organisations !== undefined, (qb) =>
      qb.where(sql<boolean>`organisation_id = any(${organisations ?? []}::uuid[])`),
    )
    .$if(query.year !== undefined, (qb) => qb.where(inYear(query.year ?? 0)))
    .$if(query.programme !== undefined && query.programme !== "", (qb) =>
      qb.where(sql<boolean>`programme_id = (select id from projects_projects
        where region_id = ${ctx.region.id} and number = ${query.programme})`),
    )
    .$if(query.municipality !== undefined, (qb) =>
      qb.where(sql<boolean>`exists (select 1 from projects_places x
        where x.region_id = ${ctx.region.id} and x.project_id = projects.id
          and x.municipality_id = ${query.municipality}::uuid)`),
    )
    .$if(query.q !== undefined && query.q !== "", (qb) =>
      qb.where(sql<boolean>`search @@ websearch_to_tsquery('russian', ${query.q})`),
    );
}

const stagesOf = (stage: NonNullable<ListQuery["stage"]>): readonly Stage[] =>
  stage in groupOf ? groupOf[stage as keyof typeof groupOf] : [stage as Stage];

/** By the day it begins, or where that is not known yet by the day it was opened. */
const inYear = (year: number) =>
  sql<boolean>`extract(year from coalesce(starts_on, opened_at::date)) = ${year}`;

/** Ids behind the organisation filter; a name may fit several. Names are looked up in the book in memory. */
async function organisationsOf(ctx: Ctx, text: string | undefined): Promise<string[] | undefined> {
  if (text === undefined || text === "") return undefined;
  if (isUuid(text)) return [text];
  if (/^\d+$/.test(text))
    return (await organisationChoices(ctx, { query: text, limit: 50 })).map(({ id }) => id);
  const wanted = text.toLocaleLowerCase("ru");
  const book = await organisationBook(ctx);
  return [...book.byId.values()].flatMap(({ id, name, shortName }) =>
    `${name}\n${shortName}`.toLocaleLowerCase("ru").includes(wanted) ? [id] : [],
  );
}

/** One page of the registry, newest first. */
export async function listProjects(
  ctx: Ctx,
  query: ListQuery,
  options: { limit?: number } = {},
): Promise<PageOf<ProjectLine>> {
  const limit = options.limit ?? pageSize;
  const cursor = readCursor(query, cursorKeys.instant);
  const direction = cursor?.dir === "before" ? "asc" : "desc";
  const rows = await filtered(ctx, query, await organisationsOf(ctx, query.organisation))
    .select(lineColumns)
    .where(cursor === undefined ? sql<boolean>`true` : beyond(cursor))
    .orderBy("opened_at", direction)
    .orderBy("id", direction)
    .limit(limit + 1)
    .execute();
  const key = (row: ProjectLine): Cursor["key"] => [row.opened_at.toISOString(), row.id];
  return pageOf(rows as ProjectLine[], { limit, cursor, key });
}

function beyond({ dir, key: [at, id] }: Cursor) {
  const sign = sql.raw(dir === "before" ? ">" : "<");
  return sql<boolean>`(opened_at, id) ${sign} (${at}::timestamptz, ${id}::uuid)`;
}

/** How many there are, counted no further than `most`. */
export async function countProjects(ctx: Ctx, query: ListQuery, most = 1000): Promise<number> {
  const rows = filtered(ctx, query, await organisationsOf(ctx, query.organisation));
  const { count } = await ctx.db
    .selectFrom(rows.select("id").limit(most).as("some"))
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return count;
}

/** How many projects of a filter go on in each municipality; one in three places counts in all three. */
export async function projectsByPlace(ctx: Ctx, query: ListQuery): Promise<Map<string, number>> {
  const rows = await filtered(ctx, query, await organisationsOf(ctx, query.organisation))
    .innerJoin("projects_places as at", (join) =>
      join
        .onRef("at.region_id", "=", "projects.region_id")
        .onRef("at.project_id", "=", "projects.id"),
    )
    .select((eb) => ["at.municipality_id as place", eb.fn.countAll<number>().as("count")])
    .groupBy("at.municipality_id")
    .execute();
  return new Map(rows.map(({ place, count }) => [place, count]));
}

/** All rows of a filter in portions, for files that stream. */
export async function* everyProject(ctx: Ctx, query: ListQuery): AsyncGenerator<ProjectLine[]> {
  for (let after: string | undefined; ;) {
    const page = await listProjects(ctx, { ...query, after, before: undefined }, { limit: 1000 });
    if (page.rows.length > 0) yield page.rows;
    if (page.after === undefined) return;
    after = page.after;
  }
}

/** What the actor writes: as an author, or in the name of an organisation they answer for. */
export async function myProjects(ctx: Ctx): Promise<ProjectLine[]> {
  if (ctx.actor.kind !== "person") return [];
  const { actor } = ctx;
  const held = actor.roles.flatMap(({ role, scope }) =>
    role === "nko" && scope.kind === "organisation" ? [scope.id] : [],
  );
  const rows = await allowed(ctx, "read")
    .select(lineColumns)
    .where(sql<boolean>`(author_id = ${actor.id}::uuid or organisation_id = any(${held}::uuid[]))`)
    .where("kind", "=", "project")
    .orderBy("opened_at", "desc")
    .orderBy("id", "desc")
    .limit(200)
    .execute();
  return rows as ProjectLine[];
}

/** Projects that grew from a subject, of those the actor may read; newest first. */
export async function projectsFrom(
  ctx: Ctx,
  root: { kind: "problem" | "cluster" | "study"; id: string },
): Promise<ProjectLine[]> {
  const rows = await allowed(ctx, "read")
    .select(lineColumns)
    .where(
      sql<boolean>`exists (select 1 from projects_roots r where r.region_id = ${ctx.region.id}
        and r.project_id = projects.id and r.kind = ${root.kind} and r.subject_id = ${root.id}::uuid)`,
    )
    .orderBy("opened_at", "desc")
    .limit(20)
    .execute();
  return rows as ProjectLine[];
}

/** Born in the course of a programme, of those the actor may read. */
export async function projectsUnder(ctx: Ctx, programme: string): Promise<ProjectLine[]> {
  const rows = await allowed(ctx, "read")
    .select(lineColumns)
    .where("programme_id", "=", programme)
    .orderBy("opened_at", "desc")
    .limit(100)
    .execute();
  return rows as ProjectLine[];
}

/** Projects by id, of those the actor may read. */
export async function projectLines(ctx: Ctx, ids: readonly string[]): Promise<ProjectLine[]> {
  const asked = ids.filter(isUuid);
  if (asked.length === 0) return [];
  const rows = await allowed(ctx, "read").select(lineColumns).where("id", "in", asked).execute();
  return rows as ProjectLine[];
}

/** Those whose number or title fits and that the actor may write, newest first. */
export async function findProjects(ctx: Ctx, text: string, limit = 8): Promise<ProjectLine[]> {
  const piece = `%${escapeLike(text.trim())}%`;
  const rows = await allowed(ctx, "tick")
    .select(lineColumns)
    .where(sql<boolean>`(number ilike ${piece} or title ilike ${piece})`)
    .orderBy("opened_at", "desc")
    .limit(limit)
    .execute();
  return rows as ProjectLine[];
}
