import type { Ctx, UnitOfWork } from "#base/context.ts";
import { transact } from "#base/context.ts";
import { startChain, recordFact } from "#base/journal.ts";
import { invalid } from "#base/refusal.ts";
import { territoryDirectory } from "#modules/territories/index.ts";
import { changeRegistry, toCardColumns, saveChanges } from "../actions.ts";
import {
  listActivityAreas,
  listLinks,
  replaceActivityAreas,
  replaceLinks,
} from "../directions-links-store.ts";
import { insertOrganisation, lockOrganisation, updateOrganisation } from "../store.ts";
import { messages } from "../messages.ts";
import {
  parseRow,
  createTerritoryResolver,
  type ImportedCard,
  type RowParsing,
  type InvalidRow,
} from "./parse/row.ts";
import { openImportFile, type ImportFileRow, type OpenedImportFile } from "./parse/file.ts";
import type { DuplicateDecision } from "./fields.ts";
import { matchRows, type CardPatch, type SeenKeys, type MatchResult } from "./match.ts";
import {
  deleteImportRows,
  insertImportRows,
  loadRowStates,
  saveAppliedRow,
  type AppliedRow,
  type OrganisationImport,
  type ImportReport,
  type NewImportRow,
} from "./store.ts";

const batchSize = 250;

export type OnProgress = (rows: number) => Promise<void>;

/** Checks a file row by row and writes only the report of what an import would do. */
export async function checkImportFile(
  ctx: Ctx,
  {
    path,
    work: importRecord,
    onRows,
  }: { path: string; work: OrganisationImport; onRows: OnProgress },
): Promise<ImportReport> {
  const file = await openForImport(path, importRecord);
  const report: ImportReport = {
    columns: file.columns,
    sample: [],
    mapping: file.mapping,
    rows: 0,
    counts: { new: 0, changed: 0, same: 0, likely: 0, wrong: 0 },
  };
  await transact(ctx, (tx) => deleteImportRows(tx, importRecord.id));
  const reading = await createParsing(ctx, file);
  const seen: SeenKeys = new Map();
  for await (const batch of inBatches(file.rows)) {
    const { drafts, wrong } = parseBatch(batch, reading);
    for (const row of batch)
      if (report.sample.length < 3 && "cells" in row) report.sample.push(row.cells);
    const verdicts = await matchRows(ctx, drafts, { options: importRecord.options, seen });
    const rows = [...wrong.map(toInvalidRow), ...verdicts.map(toImportRow)];
    await transact(ctx, (tx) => insertImportRows(tx, importRecord.id, rows));
    for (const { outcome } of rows) report.counts[outcome] += 1;
    report.rows += batch.length;
    await onRows(report.rows);
  }
  return report;
}

/** Applies a checked file, one transaction per batch; a run after an interruption continues it. */
export async function applyImportFile(
  ctx: Ctx,
  {
    path,
    work: importRecord,
    onRows,
  }: { path: string; work: OrganisationImport; onRows: OnProgress },
): Promise<void> {
  const file = await openForImport(path, importRecord);
  const reading = await createParsing(ctx, file);
  const states = await loadRowStates(ctx, importRecord.id);
  const seen: SeenKeys = new Map();
  let done = 0;
  for await (const batch of inBatches(file.rows)) {
    const { drafts } = parseBatch(batch, reading);
    await changeRegistry(ctx, async (tx) => {
      const verdicts = await matchRows(tx, drafts, { options: importRecord.options, seen });
      for (const verdict of verdicts) {
        const state = states.get(verdict.row.line);
        if (state?.done === true) continue;
        const choice = state?.decision ?? importRecord.options.duplicateDecision;
        const row = await applyRow(tx, verdict, { importId: importRecord.id, choice });
        if (row !== undefined) await saveAppliedRow(tx, importRecord.id, row);
      }
    });
    done += batch.length;
    await onRows(done);
  }
  await transact(ctx, async (tx) => {
    recordFact(tx, {
      subject: importRecord.id,
      type: "organisations.imported",
      data: { rows: done },
    });
  });
}

const openForImport = (
  path: string,
  { mapping, options, report }: OrganisationImport,
): Promise<OpenedImportFile> =>
  openImportFile(path, { mapping, headerless: report === null ? undefined : options.headerless });

