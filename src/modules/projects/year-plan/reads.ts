import { sql } from "kysely";
import type { Ctx } from "#base/context.ts";
import { demand } from "#base/policy.ts";
import { organisationBook } from "#modules/organisations/index.ts";
import { withHeld } from "../schedule/occurrence-evidence.ts";
import type { Occasion, PartRow } from "../rows/store.ts";
import { projectPolicy } from "../policy.ts";
import { standingOf, type OccasionStanding } from "../project.ts";
import { authorship, findYearPlan, projectColumns, type Project } from "../store.ts";

export type PlanLine = {
  project: Project;
  activity: PartRow<"activities">;
  occasions: Occasion[];
};

/** The centre's year: its plan, and every line of it and of the centre's projects that falls into the year. */
export type Year = { year: number; plan: Project | undefined; lines: PlanLine[]; today: string };

/** The whole year in three questions; refused to those who may not see it. */
export async function readYear(
  ctx: Ctx,
  { year, today }: { year: number; today: string },
): Promise<Year> {
  demand({ policy: projectPolicy, actor: ctx.actor, action: "year" });
  const plan = await findYearPlan(ctx, year);
  const projects = [...(plan === undefined ? [] : [plan]), ...(await centreProjects(ctx))];
  if (projects.length === 0) return { year, plan, lines: [], today };
  const ids = projects.map(({ id }) => id);
  const span = { from: `${year}-01-01`, to: `${year}-12-31` };
  const occasions = await withHeld(ctx, await occasionsOf(ctx, ids, span), today);
  const activities = await activitiesOf(ctx, [...new Set(occasions.map((one) => one.activity_id))]);
  const byActivity = Map.groupBy(occasions, (one) => one.activity_id);
  const lines = projects.flatMap((project) =>
    activities
      .filter((activity) => activity.project_id === project.id)
      .map((activity) => ({ project, activity, occasions: byActivity.get(activity.id) ?? [] })),
  );
  return { year, plan, lines, today };
}

/** Projects that a resource centre of the region carries out. */
async function centreProjects(ctx: Ctx): Promise<Project[]> {
  const book = await organisationBook(ctx);
  const centres = [...book.byId.values()].flatMap(({ id, kind }) =>
    kind === "resource-centre" ? [id] : [],
  );
  if (centres.length === 0) return [];
  const rows = await ctx.db
    .selectFrom("projects_projects")
    .select(projectColumns)
    .select(authorship(ctx))
    .where("region_id", "=", ctx.region.id)
    .where("kind", "=", "project")
    .where("organisation_id", "in", centres)
    .where("stage", "in", ["implementation", "reported", "closed"])
    .orderBy("number")
    .execute();
  return rows as Project[];
}

async function occasionsOf(
  ctx: Ctx,
  projects: readonly string[],
  { from, to }: { from: string; to: string },
): Promise<Occasion[]> {
  const rows = await ctx.db
    .selectFrom("projects_occasions")
    .selectAll()
    .where("region_id", "=", ctx.region.id)
    .where("project_id", "in", [...projects])
    .where("planned_from", "<=", to)
    .where("planned_to", ">=", from)
    .orderBy("planned_from")
    .orderBy("planned_to")
    .orderBy("id")
    .execute();
  return rows as Occasion[];
}

function activitiesOf(ctx: Ctx, ids: readonly string[]) {
  return ctx.db
    .selectFrom("projects_activities")
    .selectAll()
    .where("region_id", "=", ctx.region.id)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .orderBy("project_id")
    .orderBy("position")
    .execute();
}

/** An occasion with the line it belongs to. */
export type Awaited = { line: PlanLine; occasion: Occasion };

/** What stands so today, the longest overdue and the soonest due first. */
export function standing(year: Year, wanted: OccasionStanding, until?: string): Awaited[] {
  return year.lines
    .flatMap((line) => line.occasions.map((occasion) => ({ line, occasion })))
    .filter(({ occasion }) => standingOf(occasion, year.today) === wanted)
    .filter(({ occasion }) => until === undefined || occasion.planned_from <= until)
    .toSorted((a, b) => (a.occasion.planned_to < b.occasion.planned_to ? -1 : 1));
}

/** How many occasions are done, of those not called off. */
export function doneOf(year: Year): { done: number; all: number } {
  const all = year.lines
    .flatMap(({ occasions }) => occasions)
    .filter(({ state }) => state !== "cancelled");
  return { done: all.filter(({ state }) => state === "done").length, all: all.length };
}
