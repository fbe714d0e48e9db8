import { sql, type Selectable } from "kysely";
import type { Ctx } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import type { EvidenceKind } from "#base/ports/count-source.ts";
import type { Stretch } from "../schedule/date-ranges.ts";

/** The tables of a project's rows: what a person writes line by line. */
export const tableOf = {
  groups: "projects_groups",
  tasks: "projects_tasks",
  activities: "projects_activities",
  costs: "projects_costs",
  team: "projects_team",
  partners: "projects_partners",
  risks: "projects_risks",
  results: "projects_results",
  publications: "projects_publications",
} as const;

export type Part = keyof typeof tableOf;
export const parts = Object.keys(tableOf) as [Part, ...Part[]];
export type PartRow<P extends Part> = Omit<
  Selectable<Tables[(typeof tableOf)[P]]>,
  "region_id" | "project_id"
>;
export type PartRows = { [P in Part]: PartRow<P>[] };
export type Cells = Record<string, string | number | null | readonly string[]>;

/** All rows of one part in their order. */
export async function selectPart<P extends Part>(
  ctx: Ctx,
  project: string,
  part: P,
): Promise<PartRow<P>[]> {
  const order = part === "publications" ? sql`published_on desc, id desc` : sql`position, id`;
  const { rows } = await sql<PartRow<P>>`select * from ${sql.table(tableOf[part])}
    where region_id = ${ctx.region.id} and project_id = ${project} order by ${order}`.execute(
    ctx.db,
  );
  return rows;
}

export async function findPartRow<P extends Part>(
  ctx: Ctx,
  project: string,
  { part, id }: { part: P; id: string },
): Promise<PartRow<P> | undefined> {
  const { rows } = await sql<PartRow<P>>`select * from ${sql.table(tableOf[part])}
    where region_id = ${ctx.region.id} and project_id = ${project} and id = ${id}::uuid`.execute(
    ctx.db,
  );
  return rows[0];
}

export async function insertPartRow(
  ctx: Ctx,
  project: string,
  { part, id, cells }: { part: Part; id: string; cells: Cells },
): Promise<void> {
  const table = sql.table(tableOf[part]);
  const next = sql`(select coalesce(max(position), 0) + 1 from ${table}
    where region_id = ${ctx.region.id} and project_id = ${project})`;
  const ordered = part !== "publications";
  const columns = ["region_id", "project_id", "id", ...Object.keys(cells)];
  const values = [ctx.region.id, project, id, ...Object.values(cells)].map(
    (value) => sql`${value}`,
  );
  await sql`insert into ${table}
    (${sql.join([...columns, ...(ordered ? ["position"] : [])].map((column) => sql.ref(column)))})
    values (${sql.join([...values, ...(ordered ? [next] : [])])})`.execute(ctx.db);
}

export async function updatePartRow(
  ctx: Ctx,
  project: string,
  { part, id, cells }: { part: Part; id: string; cells: Cells },
): Promise<void> {
  const sets = Object.entries(cells).map(([column, value]) => sql`${sql.ref(column)} = ${value}`);
  await sql`update ${sql.table(tableOf[part])} set ${sql.join(sets)}
    where region_id = ${ctx.region.id} and project_id = ${project} and id = ${id}::uuid`.execute(
    ctx.db,
  );
}

export async function deletePartRow(
  ctx: Ctx,
  project: string,
  { part, id }: { part: Part; id: string },
): Promise<void> {
  await sql`delete from ${sql.table(tableOf[part])}
    where region_id = ${ctx.region.id} and project_id = ${project} and id = ${id}::uuid`.execute(
    ctx.db,
  );
}

/** What pointed at a row that goes stays, pointing nowhere: the logic check then says so. */
export async function unlinkTask(ctx: Ctx, task: string): Promise<void> {
  await ctx.db
    .updateTable("projects_activities")
    .set({ task_id: null })
    .where("region_id", "=", ctx.region.id)
    .where("task_id", "=", task)
    .execute();
}

