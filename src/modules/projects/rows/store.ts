import { sql, type Selectable } from "kysely";
import type { Ctx } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import { deleteFrom, from, insertInto, updateIn } from "#base/db/region.ts";
import type { EvidenceKind } from "#base/ports/count-source.ts";
import type { DateRange } from "../schedule/date-ranges.ts";

/** Tables of a project's parts. */
export const partTables = {
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

export type ProjectPart = keyof typeof partTables;
export const projectParts = Object.keys(partTables) as [ProjectPart, ...ProjectPart[]];
export type PartRow<P extends ProjectPart> = Omit<
  Selectable<Tables[(typeof partTables)[P]]>,
  "region_id" | "project_id"
>;
export type PartRows = { [P in ProjectPart]: PartRow<P>[] };
export type PartRowValues = Record<string, string | number | null | readonly string[]>;

/** Lists the rows of one part in their order. */
export async function selectPart<P extends ProjectPart>(
  ctx: Ctx,
  project: string,
  part: P,
): Promise<PartRow<P>[]> {
  const order = part === "publications" ? sql`published_on desc, id desc` : sql`position, id`;
  const { rows } = await sql<PartRow<P>>`select * from ${sql.table(partTables[part])}
    where region_id = ${ctx.region.id} and project_id = ${project} order by ${order}`.execute(
    ctx.db,
  );
  return rows;
}

/** Finds one row of a part. */
export async function findPartRow<P extends ProjectPart>(
  ctx: Ctx,
  project: string,
  { part, id }: { part: P; id: string },
): Promise<PartRow<P> | undefined> {
  const { rows } = await sql<PartRow<P>>`select * from ${sql.table(partTables[part])}
    where region_id = ${ctx.region.id} and project_id = ${project} and id = ${id}::uuid`.execute(
    ctx.db,
  );
  return rows[0];
}

/** Inserts a row at the end of a part. */
export async function insertPartRow(
  ctx: Ctx,
  project: string,
  { part, id, cells }: { part: ProjectPart; id: string; cells: PartRowValues },
): Promise<void> {
  const table = sql.table(partTables[part]);
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

/** Updates the given columns of a row. */
export async function updatePartRow(
  ctx: Ctx,
  project: string,
  { part, id, cells }: { part: ProjectPart; id: string; cells: PartRowValues },
): Promise<void> {
  const sets = Object.entries(cells).map(([column, value]) => sql`${sql.ref(column)} = ${value}`);
  await sql`update ${sql.table(partTables[part])} set ${sql.join(sets)}
    where region_id = ${ctx.region.id} and project_id = ${project} and id = ${id}::uuid`.execute(
    ctx.db,
  );
}

/** Deletes a row of a part. */
export async function deletePartRow(
  ctx: Ctx,
  project: string,
  { part, id }: { part: ProjectPart; id: string },
): Promise<void> {
  await sql`delete from ${sql.table(partTables[part])}
    where region_id = ${ctx.region.id} and project_id = ${project} and id = ${id}::uuid`.execute(
    ctx.db,
  );
}

/** Sets `task_id` of the task's activities to null; the logic check then reports them. */
export async function unlinkTask(ctx: Ctx, task: string): Promise<void> {
  await updateIn(ctx, "projects_activities")
    .set({ task_id: null })
    .where("task_id", "=", task)
    .execute();
}

/** Sets `activity_id` of the activity's costs to null and deletes its occurrences. */
export async function unlinkActivity(ctx: Ctx, activity: string): Promise<void> {
  await updateIn(ctx, "projects_costs")
    .set({ activity_id: null })
    .where("activity_id", "=", activity)
    .execute();
  await deleteFrom(ctx, "projects_occurrences").where("activity_id", "=", activity).execute();
}

type OccurrenceRow = Selectable<Tables["projects_occurrences"]>;
export type Occurrence = Omit<OccurrenceRow, "region_id" | "state" | "evidence_kind"> & {
  state: "planned" | "done" | "cancelled";
  evidence_kind: EvidenceKind | null;
  /**
   * For a long range: how many of its events were held, and the dates of the first and the last.
   */
  heldEvents?: { count: number; from: string; to: string };
};

/** Lists the occurrences of a project by planned date. */
export async function selectOccurrences(ctx: Ctx, project: string): Promise<Occurrence[]> {
  const rows = await from(ctx, "projects_occurrences")
    .selectAll()
    .where("project_id", "=", project)
    .orderBy("planned_from")
    .orderBy("planned_to")
    .orderBy("id")
    .execute();
  return rows as Occurrence[];
}

/** Finds one occurrence of a project. */
export async function findOccurrence(
  ctx: Ctx,
  project: string,
  id: string,
): Promise<Occurrence | undefined> {
  const row = await from(ctx, "projects_occurrences")
    .selectAll()
    .where("project_id", "=", project)
    .where("id", "=", id)
    .executeTakeFirst();
  return row as Occurrence | undefined;
}

/** Updates an occurrence. */
export async function updateOccurrence(
  ctx: Ctx,
  id: string,
  set: Partial<Omit<Occurrence, "id" | "project_id" | "activity_id">>,
): Promise<void> {
  await updateIn(ctx, "projects_occurrences").set(set).where("id", "=", id).execute();
}

/**
 * Replaces the planned occurrences of an activity by those of the plan; done and cancelled ones
 * are not changed.
 */
export async function replanOccurrences(
  ctx: Ctx,
  { project, activity, plan }: { project: string; activity: string; plan: readonly DateRange[] },
): Promise<void> {
  const now = (await selectOccurrences(ctx, project)).filter((one) => one.activity_id === activity);
  const key = (one: DateRange) => `${one.from} ${one.to}`;
  const plannedRange = (one: Occurrence) => ({ from: one.planned_from, to: one.planned_to });
  const plannedKeys = new Set(plan.map(key));
  const obsolete = now.filter(
    (one) => one.state === "planned" && !plannedKeys.has(key(plannedRange(one))),
  );
  if (obsolete.length > 0) {
    await deleteFrom(ctx, "projects_occurrences")
      .where(
        "id",
        "in",
        obsolete.map(({ id }) => id),
      )
      .execute();
  }
  const known = new Set(now.map((one) => key(plannedRange(one))));
  const fresh = plan.filter((one) => !known.has(key(one)));
  if (fresh.length === 0) return;
  await insertInto(
    ctx,
    "projects_occurrences",
    fresh.map(({ from, to }) => ({
      id: ctx.newId(),
      project_id: project,
      activity_id: activity,
      planned_from: from,
      planned_to: to,
    })),
  ).execute();
}

/** Lists the ids of the project's municipalities in their order. */
export async function selectPlaces(ctx: Ctx, project: string): Promise<string[]> {
  const rows = await from(ctx, "projects_places")
    .select("municipality_id")
    .where("project_id", "=", project)
    .orderBy("position")
    .execute();
  return rows.map((row) => row.municipality_id);
}

/** Replaces the municipalities of a project. */
export async function replacePlaces(
  ctx: Ctx,
  project: string,
  places: readonly string[],
): Promise<void> {
  await deleteFrom(ctx, "projects_places").where("project_id", "=", project).execute();
  if (places.length === 0) return;
  await insertInto(
    ctx,
    "projects_places",
    places.map((municipality_id, position) => ({
      project_id: project,
      municipality_id,
      position,
    })),
  ).execute();
}
