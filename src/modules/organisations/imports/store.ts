import { sql, type Selectable } from "kysely";
import type { Ctx } from "#base/context.ts";
import type { Tables } from "#base/db/tables.ts";
import { deleteFrom, from, insertInto, updateIn } from "#base/db/region.ts";
import { isUuid } from "#base/db/ids.ts";
import type { ImportOptions, DuplicateDecision, ColumnMapping } from "./fields.ts";

export type ImportState =
  | "checking"
  | "checked"
  | "importing"
  | "imported"
  | "undoing"
  | "undone"
  | "refused";

export const rowOutcomes = ["new", "changed", "same", "likely", "wrong"] as const;
export type RowOutcome = (typeof rowOutcomes)[number];

/** What a file holds and what became, or would become, of its rows. */
export type ImportReport = {
  columns: string[];
  /** The first rows of the file as they are, for checking the columns. */
  sample: string[][];
  mapping: ColumnMapping;
  rows: number;
  counts: Record<RowOutcome, number>;
  /** After an undo: how many cards were deleted, restored, or kept because something refers to them. */
  undoCounts?: { removed: number; restored: number; kept: number };
};

type ImportsTableRow = Selectable<Tables["organisations_imports"]>;
export type OrganisationImport = Omit<
  ImportsTableRow,
  "state" | "mapping" | "options" | "report"
> & {
  state: ImportState;
  mapping: ColumnMapping | null;
  options: ImportOptions;
  report: ImportReport | null;
};

export type ImportRow = Omit<
  Selectable<Tables["organisations_import_rows"]>,
  "outcome" | "decision" | "before" | "after"
> & {
  outcome: RowOutcome;
  decision: DuplicateDecision | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
};

const selectImports = (ctx: Ctx) => from(ctx, "organisations_imports").selectAll();

/** Finds an import by id; undefined for an unknown or malformed id. */
export async function findImport(ctx: Ctx, id: string): Promise<OrganisationImport | undefined> {
  if (!isUuid(id)) return undefined;
  return (await selectImports(ctx).where("id", "=", id).executeTakeFirst()) as
    | OrganisationImport
    | undefined;
}

/** Lists the newest twenty imports. */
export async function listImports(ctx: Ctx): Promise<OrganisationImport[]> {
  return (await selectImports(ctx)
    .orderBy("created_at", "desc")
    .limit(20)
    .execute()) as OrganisationImport[];
}

/** Inserts an import in the state `checking`. */
export async function insertImport(
  ctx: Ctx,
  row: { id: string; file_name: string; options: ImportOptions; created_by: string | null },
): Promise<void> {
  await insertInto(ctx, "organisations_imports", {
    ...row,
    options: JSON.stringify(row.options),
    state: "checking",
    created_at: ctx.now(),
  }).execute();
}

type ImportPatch = {
  state?: ImportState;
  rows_read?: number;
  reason?: string | null;
  mapping?: ColumnMapping | null;
  options?: ImportOptions;
  report?: ImportReport;
};

