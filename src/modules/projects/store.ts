import { sql, type Insertable, type Selectable, type Updateable } from "kysely";
import type { Ctx } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import { from, insertInto, updateIn } from "#base/db/region.ts";
import { isUuid } from "#base/db/ids.ts";
import { conflict, orNotFound } from "#base/refusal.ts";
import type { ProjectDirection, ProjectKind, ProjectStage } from "./project.ts";

type ProjectRow = Selectable<Tables["projects_projects"]>;

/** A row of the projects table with narrowed types. */
export type Project = Omit<ProjectRow, "stage" | "kind" | "direction" | "search" | "is_open"> & {
  kind: ProjectKind;
  stage: ProjectStage;
  is_open: boolean;
  direction: ProjectDirection | null;
  /** The actor's id when they are one of its authors; the policy checks it. */
  author_id: string | null;
};

export const projectColumns = [
  "region_id",
  "id",
  "number",
  "kind",
  "stage",
  "stage_since",
  "is_open",
  "timer",
  "due_on",
  "title",
  "summary",
  "significance",
  "goal",
  "organisation_id",
  "programme_id",
  "lead_id",
  "municipality_id",
  "direction",
  "starts_on",
  "ends_on",
  "contact_info",
  "further_life",
  "qualitative_results",
  "awarded",
  "awarded_on",
  "funder_name",
  "year",
  "public",
  "opened_at",
  "version",
] as const satisfies (keyof ProjectRow)[];

const toProject = (row: Omit<ProjectRow, "search"> & { author_id: string | null }): Project =>
  row as Project;

/** Selects the actor's id when they are an author of the project, else null. */
export function selectActorAuthorId(ctx: Ctx) {
  const person = ctx.actor.kind === "person" ? ctx.actor.id : null;
  return sql<string | null>`(select person_id from projects_authors
    where region_id = ${ctx.region.id} and project_id = projects_projects.id
      and person_id = ${person}::uuid)`.as("author_id");
}

function selectProjectRow(ctx: Ctx, key: string) {
  return from(ctx, "projects_projects")
    .select(projectColumns)
    .select(selectActorAuthorId(ctx))
    .where(isUuid(key) ? "id" : "number", "=", key);
}

/** Returns the project by id or number, locked for update; throws not-found when there is none. */
export async function lockProject(ctx: Ctx, key: string): Promise<Project> {
  return toProject(orNotFound(await selectProjectRow(ctx, key).forUpdate().executeTakeFirst()));
}

/** Finds a project by id or number. */
export async function findProject(ctx: Ctx, key: string): Promise<Project | undefined> {
  const row = await selectProjectRow(ctx, key).executeTakeFirst();
  return row && toProject(row);
}

/** Finds the centre's plan of a year, unless it was withdrawn. */
export async function findYearPlan(ctx: Ctx, year: number): Promise<Project | undefined> {
  const row = await from(ctx, "projects_projects")
    .select(projectColumns)
    .select(selectActorAuthorId(ctx))
    .where("kind", "=", "year-plan")
    .where("year", "=", year)
    .where("stage", "<>", "withdrawn")
    .executeTakeFirst();
  return row && toProject(row);
}

/** Inserts a project and returns it with the actor as its author. */
export async function insertProject(
  ctx: Ctx,
  row: Omit<Insertable<Tables["projects_projects"]>, "region_id">,
): Promise<Project> {
  const saved = await insertInto(ctx, "projects_projects", row)
    .returning(projectColumns)
    .executeTakeFirstOrThrow();
  return toProject({ ...saved, author_id: ctx.actor.kind === "person" ? ctx.actor.id : null });
}

export type ProjectPatch = Omit<Updateable<Tables["projects_projects"]>, "version">;

/** Updates a project and returns the whole row; throws a conflict when its version has changed. */
export async function updateProject(
  ctx: Ctx,
  project: Project,
  patch: ProjectPatch,
): Promise<Project> {
  const saved = await updateIn(ctx, "projects_projects")
    .set({ ...patch, version: sql<number>`version + 1` })
    .where("id", "=", project.id)
    .where("version", "=", project.version)
    .returning(projectColumns)
    .executeTakeFirst();
  if (saved === undefined) throw conflict("projects.changed-meanwhile");
  return toProject({ ...saved, author_id: project.author_id });
}

/** Throws a conflict when the version the form was opened with is older than the project's. */
export function requireVersion(project: Pick<Project, "version">, seen: number | undefined): void {
  if (seen !== undefined && seen !== project.version) throw conflict("projects.changed-meanwhile");
}

/** Records reached stages with their first day; stages recorded before are not changed. */
export async function insertStages(
  ctx: Ctx,
  project: string,
  reached: { stages: readonly ProjectStage[]; on: string },
): Promise<void> {
  await insertInto(
    ctx,
    "projects_stages",
    reached.stages.map((stage) => ({
      project_id: project,
      stage,
      reached_on: reached.on,
      reached_at: ctx.now(),
    })),
  )
    .onConflict((conflict) => conflict.columns(["region_id", "project_id", "stage"]).doNothing())
    .execute();
}

/** A project whose deadline has passed, and its timer. */
export type OverdueProject = Pick<Project, "id" | "number" | "title"> & {
  timer: string;
  due_on: string;
};

/** Lists open projects whose deadline is between two days. */
export async function selectOverdueProjects(
  ctx: Ctx,
  span: { from: string; until: string },
): Promise<OverdueProject[]> {
  const rows = await from(ctx, "projects_projects")
    .select(["id", "number", "title", "timer", "due_on"])
    .where("kind", "=", "project")
    .where("is_open", "=", true)
    .where("timer", "is not", null)
    .where("due_on", ">=", span.from)
    .where("due_on", "<=", span.until)
    .orderBy("due_on")
    .execute();
  return rows as OverdueProject[];
}

export type ReachedStage = { stage: ProjectStage; reached_on: string };
