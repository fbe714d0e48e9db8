import { z } from "zod";
import type { TextDocument } from "#base/documents/index.ts";
import { transact, type Ctx, type UnitOfWork } from "#base/context.ts";
import { startChain, recordFact } from "#base/journal.ts";
import { authorize } from "#base/policy.ts";
import { conflict, invalid } from "#base/refusal.ts";
import { optionalText } from "#base/http/fields.ts";
import { isOfficePhone, maskPersonalData } from "#modules/triage/index.ts";
import { loadAuthorizedProject } from "../load.ts";
import { hashSnapshot } from "../periods/actions.ts";
import { indicatorPolicy } from "../policy.ts";
import { textParts, type ReportTexts } from "./document.ts";
import {
  selectReport,
  insertReport,
  saveReport,
  type IndicatorReport,
  type ReportOwner,
} from "./store.ts";
import { actorPersonId } from "../store.ts";

type Tx = Ctx & { unit: UnitOfWork };

const reportText = optionalText(20_000);

export const reportTextsInput = z.object({
  summary: reportText,
  qualitative: reportText,
  deviations: reportText,
  further: reportText,
  version: z.coerce.number().int().default(0),
});
export type ReportTextsInput = z.input<typeof reportTextsInput>;

/** The report's owner: a project by its number, or the centre's year. */
export type ReportKey = { project: string } | { year: number };

/** Returns the report's owner; throws unless the actor may write the report. */
export async function authorizeReportOwner(ctx: Ctx, key: ReportKey): Promise<ReportOwner> {
  if ("project" in key)
    return {
      project_id: (await loadAuthorizedProject(ctx, key.project, { action: "report" })).id,
      year: null,
    };
  authorize({ policy: indicatorPolicy, actor: ctx.actor, action: "reportYear" });
  if (key.year > Number(ctx.today().slice(0, 4))) throw conflict("indicators.year-not-over");
  return { project_id: null, year: key.year };
}

/**
 * Saves the texts of a report and the previous ones as a revision; throws a conflict when it was
 * sent.
 */
export async function saveReportTexts(
  ctx: Ctx,
  key: ReportKey,
  given: ReportTextsInput,
): Promise<IndicatorReport> {
  const { version, ...rest } = reportTextsInput.parse(given);
  const texts: ReportTexts = Object.fromEntries(
    textParts.flatMap((part) => {
      const text = maskPersonalData(rest[part], isOfficePhone);
      return text === "" ? [] : [[part, text]];
    }),
  );
  return transact(ctx, async (tx) => {
    const report = await loadOrCreateReport(tx, await authorizeReportOwner(tx, key));
    // Version 0: the page had no report yet; a new one has version 1 and no texts.
    if (version !== report.version && !(version === 0 && report.version === 1))
      throw conflict("indicators.report-changed");
    const saved = await saveReport(tx, report, { texts: JSON.stringify(texts) });
    recordFact(tx, {
      subject: report.id,
      type: "report.written",
      data: { version: saved.version },
    });
    return saved;
  });
}

async function loadOrCreateReport(tx: Tx, of: ReportOwner): Promise<IndicatorReport> {
  const known = await selectReport(tx, of, true);
  if (known?.sent_at) throw conflict("indicators.report-sent");
  if (known !== undefined) return known;
  const id = tx.newId();
  startChain(tx, id);
  return insertReport(tx, { id, ...of });
}

/** Sends the report: saves its document and hash; it cannot change afterwards. */
export async function sendReport(
  ctx: Ctx,
  key: ReportKey,
  document: TextDocument,
): Promise<IndicatorReport> {
  if (document.blocks.every((block) => block.kind !== "table"))
    throw invalid("indicators.report-empty");
  return transact(ctx, async (tx) => {
    const report = await loadOrCreateReport(tx, await authorizeReportOwner(tx, key));
    const snapshot = JSON.parse(JSON.stringify(document)) as object;
    const sha256 = hashSnapshot(snapshot);
    const saved = await saveReport(tx, report, {
      snapshot: JSON.stringify(snapshot),
      sha256,
      sent_at: tx.now(),
      sent_by: actorPersonId(tx),
    });
    recordFact(tx, { subject: report.id, type: "report.sent", data: { sha256 } });
    return saved;
  });
}

/** Returns the document of a sent report as it was sent. */
export function toSentDocument(report: IndicatorReport): TextDocument | undefined {
  if (report.snapshot === null) return undefined;
  const snapshot = report.snapshot as unknown as TextDocument;
  return { ...snapshot, createdAt: new Date(snapshot.createdAt) };
}
