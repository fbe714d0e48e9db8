import type { Ctx, Unit } from "#base/context.ts";
import { transact } from "#base/context.ts";
import { bornNow, record } from "#base/journal.ts";
import { invalid } from "#base/refusal.ts";
import { territoryBook } from "#modules/territories/index.ts";
import { changeRegistry, rowOf, saveChanges } from "../actions.ts";
import { readDirections, readLinks, saveDirections, saveLinks } from "../directions-links.store.ts";
import { insertOrganisation, lockOrganisation, saveOrganisation } from "../store.ts";
import { words } from "../messages.ts";
import { draftOf, placesIn, type Draft, type Reading, type WrongRow } from "./parse/row.ts";
import { openFile, type FileRow, type OpenedFile } from "./parse/file.ts";
import type { LikelyChoice } from "./fields.ts";
import { matchDrafts, type Patch, type SeenRows, type Verdict } from "./match.ts";
import {
  clearRows,
  insertRows,
  rowStates,
  saveDone,
  type DoneRow,
  type Import,
  type ImportReport,
  type NewRow,
} from "./store.ts";

const batchSize = 250;

export type OnRows = (rows: number) => Promise<void>;

/** Looks a file through: what an import of it would do, row by row; writes nothing but that. */
export async function checkFile(
  ctx: Ctx,
  { path, work, onRows }: { path: string; work: Import; onRows: OnRows },
): Promise<ImportReport> {
  const file = await openFor(path, work);
  const report: ImportReport = {
    columns: file.columns,
    sample: [],
    mapping: file.mapping,
    rows: 0,
    counts: { new: 0, changed: 0, same: 0, likely: 0, wrong: 0 },
  };
  await transact(ctx, (tx) => clearRows(tx, work.id));
  const reading = await readingOf(ctx, file);
  const seen: SeenRows = new Map();
  for await (const batch of batches(file.rows)) {
    const { drafts, wrong } = readBatch(batch, reading);
    for (const row of batch)
      if (report.sample.length < 3 && "cells" in row) report.sample.push(row.cells);
    const verdicts = await matchDrafts(ctx, drafts, { options: work.options, seen });
    const rows = [...wrong.map(wrongRow), ...verdicts.map(rowOfVerdict)];
    await transact(ctx, (tx) => insertRows(tx, work.id, rows));
    for (const { outcome } of rows) report.counts[outcome] += 1;
    report.rows += batch.length;
    await onRows(report.rows);
  }
  return report;
}

/** Takes a file that was looked through, a batch in one transaction; stopped and run again, it goes on. */
export async function takeFile(
  ctx: Ctx,
  { path, work, onRows }: { path: string; work: Import; onRows: OnRows },
): Promise<void> {
  const file = await openFor(path, work);
  const reading = await readingOf(ctx, file);
  const states = await rowStates(ctx, work.id);
  const seen: SeenRows = new Map();
  let done = 0;
  for await (const batch of batches(file.rows)) {
    const { drafts } = readBatch(batch, reading);
    await changeRegistry(ctx, async (tx) => {
      const verdicts = await matchDrafts(tx, drafts, { options: work.options, seen });
      for (const verdict of verdicts) {
        const state = states.get(verdict.draft.line);
        if (state?.done === true) continue;
        const choice = state?.decision ?? work.options.likely;
        const row = await takeRow(tx, verdict, { importId: work.id, choice });
        if (row !== undefined) await saveDone(tx, work.id, row);
      }
    });
    done += batch.length;
    await onRows(done);
  }
  await transact(ctx, async (tx) => {
    record(tx, { subject: work.id, type: "organisations.imported", data: { rows: done } });
  });
}

const openFor = (path: string, { mapping, options, report }: Import): Promise<OpenedFile> =>
  openFile(path, { mapping, headerless: report === null ? undefined : options.headerless });

