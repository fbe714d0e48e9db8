import { escapeLike } from "#base/db/search.ts";
import { from } from "#base/db/region.ts";
import { sql } from "kysely";
import { z } from "zod";
import type { Ctx } from "#base/context.ts";
import { isUuid } from "#base/db/ids.ts";
import { cursorKeys, pageOf, readCursor, type Cursor, type PageOf } from "#base/db/paging.ts";
import { rowsFor } from "#base/policy.ts";
import { organisationDirectory, listOrganisationOptions } from "#modules/organisations/index.ts";
import { projectPolicy } from "../policy.ts";
import {
  projectDirections,
  projectStages,
  type ProjectDirection,
  type ProjectStage,
} from "../project.ts";

/** Values of the stage filter that stand for several stages. */
export const stageGroups = ["writing", "running", "ended"] as const;

const stagesOfGroup: Record<(typeof stageGroups)[number], readonly ProjectStage[]> = {
  writing: ["idea", "concept", "application", "submitted", "not-supported"],
  running: ["implementation", "reported"],
  ended: ["closed", "withdrawn"],
};

const emptyToUndefined = (value: unknown) => (value === "" ? undefined : value);
const optionalField = <T extends z.ZodType>(schema: T) =>
  z.preprocess(emptyToUndefined, schema.optional());

export const projectListQuery = z.object({
  q: z.string().trim().max(200).optional(),
  stage: optionalField(z.enum([...stageGroups, ...projectStages])),
  municipality: optionalField(z.uuid()),
  direction: optionalField(z.enum(projectDirections)),
  organisation: z.string().trim().max(200).optional(),
  year: optionalField(z.coerce.number().int().min(1990).max(2200)),
  programme: z.string().trim().max(40).optional(),
  /** Only awarded ones. */
  money: optionalField(z.literal("yes")),
  after: z.string().max(400).optional(),
  before: z.string().max(400).optional(),
});
export type ProjectListQuery = z.output<typeof projectListQuery>;

export const pageSize = 20;

