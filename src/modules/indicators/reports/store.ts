import { sql, type Selectable, type Updateable } from "kysely";
import type { Ctx } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import { from, insertInto, updateIn } from "#base/db/region.ts";
import { conflict } from "#base/refusal.ts";
import type { ReportTexts } from "./document.ts";
import { actorPersonId } from "../store.ts";

export type IndicatorReport = Omit<Selectable<Tables["indicators_reports"]>, "texts"> & {
  texts: ReportTexts;
};

/** A report belongs to a project or to a year. */
export type ReportOwner = { project_id: string; year: null } | { project_id: null; year: number };

/** Finds the report of an owner, locked for update when asked. */
export async function selectReport(
  ctx: Ctx,
  of: ReportOwner,
  lock = false,
): Promise<IndicatorReport | undefined> {
  const query = from(ctx, "indicators_reports")
    .selectAll()
    .where((eb) =>
      of.year === null ? eb("project_id", "=", of.project_id) : eb("year", "=", of.year),
    );
  return (await (lock ? query.forUpdate() : query).executeTakeFirst()) as
    | IndicatorReport
    | undefined;
}

/** Inserts a report without texts. */
export async function insertReport(
  ctx: Ctx,
  row: { id: string; project_id: string | null; year: number | null },
): Promise<IndicatorReport> {
  return (await insertInto(ctx, "indicators_reports", { texts: "{}", ...row })
    .returningAll()
    .executeTakeFirstOrThrow()) as IndicatorReport;
}

/**
 * Updates a report and saves its previous texts as a revision; throws a conflict when its version
 * has changed.
 */
export async function saveReport(
  ctx: Ctx,
  report: IndicatorReport,
  set: Updateable<Tables["indicators_reports"]>,
): Promise<IndicatorReport> {
  const saved = await updateIn(ctx, "indicators_reports")
    .set({ ...set, version: sql<number>`version + 1` })
    .where("id", "=", report.id)
    .where("version", "=", report.version)
    .returningAll()
    .executeTakeFirst();
  if (saved === undefined) throw conflict("indicators.report-changed");
  await insertInto(ctx, "indicators_report_revisions", {
    report_id: report.id,
    version: report.version,
    texts: JSON.stringify(report.texts),
    changed_by: actorPersonId(ctx),
    changed_at: ctx.now(),
  }).execute();
  return saved as IndicatorReport;
}

/** Lists the years with a report, the newest first; drafts too when asked. */
export function listYearReports(
  ctx: Ctx,
  { drafts }: { drafts: boolean },
): Promise<{ year: number | null; sent_at: Date | null }[]> {
  return from(ctx, "indicators_reports")
    .select(["year", "sent_at"])
    .where("year", "is not", null)
    .$if(!drafts, (query) => query.where("sent_at", "is not", null))
    .orderBy("year", "desc")
    .execute();
}
