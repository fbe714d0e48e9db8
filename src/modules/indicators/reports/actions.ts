import { z } from "zod";
import type { TextDocument } from "#base/documents/index.ts";
import { transact, type Ctx, type Unit } from "#base/context.ts";
import { bornNow, record } from "#base/journal.ts";
import { demand } from "#base/policy.ts";
import { conflict, invalid } from "#base/refusal.ts";
import { isOfficeTelephone, maskPersonal } from "#modules/triage/index.ts";
import { projectFor, todayIn } from "../load.ts";
import { hashOf } from "../periods/actions.ts";
import { promisePolicy } from "../policy.ts";
import { textParts, type Texts } from "./document.ts";
import { findReport, insertReport, saveReport, type Report, type ReportOf } from "./store.ts";
import { personOf } from "../store.ts";

type Tx = Ctx & { unit: Unit };

const typed = z.string().trim().max(20_000).default("");

export const textsInput = z.object({
  summary: typed,
  qualitative: typed,
  deviations: typed,
  further: typed,
  version: z.coerce.number().int().default(0),
});
export type TextsInput = z.input<typeof textsInput>;

/** Whose report it is: a project's by its number, or the centre's year. */
export type ReportKey = { project: string } | { year: number };

/** Whose report, once the actor may write it. */
export async function reportOwner(ctx: Ctx, key: ReportKey): Promise<ReportOf> {
  if ("project" in key)
    return {
      project_id: (await projectFor(ctx, key.project, { action: "report" })).id,
      year: null,
    };
  demand({ policy: promisePolicy, actor: ctx.actor, action: "reportYear" });
  if (key.year > Number(todayIn(ctx).slice(0, 4))) throw conflict("promises.year-not-over");
  return { project_id: null, year: key.year };
}

/** Keeps the typed parts; what they were before is kept beside. A sent report no longer changes. */
export async function writeReport(ctx: Ctx, key: ReportKey, given: TextsInput): Promise<Report> {
  const { version, ...rest } = textsInput.parse(given);
  const texts: Texts = Object.fromEntries(
    textParts.flatMap((part) => {
      const text = maskPersonal(rest[part], isOfficeTelephone);
      return text === "" ? [] : [[part, text]];
    }),
  );
  return transact(ctx, async (tx) => {
    const report = await openReport(tx, await reportOwner(tx, key));
    // 0: the page knew of no report yet; one just made has version 1 and nothing in it.
    if (version !== report.version && !(version === 0 && report.version === 1))
      throw conflict("promises.report-changed");
    const saved = await saveReport(tx, report, { texts: JSON.stringify(texts) });
    record(tx, { subject: report.id, type: "report.written", data: { version: saved.version } });
    return saved;
  });
}

async function openReport(tx: Tx, of: ReportOf): Promise<Report> {
  const known = await findReport(tx, of, true);
  if (known?.sent_at) throw conflict("promises.report-sent");
  if (known !== undefined) return known;
  const id = tx.newId();
  bornNow(tx, id);
  return insertReport(tx, { id, ...of });
}

/** Freezes the report: the document as it stands, and its hash. */
export async function sendReport(
  ctx: Ctx,
  key: ReportKey,
  document: TextDocument,
): Promise<Report> {
  if (document.blocks.every((block) => block.kind !== "table"))
    throw invalid("promises.report-empty");
  return transact(ctx, async (tx) => {
    const report = await openReport(tx, await reportOwner(tx, key));
    const snapshot = JSON.parse(JSON.stringify(document)) as object;
    const sha256 = hashOf(snapshot);
    const saved = await saveReport(tx, report, {
      snapshot: JSON.stringify(snapshot),
      sha256,
      sent_at: tx.now(),
      sent_by: personOf(tx),
    });
    record(tx, { subject: report.id, type: "report.sent", data: { sha256 } });
    return saved;
  });
}

/** The document of a sent report, as it was sent. */
export function sentDocument(report: Report): TextDocument | undefined {
  if (report.snapshot === null) return undefined;
  const kept = report.snapshot as unknown as TextDocument;
  return { ...kept, createdAt: new Date(kept.createdAt) };
}
