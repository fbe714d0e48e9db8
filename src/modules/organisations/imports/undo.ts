import type { Ctx, Unit } from "#base/context.ts";
import { record } from "#base/journal.ts";
import { changeRegistry, saveChanges, type CardColumns } from "../actions.ts";
import { readDirections, readLinks } from "../directions-links.store.ts";
import { lockOrganisation, saveOrganisation } from "../store.ts";
import {
  doneRows,
  removeOrganisation,
  type Import,
  type ImportReport,
  type ImportRow,
} from "./store.ts";
import type { OnRows } from "./run.ts";

const batchSize = 250;

type Tx = Ctx & { unit: Unit };

/**
 * Takes an import back: cards it made are taken out, or closed where something of the house hangs on
 * them already; fields it wrote get back what stood there, but for those that changed again since.
 */
export async function undoImport(
  ctx: Ctx,
  { work, onRows }: { work: Import; onRows: OnRows },
): Promise<NonNullable<ImportReport["undone"]>> {
  const undone = { removed: 0, restored: 0, kept: 0 };
  let below = Number.MAX_SAFE_INTEGER;
  let done = 0;
  for (;;) {
    const rows = await doneRows(ctx, work.id, {
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
  if (row.before !== null) return restore(tx, id, { before: row.before, after: row.after });
  const card = await lockOrganisation(tx, id).catch(() => undefined);
  // A retry after a stop finds nothing left to take out.
  if (card === undefined) return "removed";
  if (card.version === row.after.version && (await removeOrganisation(tx, id))) {
    record(tx, { subject: id, type: "organisation.removed", data: { import: row.import_id } });
    return "removed";
  }
  if (card.active) {
    await saveOrganisation(tx, card, { active: false });
    record(tx, { subject: id, type: "organisation.closed" });
  }
  return "kept";
}

type Sides = { before: Record<string, unknown>; after: Record<string, unknown> };

async function restore(tx: Tx, id: string, { before, after }: Sides): Promise<"restored" | "kept"> {
  const card = await lockOrganisation(tx, id);
  const back = Object.entries(before).filter(
    ([column, value]) =>
      column in card &&
      same(card[column as keyof typeof card], after[column]) &&
      !same(card[column as keyof typeof card], value),
  );
  const { active, ...columns } = Object.fromEntries(back) as Partial<CardColumns> & {
    active?: boolean;
  };
  const lists = {
    ...(same(after.directions, await readDirections(tx, id)) && {
      directions: listIn(before.directions),
    }),
    ...(same(after.links, await readLinks(tx, id)) && { links: listIn(before.links) }),
  };
  const saved = await saveChanges(tx, card, { columns, ...lists });
  if (active !== undefined) await saveOrganisation(tx, saved, { active });
  return saved.version === card.version && active === undefined ? "kept" : "restored";
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
const listIn = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