export async function unlinkActivity(ctx: Ctx, activity: string): Promise<void> {
  await ctx.db
    .updateTable("projects_costs")
    .set({ activity_id: null })
    .where("region_id", "=", ctx.region.id)
    .where("activity_id", "=", activity)
    .execute();
  await ctx.db
    .deleteFrom("projects_occasions")
    .where("region_id", "=", ctx.region.id)
    .where("activity_id", "=", activity)
    .execute();
}

type OccasionRow = Selectable<Tables["projects_occasions"]>;
export type Occasion = Omit<OccasionRow, "region_id" | "state" | "evidence_kind"> & {
  state: "planned" | "done" | "cancelled";
  evidence_kind: EvidenceKind | null;
  /** Of a long stretch: how many of its events were held, on which day the first and the last. */
  held?: { count: number; from: string; to: string };
};

export async function selectOccasions(ctx: Ctx, project: string): Promise<Occasion[]> {
  const rows = await ctx.db
    .selectFrom("projects_occasions")
    .selectAll()
    .where("region_id", "=", ctx.region.id)
    .where("project_id", "=", project)
    .orderBy("planned_from")
    .orderBy("planned_to")
    .orderBy("id")
    .execute();
  return rows as Occasion[];
}

export async function findOccasion(
  ctx: Ctx,
  project: string,
  id: string,
): Promise<Occasion | undefined> {
  const row = await ctx.db
    .selectFrom("projects_occasions")
    .selectAll()
    .where("region_id", "=", ctx.region.id)
    .where("project_id", "=", project)
    .where("id", "=", id)
    .executeTakeFirst();
  return row as Occasion | undefined;
}

export async function updateOccasion(
  ctx: Ctx,
  id: string,
  set: Partial<Omit<Occasion, "id" | "project_id" | "activity_id">>,
): Promise<void> {
  await ctx.db
    .updateTable("projects_occasions")
    .set(set)
    .where("region_id", "=", ctx.region.id)
    .where("id", "=", id)
    .execute();
}

/** Makes the planned occasions those of the plan; what was done or called off stays as it is. */
export async function replanOccasions(
  ctx: Ctx,
  { project, activity, plan }: { project: string; activity: string; plan: readonly Stretch[] },
): Promise<void> {
  const now = (await selectOccasions(ctx, project)).filter((one) => one.activity_id === activity);
  const key = (one: Stretch) => `${one.from} ${one.to}`;
  const stretch = (one: Occasion) => ({ from: one.planned_from, to: one.planned_to });
  const wanted = new Set(plan.map(key));
  const gone = now.filter((one) => one.state === "planned" && !wanted.has(key(stretch(one))));
  if (gone.length > 0) {
    await ctx.db
      .deleteFrom("projects_occasions")
      .where("region_id", "=", ctx.region.id)
      .where(
        "id",
        "in",
        gone.map(({ id }) => id),
      )
      .execute();
  }
  const known = new Set(now.map((one) => key(stretch(one))));
  const fresh = plan.filter((one) => !known.has(key(one)));
  if (fresh.length === 0) return;
  await ctx.db
    .insertInto("projects_occasions")
    .values(
      fresh.map(({ from, to }) => ({
        region_id: ctx.region.id,
        id: ctx.newId(),
        project_id: project,
        activity_id: activity,
        planned_from: from,
        planned_to: to,
      })),
    )
    .execute();
}

/** Municipalities in their order. */
export async function selectPlaces(ctx: Ctx, project: string): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom("projects_places")
    .select("municipality_id")
    .where("region_id", "=", ctx.region.id)
    .where("project_id", "=", project)
    .orderBy("position")
    .execute();
  return rows.map((row) => row.municipality_id);
}

export async function replacePlaces(
  ctx: Ctx,
  project: string,
  places: readonly string[],
): Promise<void> {
  await ctx.db
    .deleteFrom("projects_places")
    .where("region_id", "=", ctx.region.id)
    .where("project_id", "=", project)
    .execute();
  if (places.length === 0) return;
  await ctx.db
    .insertInto("projects_places")
    .values(
      places.map((municipality_id, position) => ({
        region_id: ctx.region.id,
        project_id: project,
        municipality_id,
        position,
      })),
    )
    .execute();
}