/** Moves an import from an expected state to the next; false when it is in another one. */
export async function transitionImport(
  ctx: Ctx,
  id: string,
  { from, ...patch }: ImportPatch & { from: readonly ImportState[] },
): Promise<boolean> {
  const { mapping, options, report, ...plain } = patch;
  const row = await updateIn(ctx, "organisations_imports")
    .set({
      ...plain,
      ...(mapping !== undefined && { mapping: mapping && JSON.stringify(mapping) }),
      ...(options !== undefined && { options: JSON.stringify(options) }),
      ...(report !== undefined && { report: JSON.stringify(report) }),
    })
    .where("id", "=", id)
    .where("state", "in", [...from])
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

/** Deletes all rows of an import, before its file is checked again. */
export async function deleteImportRows(ctx: Ctx, importId: string): Promise<void> {
  await deleteFrom(ctx, "organisations_import_rows").where("import_id", "=", importId).execute();
}

export type NewImportRow = {
  line: number;
  outcome: RowOutcome;
  name: string;
  organisation_id: string | null;
  reason: string | null;
  detail: string;
};

/** Inserts rows of an import in one statement; no rows write nothing. */
export async function insertImportRows(
  ctx: Ctx,
  importId: string,
  rows: readonly NewImportRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await insertInto(
    ctx,
    "organisations_import_rows",
    rows.map((row) => ({ import_id: importId, ...row })),
  ).execute();
}

/** Lists rows of one outcome, by line. */
export async function listImportRows(
  ctx: Ctx,
  importId: string,
  { outcome, limit }: { outcome: RowOutcome; limit: number },
): Promise<ImportRow[]> {
  const rows = await from(ctx, "organisations_import_rows")
    .selectAll()
    .where("import_id", "=", importId)
    .where("outcome", "=", outcome)
    .orderBy("line")
    .limit(limit)
    .execute();
  return rows as ImportRow[];
}

/** Loads the decisions and the lines that are applied already. */
export async function loadRowStates(ctx: Ctx, importId: string) {
  const rows = await from(ctx, "organisations_import_rows")
    .select(["line", "decision", sql<boolean>`after is not null`.as("done")])
    .where("import_id", "=", importId)
    .where(sql<boolean>`(decision is not null or after is not null)`)
    .execute();
  return new Map(
    rows.map(({ line, decision, done }) => [
      line,
      { decision: decision as DuplicateDecision | null, done },
    ]),
  );
}

/** Saves what was decided about likely duplicates, by line; lines with another outcome are ignored. */
export async function saveDecisions(
  ctx: Ctx,
  importId: string,
  decisions: ReadonlyMap<number, DuplicateDecision>,
): Promise<void> {
  for (const [line, decision] of decisions) {
    await updateIn(ctx, "organisations_import_rows")
      .set({ decision })
      .where("import_id", "=", importId)
      .where("line", "=", line)
      .where("outcome", "=", "likely")
      .execute();
  }
}

export type AppliedRow = {
  line: number;
  organisation_id: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  reason?: string | undefined;
  wrong?: boolean;
};

/** Saves what a row changed, for undoing. */
export async function saveAppliedRow(ctx: Ctx, importId: string, row: AppliedRow): Promise<void> {
  await updateIn(ctx, "organisations_import_rows")
    .set({
      organisation_id: row.organisation_id,
      before: row.before && JSON.stringify(row.before),
      after: row.after && JSON.stringify(row.after),
      ...(row.reason !== undefined && { reason: row.reason }),
      ...(row.wrong === true && { outcome: "wrong" }),
    })
    .where("import_id", "=", importId)
    .where("line", "=", row.line)
    .execute();
}

/** Lists applied rows below a line, the last ones first. */
export async function listAppliedRows(
  ctx: Ctx,
  importId: string,
  { below, limit }: { below: number; limit: number },
): Promise<ImportRow[]> {
  const rows = await from(ctx, "organisations_import_rows")
    .selectAll()
    .where("import_id", "=", importId)
    .where("after", "is not", null)
    .where("line", "<", below)
    .orderBy("line", "desc")
    .limit(limit)
    .execute();
  return rows as ImportRow[];
}

/**
 * Deletes a card that nothing refers to; false when another record of the system refers to it, and the
 * card stays.
 */
export async function deleteOrganisationIfUnused(ctx: Ctx, id: string): Promise<boolean> {
  await sql`savepoint organisation`.execute(ctx.db);
  try {
    await deleteFrom(ctx, "organisations_organisations").where("id", "=", id).execute();
    await sql`release savepoint organisation`.execute(ctx.db);
    return true;
  } catch (error) {
    await sql`rollback to savepoint organisation`.execute(ctx.db);
    const isReferenced = error instanceof Error && "code" in error && error.code === "23503";
    if (isReferenced) return false;
    throw error;
  }
}
