import type { Ctx, UnitOfWork } from "#base/context.ts";
import { recordFact } from "#base/journal.ts";
import { changeRegistry, saveChanges, type CardColumns } from "../actions.ts";
import { listActivityAreas, listLinks } from "../directions-links-store.ts";
import { lockOrganisation, updateOrganisation } from "../store.ts";
import {
  listAppliedRows,
  deleteOrganisationIfUnused,
  type OrganisationImport,
  type ImportReport,
  type ImportRow,
} from "./store.ts";
import type { OnProgress } from "./run.ts";

const batchSize = 250;

type Tx = Ctx & { unit: UnitOfWork };

/**
 * Undoes an import: cards it made are deleted, or closed where a record of the system refers to
 * them already; fields it wrote get their previous values, except those changed again since.
 */
export async function undoImport(
  ctx: Ctx,
  { work: importRecord, onRows }: { work: OrganisationImport; onRows: OnProgress },
): Promise<NonNullable<ImportReport["undoCounts"]>> {
  const undone = { removed: 0, restored: 0, kept: 0 };
  let below = Number.MAX_SAFE_INTEGER;
  let done = 0;
  for (;;) {
    const rows = await listAppliedRows(ctx, importRecord.id, {
      below: Math.min(below, 2_147_483_647),
      limit: batchSize,
    });
    const last = rows.at(-1);
    if (last === undefined) return undone;
    await changeRegistry(ctx, async (tx) => {
      for (const row of rows) undone[await undoRow(tx, row)] += 1;
    });
    below = last.line;
    done += rows.length;
    await onRows(done);
  }
}

async function undoRow(tx: Tx, row: ImportRow): Promise<"removed" | "restored" | "kept"> {
  const id = row.organisation_id;
  if (id === null || row.after === null) return "kept";
  if (row.before !== null) return restoreCard(tx, id, { before: row.before, after: row.after });
  const card = await lockOrganisation(tx, id).catch(() => undefined);
  // A retry after an interruption finds the card deleted already.
  if (card === undefined) return "removed";
  if (card.version === row.after.version && (await deleteOrganisationIfUnused(tx, id))) {
    recordFact(tx, { subject: id, type: "organisation.removed", data: { import: row.import_id } });
    return "removed";
  }
  if (card.active) {
    await updateOrganisation(tx, card, { active: false });
    recordFact(tx, { subject: id, type: "organisation.closed" });
  }
  return "kept";
}

type BeforeAfter = { before: Record<string, unknown>; after: Record<string, unknown> };

async function restoreCard(
  tx: Tx,
  id: string,
  { before, after }: BeforeAfter,
): Promise<"restored" | "kept"> {
  const card = await lockOrganisation(tx, id);
  const back = Object.entries(before).filter(
    ([column, value]) =>
      column in card &&
      isSameJson(card[column as keyof typeof card], after[column]) &&
      !isSameJson(card[column as keyof typeof card], value),
  );
  const { active, ...columns } = Object.fromEntries(back) as Partial<CardColumns> & {
    active?: boolean;
  };
  const lists = {
    ...(isSameJson(after.directions, await listActivityAreas(tx, id)) && {
      directions: toStringList(before.directions),
    }),
    ...(isSameJson(after.links, await listLinks(tx, id)) && { links: toStringList(before.links) }),
  };
  const saved = await saveChanges(tx, card, { columns, ...lists });
  if (active !== undefined) await updateOrganisation(tx, saved, { active });
  return saved.version === card.version && active === undefined ? "kept" : "restored";
}

const isSameJson = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
const toStringList = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
