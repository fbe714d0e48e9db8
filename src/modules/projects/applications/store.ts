import { sql, type Insertable, type Selectable, type Updateable } from "kysely";
import type { Ctx } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import { deleteFrom, from, insertInto, updateIn } from "#base/db/region.ts";
import { conflict, orNotFound } from "#base/refusal.ts";
import type { PrefilledText, ApplicationText } from "../prefill/prefill.ts";
import type { ApplicationSnapshot } from "../submission/snapshot.ts";

export const applicationStages = [
  "draft",
  "submitted",
  "supported",
  "not-supported",
  "withdrawn",
] as const;
export type ApplicationStage = (typeof applicationStages)[number];

type ApplicationRow = Selectable<Tables["projects_applications"]>;

/** A row of the applications table with narrowed types; amounts in kopecks. */
export type Application = Omit<ApplicationRow, "stage" | "snapshot"> & {
  stage: ApplicationStage;
  snapshot: ApplicationSnapshot | null;
};

const toApplication = (row: ApplicationRow): Application => row as unknown as Application;

function selectApplicationRows(ctx: Ctx) {
  return from(ctx, "projects_applications").selectAll();
}

/** Lists the applications of a project, newest first. */
export async function selectApplications(ctx: Ctx, project: string): Promise<Application[]> {
  const rows = await selectApplicationRows(ctx)
    .where("project_id", "=", project)
    .orderBy("seq", "desc")
    .execute();
  return rows.map(toApplication);
}

/** Finds an application by its project and its sequence number. */
export async function findApplication(
  ctx: Ctx,
  project: string,
  seq: number,
): Promise<Application | undefined> {
  const row = await selectApplicationRows(ctx)
    .where("project_id", "=", project)
    .where("seq", "=", seq)
    .executeTakeFirst();
  return row && toApplication(row);
}

/** Finds an application by id. */
export async function findApplicationById(ctx: Ctx, id: string): Promise<Application | undefined> {
  const row = await selectApplicationRows(ctx).where("id", "=", id).executeTakeFirst();
  return row && toApplication(row);
}

/** Returns the application locked for update; throws not-found when there is none. */
export async function lockApplication(
  ctx: Ctx,
  project: string,
  seq: number,
): Promise<Application> {
  const row = await selectApplicationRows(ctx)
    .where("project_id", "=", project)
    .where("seq", "=", seq)
    .forUpdate()
    .executeTakeFirst();
  return toApplication(orNotFound(row));
}

/** Returns whether another application of the region has this funder's number. */
export async function isNumberTaken(ctx: Ctx, number: string, except: string): Promise<boolean> {
  const row = await selectApplicationRows(ctx)
    .where("number", "=", number)
    .where("id", "<>", except)
    .executeTakeFirst();
  return row !== undefined;
}

/** Inserts an application with the next sequence number of its project. */
export async function insertApplication(
  ctx: Ctx,
  row: Omit<Insertable<Tables["projects_applications"]>, "region_id" | "seq">,
): Promise<Application> {
  const next = sql<number>`(select coalesce(max(seq), 0) + 1 from projects_applications
    where region_id = ${ctx.region.id} and project_id = ${row.project_id})`;
  const saved = await insertInto(ctx, "projects_applications", { seq: next, ...row })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toApplication(saved);
}

/** Updates an application; throws a conflict when its version has changed. */
export async function updateApplication(
  ctx: Ctx,
  application: Application,
  patch: Omit<Updateable<Tables["projects_applications"]>, "version">,
): Promise<Application> {
  const saved = await updateIn(ctx, "projects_applications")
    .set({ ...patch, version: sql<number>`version + 1` })
    .where("id", "=", application.id)
    .where("version", "=", application.version)
    .returningAll()
    .executeTakeFirst();
  if (saved === undefined) throw conflict("projects.changed-meanwhile");
  return toApplication(saved);
}

type TextRow = Selectable<Tables["projects_application_texts"]>;
export type StoredText = ApplicationText & { personId: string | null; at: Date };

const toStoredText = (row: TextRow): StoredText => ({
  field: row.field,
  version: row.version,
  text: row.text,
  origin: row.origin as ApplicationText["origin"],
  sourceId: row.source_id,
  sourceText: row.source_text,
  personId: row.person_id,
  at: row.at,
});

/** Returns the latest text of every field, by field code. */
export async function selectTexts(ctx: Ctx, application: string): Promise<Map<string, StoredText>> {
  const rows = await from(ctx, "projects_application_texts")
    .selectAll()
    .distinctOn("field")
    .where("application_id", "=", application)
    .orderBy("field")
    .orderBy("version", "desc")
    .execute();
  return new Map(rows.map((row) => [row.field, toStoredText(row)]));
}