async function createParsing(ctx: Ctx, file: OpenedImportFile): Promise<RowParsing> {
  if (!file.mapping.includes("name")) {
    throw invalid("organisations.no-name-column", {
      values: { columns: file.columns.slice(0, 20).join(", ").slice(0, 300) },
    });
  }
  const everywhere = [messages.ru.wholeRegion, messages.en.wholeRegion];
  const placeOf = createTerritoryResolver(await territoryDirectory(ctx), everywhere);
  return { mapping: file.mapping, fromXlsx: file.fromXlsx, resolveTerritory: placeOf };
}

async function* inBatches(rows: AsyncIterable<ImportFileRow>): AsyncGenerator<ImportFileRow[]> {
  let batch: ImportFileRow[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function parseBatch(batch: readonly ImportFileRow[], reading: RowParsing) {
  const drafts: ImportedCard[] = [];
  const wrong: InvalidRow[] = [];
  for (const row of batch) {
    const { line } = row;
    const read =
      "problem" in row
        ? { line, name: "", reason: `organisations.table-${row.problem}`, detail: "" }
        : parseRow(row.cells, { line, reading });
    if ("reason" in read) wrong.push(read);
    else drafts.push(read);
  }
  return { drafts, wrong };
}

const toInvalidRow = (row: InvalidRow): NewImportRow => ({
  ...row,
  outcome: "wrong",
  organisation_id: null,
});

const toImportRow = ({ row, outcome, card, reason, detail }: MatchResult): NewImportRow => ({
  line: row.line,
  outcome,
  name: row.fields.name,
  organisation_id: card?.id ?? null,
  reason: reason ?? row.warnings[0] ?? null,
  detail: detail ?? "",
});

type Tx = Ctx & { unit: UnitOfWork };

/** Applies one row and returns the previous values; undefined when the row changes nothing. */
async function applyRow(
  tx: Tx,
  { row, outcome, card, patch }: MatchResult,
  { importId, choice }: { importId: string; choice: DuplicateDecision },
): Promise<AppliedRow | undefined> {
  const { line } = row;
  const isNew = outcome === "new" || (outcome === "likely" && choice === "new");
  if (isNew) return insertNewCard(tx, row, importId);
  const isSame = outcome === "changed" || (outcome === "likely" && choice === "same");
  if (!isSame || card === undefined || patch === undefined) return undefined;
  const locked = await lockOrganisation(tx, card.id);
  const before = Object.fromEntries(
    Object.keys(patch.columns).map((column) => [column, locked[column as keyof typeof locked]]),
  );
  const lists = {
    ...(patch.directions !== undefined && { directions: await listActivityAreas(tx, card.id) }),
    ...(patch.links !== undefined && { links: await listLinks(tx, card.id) }),
  };
  const saved = await applyPatch(tx, locked, patch);
  return {
    line,
    organisation_id: card.id,
    before: {
      ...before,
      ...(patch.active !== undefined && { active: locked.active }),
      ...lists,
    },
    after: { ...patch.columns, ...changedLists(patch), version: saved.version },
  };
}

const changedLists = ({ columns: _, ...lists }: CardPatch): Record<string, unknown> => lists;

async function applyPatch(
  tx: Tx,
  card: Awaited<ReturnType<typeof lockOrganisation>>,
  { active, ...patch }: CardPatch,
) {
  const saved = await saveChanges(tx, card, patch);
  if (active === undefined || active === saved.active) return saved;
  recordFact(tx, {
    subject: card.id,
    type: active ? "organisation.reopened" : "organisation.closed",
  });
  return updateOrganisation(tx, saved, { active });
}

async function insertNewCard(tx: Tx, draft: ImportedCard, importId: string): Promise<AppliedRow> {
  const { line, fields, active } = draft;
  const id = tx.newId();
  const saved = await insertOrganisation(tx, {
    id,
    ...toCardColumns(fields),
    ...(active !== undefined && { active }),
    created_at: tx.now(),
  });
  if (saved === undefined) {
    const reason = "organisations.number-taken";
    return { line, organisation_id: null, before: null, after: null, reason, wrong: true };
  }
  if (fields.directions.length > 0) await replaceActivityAreas(tx, id, fields.directions);
  if (fields.links.length > 0) await replaceLinks(tx, id, fields.links);
  startChain(tx, id);
  recordFact(tx, {
    subject: id,
    type: "organisation.registered",
    data: { kind: saved.kind, territory: saved.territory_id, import: importId },
  });
  return { line, organisation_id: id, before: null, after: { version: saved.version } };
}
