import { openTable, type TableFile } from "#base/tables/read.ts";
import { invalid } from "#base/refusal.ts";
import { exportHeader } from "../../registry/export.ts";
import { messages } from "../../messages.ts";
import { findFieldByHeader, headerKey } from "./columns.ru.ts";
import { importFields, type ImportField, type ColumnMapping } from "../fields.ts";

export type ImportFileRow = { line: number; cells: string[] } | { line: number; problem: string };

export type OpenedImportFile = {
  columns: string[];
  fromXlsx: boolean;
  /** No header row: every row of the file is data. */
  headerless: boolean;
  mapping: ColumnMapping;
  rows: AsyncIterable<ImportFileRow>;
};

/** City, direction, name, text, link: a list of five columns without a header. */
const fiveColumns: ColumnMapping = ["territory", "directions", "name", "description", "links"];

/**
 * Opens a table of organisations with the columns guessed from its header, or given in `mapping`.
 * A file that cannot be read, or whose first row names none of our fields and is no list of five,
 * is refused.
 */
export async function openImportFile(
  path: string,
  given: { mapping: ColumnMapping | null; headerless: boolean | undefined },
): Promise<OpenedImportFile> {
  const table = await openTable(path, { maxRows: 100_000, maxBytes: 64 * 1024 * 1024 });
  if ("problem" in table) throw invalid(`organisations.table-${table.problem}`);
  const guessed = guessMapping(table.columns);
  const headerless =
    given.headerless ?? (!guessed.includes("name") && table.columns.length === fiveColumns.length);
  const mapping = given.mapping ?? (headerless ? headerlessMapping(table) : guessed);
  return {
    columns: table.columns,
    fromXlsx: table.format === "xlsx",
    headerless,
    mapping: table.columns.map((_, index) => mapping[index] ?? null),
    rows: readRows(table, headerless),
  };
}

/** The headers of our own export, in both languages. */
const exportedHeaders: ReadonlyMap<string, ImportField> = new Map(
  [messages.ru, messages.en].flatMap((t) =>
    exportHeader(t).flatMap((header, index) => {
      const field = importFields[index];
      return field === undefined ? [] : [[headerKey(header), field] as const];
    }),
  ),
);

/** Guesses the mapping: each field once, by the first header that names it. */
function guessMapping(columns: readonly string[]): ColumnMapping {
  const usedFields = new Set<string>();
  return columns.map((column) => {
    const field = exportedHeaders.get(headerKey(column)) ?? findFieldByHeader(column);
    if (field === undefined || usedFields.has(field)) return null;
    usedFields.add(field);
    return field;
  });
}

const headerlessMapping = ({ columns }: TableFile): ColumnMapping =>
  columns.length === fiveColumns.length ? fiveColumns : columns.map(() => null);

async function* readRows(table: TableFile, headerless: boolean): AsyncGenerator<ImportFileRow> {
  // The table reader gives names to empty header cells: they are data here.
  const first = table.columns.map((cell, index) => (cell === `column ${index + 1}` ? "" : cell));
  if (headerless) yield { line: 1, cells: first };
  for await (const found of table.rows) {
    const blank = "row" in found && Object.values(found.row).every((cell) => cell.trim() === "");
    if (blank) continue;
    yield "problem" in found
      ? { line: found.line, problem: found.problem }
      : { line: found.line, cells: table.columns.map((column) => found.row[column] ?? "") };
  }
}