/** Returns all versions of all texts, by «field version». */
export async function selectTextHistory(
  ctx: Ctx,
  application: string,
): Promise<Map<string, StoredText>> {
  const rows = await from(ctx, "projects_application_texts")
    .selectAll()
    .where("application_id", "=", application)
    .execute();
  return new Map(rows.map((row) => [`${row.field} ${row.version}`, toStoredText(row)]));
}

/** Inserts new versions of texts; a version that exists already violates the primary key. */
export async function insertTexts(
  ctx: Ctx,
  application: string,
  texts: readonly (PrefilledText & { version: number })[],
): Promise<void> {
  if (texts.length === 0) return;
  await insertInto(
    ctx,
    "projects_application_texts",
    texts.map((text) => ({
      application_id: application,
      field: text.field,
      version: text.version,
      text: text.text,
      origin: text.origin,
      source_id: text.sourceId,
      source_text: text.sourceText,
      person_id: ctx.actor.kind === "person" ? ctx.actor.id : null,
      at: ctx.now(),
    })),
  ).execute();
}

/** Returns the text versions copied into the funder's form, by field code. */
export async function selectCopiedFields(
  ctx: Ctx,
  application: string,
): Promise<Map<string, number>> {
  const rows = await from(ctx, "projects_application_copied_fields")
    .select(["field", "text_version"])
    .where("application_id", "=", application)
    .execute();
  return new Map(rows.map((row) => [row.field, row.text_version]));
}

/** Records that a field's text version was copied into the funder's form. */
export async function saveCopiedField(
  ctx: Ctx,
  application: string,
  { field, version }: { field: string; version: number },
): Promise<void> {
  const row = {
    text_version: version,
    person_id: ctx.actor.kind === "person" ? ctx.actor.id : null,
    at: ctx.now(),
  };
  await insertInto(ctx, "projects_application_copied_fields", {
    application_id: application,
    field,
    ...row,
  })
    .onConflict((clash) => clash.columns(["region_id", "application_id", "field"]).doUpdateSet(row))
    .execute();
}

/** Deletes the record that a field was copied. */
export async function deleteCopiedField(
  ctx: Ctx,
  application: string,
  field: string,
): Promise<void> {
  await deleteFrom(ctx, "projects_application_copied_fields")
    .where("application_id", "=", application)
    .where("field", "=", field)
    .execute();
}

type RemarkRow = Selectable<Tables["projects_application_remarks"]>;
export type ApplicationRemark = Omit<RemarkRow, "kind"> & { kind: "decision" | "review" };

/** Lists the remarks on an application, the newest round first. */
export async function selectRemarks(ctx: Ctx, application: string): Promise<ApplicationRemark[]> {
  const rows = await from(ctx, "projects_application_remarks")
    .selectAll()
    .where("application_id", "=", application)
    .orderBy("round", "desc")
    .orderBy("position")
    .orderBy("id")
    .execute();
  return rows as ApplicationRemark[];
}

/** Inserts remarks on an application. */
export async function insertRemarks(
  ctx: Ctx,
  remarks: readonly Omit<Insertable<Tables["projects_application_remarks"]>, "region_id" | "at">[],
): Promise<void> {
  if (remarks.length === 0) return;
  await insertInto(
    ctx,
    "projects_application_remarks",
    remarks.map((remark) => ({ at: ctx.now(), ...remark })),
  ).execute();
}

/** Saves the answer to a remark and whether it is settled; throws not-found when there is none. */
export async function updateRemarkAnswer(
  ctx: Ctx,
  application: string,
  { id, answer, settled }: { id: string; answer: string; settled: boolean },
): Promise<void> {
  const row = await updateIn(ctx, "projects_application_remarks")
    .set({
      answer,
      settled_at: settled ? ctx.now() : null,
      settled_by: settled && ctx.actor.kind === "person" ? ctx.actor.id : null,
    })
    .where("application_id", "=", application)
    .where("id", "=", id)
    .returning("id")
    .executeTakeFirst();
  orNotFound(row);
}

/** Returns the ids of the activities marked as costing nothing. */
export async function selectCostlessActivities(ctx: Ctx, project: string): Promise<Set<string>> {
  const rows = await from(ctx, "projects_costless_activities")
    .select("activity_id")
    .where("project_id", "=", project)
    .execute();
  return new Set(rows.map((row) => row.activity_id));
}

/** Sets or clears the mark that an activity costs nothing. */
export async function setActivityCostless(
  ctx: Ctx,
  project: string,
  { activity, costless }: { activity: string; costless: boolean },
): Promise<void> {
  if (costless) {
    await insertInto(ctx, "projects_costless_activities", {
      project_id: project,
      activity_id: activity,
    })
      .onConflict((clash) => clash.columns(["region_id", "project_id", "activity_id"]).doNothing())
      .execute();
    return;
  }
  await deleteFrom(ctx, "projects_costless_activities")
    .where("project_id", "=", project)
    .where("activity_id", "=", activity)
    .execute();
}