const summaryColumns = [
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

export type ProjectSummary = {
  id: string;
  number: string;
  kind: "project" | "year-plan";
  title: string;
  summary: string;
  stage: ProjectStage;
  due_on: string | null;
  organisation_id: string | null;
  municipality_id: string | null;
  direction: ProjectDirection | null;
  starts_on: string | null;
  ends_on: string | null;
  awarded: number | null;
  awarded_on: string | null;
  funder_name: string | null;
  public: boolean;
  opened_at: Date;
};

/** Selects projects on which the actor may take the action, with `author_id` of the actor. */
export function selectAllowedProjects(ctx: Ctx, action: keyof typeof projectPolicy) {
  const { actor } = ctx;
  const projects = from(ctx, "projects_projects as p").selectAll("p");
  // A guest is never an author: without the join the index alone is read.
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

/** Applies the registry's filters; plans of the centre's year have a page of their own. */
function selectFilteredProjects(
  ctx: Ctx,
  query: ProjectListQuery,
  organisations: readonly string[] | undefined,
) {
  const stages = query.stage === undefined ? undefined : stagesOfFilter(query.stage);
  return selectAllowedProjects(ctx, "read")
    .where("kind", "=", "project")
    .$if(stages !== undefined, (qb) => qb.where("stage", "in", [...(stages ?? [])]))
    .$if(query.direction !== undefined, (qb) => qb.where("direction", "=", query.direction ?? ""))
    .$if(query.money !== undefined, (qb) => qb.where("awarded", "is not", null))
    .$if(organisations !== undefined, (qb) =>
      qb.where(sql<boolean>`organisation_id = any(${organisations ?? []}::uuid[])`),
    )
    .$if(query.year !== undefined, (qb) => qb.where(startsInYear(query.year ?? 0)))
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

const stagesOfFilter = (stage: NonNullable<ProjectListQuery["stage"]>): readonly ProjectStage[] =>
  stage in stagesOfGroup
    ? stagesOfGroup[stage as keyof typeof stagesOfGroup]
    : [stage as ProjectStage];

/** The start date, or the creation date when it is not known yet. */
const startsInYear = (year: number) =>
  sql<boolean>`extract(year from coalesce(starts_on, opened_at::date)) = ${year}`;

/** Returns the organisation ids that match the filter's name, looked up in the cached directory. */
async function resolveOrganisationFilter(
  ctx: Ctx,
  text: string | undefined,
): Promise<string[] | undefined> {
  if (text === undefined || text === "") return undefined;
  if (isUuid(text)) return [text];
  if (/^\d+$/.test(text))
    return (await listOrganisationOptions(ctx, { query: text, limit: 50 })).map(({ id }) => id);
  const wanted = text.toLocaleLowerCase("ru");
  const directory = await organisationDirectory(ctx);
  return [...directory.byId.values()].flatMap(({ id, name, shortName }) =>
    `${name}\n${shortName}`.toLocaleLowerCase("ru").includes(wanted) ? [id] : [],
  );
}

/** Returns one page of the registry, newest first. */
export async function listProjects(
  ctx: Ctx,
  query: ProjectListQuery,
  options: { limit?: number } = {},
): Promise<PageOf<ProjectSummary>> {
  const limit = options.limit ?? pageSize;
  const cursor = readCursor(query, cursorKeys.instant);
  const direction = cursor?.dir === "before" ? "asc" : "desc";
  const rows = await selectFilteredProjects(
    ctx,
    query,
    await resolveOrganisationFilter(ctx, query.organisation),
  )
    .select(summaryColumns)
    .where(cursor === undefined ? sql<boolean>`true` : cursorCondition(cursor))
    .orderBy("opened_at", direction)
    .orderBy("id", direction)
    .limit(limit + 1)
    .execute();
  const key = (row: ProjectSummary): Cursor["key"] => [row.opened_at.toISOString(), row.id];
  return pageOf(rows as ProjectSummary[], { limit, cursor, key });
}

function cursorCondition({ dir, key: [at, id] }: Cursor) {
  const sign = sql.raw(dir === "before" ? ">" : "<");
  return sql<boolean>`(opened_at, id) ${sign} (${at}::timestamptz, ${id}::uuid)`;
}

/** Counts the matching projects, up to `most`. */
export async function countProjects(
  ctx: Ctx,
  query: ProjectListQuery,
  max = 1000,
): Promise<number> {
  const rows = selectFilteredProjects(
    ctx,
    query,
    await resolveOrganisationFilter(ctx, query.organisation),
  );
  const { count } = await ctx.db
    .selectFrom(rows.select("id").limit(max).as("some"))
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return count;
}

/** Counts the matching projects by municipality; one in three places counts in all three. */
export async function countProjectsByPlace(
  ctx: Ctx,
  query: ProjectListQuery,
): Promise<Map<string, number>> {
  const rows = await selectFilteredProjects(
    ctx,
    query,
    await resolveOrganisationFilter(ctx, query.organisation),
  )
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

/** Yields all matching rows in batches, for streamed files. */
export async function* streamProjects(
  ctx: Ctx,
  query: ProjectListQuery,
): AsyncGenerator<ProjectSummary[]> {
  for (let after: string | undefined; ;) {
    const page = await listProjects(ctx, { ...query, after, before: undefined }, { limit: 1000 });
    if (page.rows.length > 0) yield page.rows;
    if (page.after === undefined) return;
    after = page.after;
  }
}

/** Lists the actor's projects: as an author, or of an organisation they represent. */
export async function listMyProjects(ctx: Ctx): Promise<ProjectSummary[]> {
  if (ctx.actor.kind !== "person") return [];
  const { actor } = ctx;
  const held = actor.roles.flatMap(({ role, scope }) =>
    role === "nko" && scope.kind === "organisation" ? [scope.id] : [],
  );
  const rows = await selectAllowedProjects(ctx, "read")
    .select(summaryColumns)
    .where(sql<boolean>`(author_id = ${actor.id}::uuid or organisation_id = any(${held}::uuid[]))`)
    .where("kind", "=", "project")
    .orderBy("opened_at", "desc")
    .orderBy("id", "desc")
    .limit(200)
    .execute();
  return rows as ProjectSummary[];
}

/** Lists the readable projects that originate from a subject, newest first. */
export async function listProjectsByOrigin(
  ctx: Ctx,
  origin: { kind: "problem" | "cluster" | "study"; id: string },
): Promise<ProjectSummary[]> {
  const rows = await selectAllowedProjects(ctx, "read")
    .select(summaryColumns)
    .where(
      sql<boolean>`exists (select 1 from projects_origins r where r.region_id = ${ctx.region.id}
        and r.project_id = projects.id and r.kind = ${origin.kind} and r.subject_id = ${origin.id}::uuid)`,
    )
    .orderBy("opened_at", "desc")
    .limit(20)
    .execute();
  return rows as ProjectSummary[];
}

/** Lists the readable projects of a programme. */
export async function listProgrammeProjects(
  ctx: Ctx,
  programme: string,
): Promise<ProjectSummary[]> {
  const rows = await selectAllowedProjects(ctx, "read")
    .select(summaryColumns)
    .where("programme_id", "=", programme)
    .orderBy("opened_at", "desc")
    .limit(100)
    .execute();
  return rows as ProjectSummary[];
}

/** Returns the readable projects among the ids. */
export async function listProjectSummaries(
  ctx: Ctx,
  ids: readonly string[],
): Promise<ProjectSummary[]> {
  const validIds = ids.filter(isUuid);
  if (validIds.length === 0) return [];
  const rows = await selectAllowedProjects(ctx, "read")
    .select(summaryColumns)
    .where("id", "in", validIds)
    .execute();
  return rows as ProjectSummary[];
}

/** Searches projects the actor may write by number or title, newest first. */
export async function searchProjects(ctx: Ctx, text: string, limit = 8): Promise<ProjectSummary[]> {
  const pattern = `%${escapeLike(text.trim())}%`;
  const rows = await selectAllowedProjects(ctx, "tick")
    .select(summaryColumns)
    .where(sql<boolean>`(number ilike ${pattern} or title ilike ${pattern})`)
    .orderBy("opened_at", "desc")
    .limit(limit)
    .execute();
  return rows as ProjectSummary[];
}
