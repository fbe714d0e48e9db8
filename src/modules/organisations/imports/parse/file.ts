import { openTable, type TableFile } from "#base/tables/read.ts";
import { invalid } from "#base/refusal.ts";
import { exportHead } from "../../registry/export.ts";
import { words } from "../../messages.ts";
import { fieldOfHeader, headerKey } from "./columns.ru.ts";
import { importFields, type ImportField, type Mapping } from "../fields.ts";

export type FileRow = { line: number; cells: string[] } | { line: number; problem: string };

export type OpenedFile = {
  columns: string[];
  fromXlsx: boolean;
  /** No header row: every row of the file is data. */
  headerless: boolean;
  mapping: Mapping;
  rows: AsyncIterable<FileRow>;
};

/** City, direction, name, text, link: a list of five columns without a header. */
const fiveColumns: Mapping = ["territory", "directions", "name", "description", "links"];

/**
 * Opens a table of organisations with the columns guessed from its header, or told in `mapping`.
 * A file that cannot be read, or whose first row names none of our fields and is no list of five,
 * is refused.
 */
export async function openFile(
  path: string,
  told: { mapping: Mapping | null; headerless: boolean | undefined },
): Promise<OpenedFile> {
  const table = await openTable(path, { maxRows: 100_000, maxBytes: 64 * 1024 * 1024 });
  if ("problem" in table) throw invalid(`organisations.table-${table.problem}`);
  const guessed = guess(table.columns);
  const headerless =
    told.headerless ?? (!guessed.includes("name") && table.columns.length === fiveColumns.length);
  const mapping = told.mapping ?? (headerless ? headerlessMapping(table) : guessed);
  return {
    columns: table.columns,
    fromXlsx: table.format === "xlsx",
    headerless,
    mapping: table.columns.map((_, index) => mapping[index] ?? null),
    rows: rowsOf(table, headerless),
  };
}

/** The headers of our own export, in both languages. */
const ours: ReadonlyMap<string, ImportField> = new Map(
  [words.ru, words.en].flatMap((t) =>
    exportHead(t).flatMap((header, index) => {
      const field = importFields[index];
      return field === undefined ? [] : [[headerKey(header), field] as const];
    }),
  ),
);

/** Each field once, by the first header that names it. */
function guess(columns: readonly string[]): Mapping {
  const taken = new Set<string>();
  return columns.map((column) => {
    const field = ours.get(headerKey(column)) ?? fieldOfHeader(column);
    if (field === undefined || taken.has(field)) return null;
    taken.add(field);
    return field;
  });
}

const headerlessMapping = ({ columns }: TableFile): Mapping =>
  columns.length === fiveColumns.length ? fiveColumns : columns.map(() => null);

async function* rowsOf(table: TableFile, headerless: boolean): AsyncGenerator<FileRow> {
  // The reader named empty cells of what it took for a header.
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