async function readingOf(ctx: Ctx, file: OpenedFile): Promise<Reading> {
  if (!file.mapping.includes("name")) {
    throw invalid("organisations.no-name-column", {
      values: { columns: file.columns.slice(0, 20).join(", ").slice(0, 300) },
    });
  }
  const everywhere = [words.ru.wholeRegion, words.en.wholeRegion];
  const placeOf = placesIn(await territoryBook(ctx), everywhere);
  return { mapping: file.mapping, fromXlsx: file.fromXlsx, placeOf };
}

async function* batches(rows: AsyncIterable<FileRow>): AsyncGenerator<FileRow[]> {
  let batch: FileRow[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function readBatch(batch: readonly FileRow[], reading: Reading) {
  const drafts: Draft[] = [];
  const wrong: WrongRow[] = [];
  for (const row of batch) {
    const { line } = row;
    const read =
      "problem" in row
        ? { line, name: "", reason: `organisations.table-${row.problem}`, detail: "" }
        : draftOf(row.cells, { line, reading });
    if ("reason" in read) wrong.push(read);
    else drafts.push(read);
  }
  return { drafts, wrong };
}

const wrongRow = (row: WrongRow): NewRow => ({
  ...row,
  outcome: "wrong",
  organisation_id: null,
});

const rowOfVerdict = ({ draft, outcome, card, reason, detail }: Verdict): NewRow => ({
  line: draft.line,
  outcome,
  name: draft.fields.name,
  organisation_id: card?.id ?? null,
  reason: reason ?? draft.warnings[0] ?? null,
  detail: detail ?? "",
});

type Tx = Ctx & { unit: Unit };

/** Writes what one row asks for, and says what stood before; undefined where it asks for nothing. */
async function takeRow(
  tx: Tx,
  { draft, outcome, card, patch }: Verdict,
  { importId, choice }: { importId: string; choice: LikelyChoice },
): Promise<DoneRow | undefined> {
  const { line } = draft;
  const isNew = outcome === "new" || (outcome === "likely" && choice === "new");
  if (isNew) return insertNew(tx, draft, importId);
  const isSame = outcome === "changed" || (outcome === "likely" && choice === "same");
  if (!isSame || card === undefined || patch === undefined) return undefined;
  const locked = await lockOrganisation(tx, card.id);
  const before = Object.fromEntries(
    Object.keys(patch.columns).map((column) => [column, locked[column as keyof typeof locked]]),
  );
  const lists = {
    ...(patch.directions !== undefined && { directions: await readDirections(tx, card.id) }),
    ...(patch.links !== undefined && { links: await readLinks(tx, card.id) }),
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
    after: { ...patch.columns, ...listsOf(patch), version: saved.version },
  };
}

const listsOf = ({ columns: _, ...lists }: Patch): Record<string, unknown> => lists;

async function applyPatch(
  tx: Tx,
  card: Awaited<ReturnType<typeof lockOrganisation>>,
  { active, ...patch }: Patch,
) {
  const saved = await saveChanges(tx, card, patch);
  if (active === undefined || active === saved.active) return saved;
  record(tx, { subject: card.id, type: active ? "organisation.reopened" : "organisation.closed" });
  return saveOrganisation(tx, saved, { active });
}

async function insertNew(tx: Tx, draft: Draft, importId: string): Promise<DoneRow> {
  const { line, fields, active } = draft;
  const id = tx.newId();
  const saved = await insertOrganisation(tx, {
    id,
    ...rowOf(fields),
    ...(active !== undefined && { active }),
    created_at: tx.now(),
  });
  if (saved === undefined) {
    const reason = "organisations.number-taken";
    return { line, organisation_id: null, before: null, after: null, reason, wrong: true };
  }
  if (fields.directions.length > 0) await saveDirections(tx, id, fields.directions);
  if (fields.links.length > 0) await saveLinks(tx, id, fields.links);
  bornNow(tx, id);
  record(tx, {
    subject: id,
    type: "organisation.registered",
    data: { kind: saved.kind, territory: saved.territory_id, import: importId },
  });
  return { line, organisation_id: id, before: null, after: { version: saved.version } };
}
