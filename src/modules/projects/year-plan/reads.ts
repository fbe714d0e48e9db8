import { sql } from "kysely";
import type { Ctx } from "#base/context.ts";
import { from } from "#base/db/region.ts";
import { authorize } from "#base/policy.ts";
import { organisationDirectory } from "#modules/organisations/index.ts";
import { withEventEvidence } from "../schedule/occurrence-evidence.ts";
import type { Occurrence, PartRow } from "../rows/store.ts";
import { projectPolicy } from "../policy.ts";
import { occurrenceProgress, type OccurrenceProgress } from "../project.ts";
import { selectActorAuthorId, findYearPlan, projectColumns, type Project } from "../store.ts";

export type YearPlanRow = {
  project: Project;
  activity: PartRow<"activities">;
  occurrences: Occurrence[];
};

/** The centre's year: its plan, and every line of it and of the centre's projects that falls into the year. */
export type YearPlan = {
  year: number;
  plan: Project | undefined;
  rows: YearPlanRow[];
  today: string;
};

/** Loads the whole year in three queries; throws forbidden when the actor may not see it. */
export async function loadYearPlan(
  ctx: Ctx,
  { year, today }: { year: number; today: string },
): Promise<YearPlan> {
  authorize({ policy: projectPolicy, actor: ctx.actor, action: "year" });
  const plan = await findYearPlan(ctx, year);
  const projects = [...(plan === undefined ? [] : [plan]), ...(await selectCentreProjects(ctx))];
  if (projects.length === 0) return { year, plan, rows: [], today };
  const ids = projects.map(({ id }) => id);
  const span = { from: `${year}-01-01`, to: `${year}-12-31` };
  const occurrences = await withEventEvidence(
    ctx,
    await selectOccurrencesInYear(ctx, ids, span),
    today,
  );
  const activities = await selectActivities(ctx, [
    ...new Set(occurrences.map((one) => one.activity_id)),
  ]);
  const byActivity = Map.groupBy(occurrences, (one) => one.activity_id);
  const lines = projects.flatMap((project) =>
    activities
      .filter((activity) => activity.project_id === project.id)
      .map((activity) => ({ project, activity, occurrences: byActivity.get(activity.id) ?? [] })),
  );
  return { year, plan, rows: lines, today };
}

/** Selects projects that a resource centre of the region implements. */
async function selectCentreProjects(ctx: Ctx): Promise<Project[]> {
  const directory = await organisationDirectory(ctx);
  const centres = [...directory.byId.values()].flatMap(({ id, kind }) =>
    kind === "resource-centre" ? [id] : [],
  );
  if (centres.length === 0) return [];
  const rows = await from(ctx, "projects_projects")
    .select(projectColumns)
    .select(selectActorAuthorId(ctx))
    .where("kind", "=", "project")
    .where("organisation_id", "in", centres)
    .where("stage", "in", ["implementation", "reported", "closed"])
    .orderBy("number")
    .execute();
  return rows as Project[];
}

async function selectOccurrencesInYear(
  ctx: Ctx,
  projects: readonly string[],
  span: { from: string; to: string },
): Promise<Occurrence[]> {
  const rows = await from(ctx, "projects_occurrences")
    .selectAll()
    .where("project_id", "in", [...projects])
    .where("planned_from", "<=", span.to)
    .where("planned_to", ">=", span.from)
    .orderBy("planned_from")
    .orderBy("planned_to")
    .orderBy("id")
    .execute();
  return rows as Occurrence[];
}

function selectActivities(ctx: Ctx, ids: readonly string[]) {
  return from(ctx, "projects_activities")
    .selectAll()
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .orderBy("project_id")
    .orderBy("position")
    .execute();
}

/** An occurrence with its activity. */
export type PendingOccurrence = { line: YearPlanRow; occurrence: Occurrence };

/** Lists the occurrences with this progress today, the most overdue and the soonest due first. */
export function occurrencesByProgress(
  year: YearPlan,
  wanted: OccurrenceProgress,
  until?: string,
): PendingOccurrence[] {
  return year.rows
    .flatMap((line) => line.occurrences.map((occurrence) => ({ line, occurrence })))
    .filter(({ occurrence }) => occurrenceProgress(occurrence, year.today) === wanted)
    .filter(({ occurrence }) => until === undefined || occurrence.planned_from <= until)
    .toSorted((a, b) => (a.occurrence.planned_to < b.occurrence.planned_to ? -1 : 1));
}

/** Counts the done occurrences and all but cancelled ones. */
export function countCompleted(year: YearPlan): { done: number; all: number } {
  const all = year.rows
    .flatMap(({ occurrences }) => occurrences)
    .filter(({ state }) => state !== "cancelled");
  return { done: all.filter(({ state }) => state === "done").length, all: all.length };
}
