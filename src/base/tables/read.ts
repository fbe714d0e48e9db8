import type { Readable } from "node:stream";
import { decodeText, openBytes, sniffEncoding, TooManyBytes } from "./bytes.ts";
import type { Encoding } from "./bytes.ts";
import { unescapeFormula } from "./formula-escape.ts";
import { createCsvScanner, sniffDelimiter } from "./csv-scanner.ts";
import { parseJsonObject, jsonlRows } from "./jsonl.ts";
import { openWorkbook } from "./xlsx-reader.ts";
import type { XlsxProblem } from "./xlsx-reader.ts";
import type { SheetRow } from "./xlsx-sheet.ts";

/** Problems of one row leave the other rows alone; problems of the file end the reading. */
export type RowProblem =
  | "bad-quotes"
  | "quote-not-closed"
  | "row-too-long"
  | "cell-too-long"
  | "too-few-cells"
  | "too-many-cells"
  | "bad-encoding"
  | "bad-json"
  | "not-an-object";
export type FileProblem =
  | XlsxProblem
  | "empty-file"
  | "no-header"
  | "old-excel"
  | "html-not-table"
  | "pdf-not-table"
  | "binary-not-table"
  | "json-not-lines"
  | "broken-gzip"
  | "file-unreadable"
  | "too-many-bytes"
  | "too-many-rows";
export type TableProblem = RowProblem | FileProblem;

export type TableRow =
  | { line: number; row: Record<string, string> }
  | { line: number; problem: TableProblem };

export type TableLimits = {
  /** Characters in one cell. */
  maxCellLength: number;
  /** Characters in one CSV row. */
  maxRowLength: number;
  maxRows: number;
  /** Bytes of the file after gzip. */
  maxBytes: number;
  /** Bytes of an .xlsx file, which is held in memory, and of what it unpacks to. */
  maxXlsxBytes: number;
  maxXlsxUnpackedBytes: number;
};

const MEGABYTE = 1024 * 1024;
const DEFAULT_LIMITS: TableLimits = {
  maxCellLength: 200_000,
  maxRowLength: 1_000_000,
  maxRows: 5_000_000,
  maxBytes: 2048 * MEGABYTE,
  maxXlsxBytes: 32 * MEGABYTE,
  maxXlsxUnpackedBytes: 256 * MEGABYTE,
};

export type TableFile = {
  format: "csv" | "xlsx" | "jsonl";
  encoding?: Encoding;
  delimiter?: string;
  /** Header cells in their order; for JSONL the keys of the first object. */
  columns: string[];
  rows: AsyncIterable<TableRow>;
};

export type TableOptions = Partial<TableLimits> & { onBytes?: (taken: number) => void };

/**
 * Streams the rows of a CSV, XLSX or JSONL file (gzip allowed) as objects of text by column.
 * Encoding, delimiter and format are told from the content. `line` is the row's first line in the
 * file, from 1; problems of the file as a whole come as one row with its problem. Never throws
 * for what is in the file.
 */
export async function* readTable(
  source: string | Readable,
  options: TableOptions = {},
): AsyncGenerator<TableRow> {
  const table = await openTable(source, options);
  if ("problem" in table) {
    yield { line: 0, problem: table.problem };
    return;
  }
  yield* table.rows;
}

/** Opens a table file and reads its header; `rows` may be walked once. */
export async function openTable(
  source: string | Readable,
  options: TableOptions = {},
): Promise<TableFile | { problem: TableProblem }> {
  const limits = { ...DEFAULT_LIMITS, ...options };
  try {
    const opened = await openBytes(source, limits);
    const problem = detectForeignFormat(opened.head);
    if (problem) return { problem };
    if (opened.head.subarray(0, 2).toString("latin1") === "PK") {
      return await openXlsx(opened.chunks, limits);
    }
    const encoding = sniffEncoding(opened.head);
    const head = new TextDecoder(encoding).decode(opened.head, { stream: true });
    const start = head.trimStart();
    if (start.length === 0) return { problem: "empty-file" };
    if (/^\s*<(!doctype|html|\?xml|table)/i.test(start)) return { problem: "html-not-table" };
    const text = decodeText(opened.chunks, encoding);
    if (start.startsWith("{")) return await openJsonl(text, { encoding, head: start, limits });
    if (start.startsWith("[")) return { problem: "json-not-lines" };
    return await openCsv(text, { encoding, head, limits });
  } catch (error) {
    return { problem: toFileProblem(error) };
  }
}

function detectForeignFormat(head: Buffer): FileProblem | undefined {
  if (head.length === 0) return "empty-file";
  if (head.subarray(0, 4).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]))) return "old-excel";
  if (head.subarray(0, 5).toString("latin1") === "%PDF-") return "pdf-not-table";
  const isUtf16 = sniffEncoding(head).startsWith("utf-16");
  const isZip = head.subarray(0, 2).toString("latin1") === "PK";
  return !isUtf16 && !isZip && head.includes(0) ? "binary-not-table" : undefined;
}

/** What went wrong while bytes were read: said as a problem, since a file is never our bug. */
function toFileProblem(error: unknown): FileProblem {
  if (error instanceof TooManyBytes) return "too-many-bytes";
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code.startsWith("Z_")) return "broken-gzip";
  if (/^E[A-Z]+$/.test(code)) return "file-unreadable";
  throw error;
}

async function* catchReadingProblem(rows: AsyncIterable<TableRow>): AsyncGenerator<TableRow> {
  let line = 0;
  try {
    for await (const row of rows) {
      line = row.line;
      yield row;
    }
  } catch (error) {
    yield { line: line + 1, problem: toFileProblem(error) };
  }
}

async function openCsv(
  text: AsyncGenerator<string>,
  { encoding, head, limits }: { encoding: Encoding; head: string; limits: TableLimits },
): Promise<TableFile | { problem: TableProblem }> {
  const told = /^\uFEFF?sep=(.)\r?\n/.exec(head)?.[1];
  const delimiter = told ?? sniffDelimiter(head);
  const records = csvRecords(text, { delimiter, maxRowLength: limits.maxRowLength });
  for (;;) {
    const next = await records.next();
    if (next.done) return { problem: "no-header" };
    const record = next.value;
    if ("broken" in record) return { problem: "no-header" };
    const isPreamble = record.cells.every((cell) => cell.trim() === "") || isSepLine(record);
    if (isPreamble) continue;
    const columns = headerNames(record.cells.map(unescapeFormula));
    const rows = catchReadingProblem(csvRows(records, { columns, limits }));
    return { format: "csv", encoding, delimiter, columns, rows };
  }
}

function isSepLine({ line, cells }: { line: number; cells: string[] }): boolean {
  return line === 1 && cells.length === 2 && cells[0] === "sep=" && cells[1] === "";
}

async function* csvRecords(
  text: AsyncIterable<string>,
  options: { delimiter: string; maxRowLength: number },
) {
  const scanner = createCsvScanner(options);
  for await (const chunk of text) yield* scanner.push(chunk);
  yield* scanner.end();
}

async function* csvRows(
  records: ReturnType<typeof csvRecords>,
  { columns, limits }: { columns: string[]; limits: TableLimits },
): AsyncGenerator<TableRow> {
  let count = 0;
  for await (const record of records) {
    if ("broken" in record) {
      yield { line: record.line, problem: record.broken };
      continue;
    }
    if (record.cells.length === 1 && record.cells[0]?.trim() === "") continue;
    if (++count > limits.maxRows) {
      yield { line: record.line, problem: "too-many-rows" };
      return;
    }
    yield toTableRow({ ...record, cells: record.cells.map(unescapeFormula) }, { columns, limits });
  }
}

function toTableRow(
  { line, cells }: { line: number; cells: string[] },
  { columns, limits }: { columns: string[]; limits: TableLimits },
): TableRow {
  const extra = cells.slice(columns.length);
  if (extra.some((cell) => cell.trim() !== "")) return { line, problem: "too-many-cells" };
  if (cells.length < columns.length) return { line, problem: "too-few-cells" };
  const row: Record<string, string> = {};
  for (const [index, column] of columns.entries()) {
    const cell = cells[index] ?? "";
    if (cell.length > limits.maxCellLength) return { line, problem: "cell-too-long" };
    if (cell.includes("\uFFFD")) return { line, problem: "bad-encoding" };
    row[column] = cell;
  }
  return { line, row };
}

/** Trimmed names; a repeated one gets « (2)», an empty one becomes «column 3». */
function headerNames(cells: string[]): string[] {
  const trimmed = cells.map((cell) => cell.replace(/^\uFEFF/, "").trim());
  while (trimmed.at(-1) === "") trimmed.pop();
  const names: string[] = [];
  for (const [index, cell] of trimmed.entries()) {
    const name = cell === "" ? `column ${index + 1}` : cell;
    let unique = name;
    for (let copy = 2; names.includes(unique); copy++) unique = `${name} (${copy})`;
    names.push(unique);
  }
  return names;
}

async function openXlsx(
  chunks: AsyncIterable<Buffer>,
  limits: TableLimits,
): Promise<TableFile | { problem: TableProblem }> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > limits.maxXlsxBytes) return { problem: "too-many-bytes" };
    parts.push(chunk);
  }
  const workbook = await openWorkbook(Buffer.concat(parts.splice(0)), {
    maxUnpackedBytes: limits.maxXlsxUnpackedBytes,
  });
  if ("problem" in workbook) return workbook;
  const sheetRows = workbook.sheets[0].rows();
  const header = await nextNonEmptyRow(sheetRows).catch(() => "broken" as const);
  if (header === "broken") return { problem: "broken-xlsx" };
  if (header === undefined) return { problem: "no-header" };
  const columns = headerNames(header.cells);
  return { format: "xlsx", columns, rows: xlsxRows(sheetRows, { header, columns, limits }) };
}

/** The next row with something in it. */
async function nextNonEmptyRow(rows: AsyncGenerator<SheetRow>): Promise<SheetRow | undefined> {
  for (let next = await rows.next(); !next.done; next = await rows.next()) {
    if (next.value.cells.some((cell) => cell.trim() !== "")) return next.value;
  }
  return undefined;
}

async function* xlsxRows(
  rows: AsyncGenerator<SheetRow>,
  { header, columns, limits }: { header: SheetRow; columns: string[]; limits: TableLimits },
): AsyncGenerator<TableRow> {
  let { line } = header;
  let count = 0;
  try {
    for await (const row of rows) {
      ({ line } = row);
      if (row.cells.every((cell) => cell.trim() === "")) continue;
      if (++count > limits.maxRows) {
        yield { line, problem: "too-many-rows" };
        return;
      }
      while (row.cells.length < columns.length) row.cells.push("");
      yield toTableRow(row, { columns, limits });
    }
  } catch {
    yield { line: line + 1, problem: "broken-xlsx" };
  }
}

async function openJsonl(
  text: AsyncGenerator<string>,
  { encoding, head, limits }: { encoding: Encoding; head: string; limits: TableLimits },
): Promise<TableFile | { problem: TableProblem }> {
  const firstLine = head.split("\n", 1)[0] ?? "";
  // A first line longer than the head cannot be judged here; its row will be.
  const first = parseJsonObject(firstLine);
  if (!first && head.includes("\n")) return { problem: "json-not-lines" };
  const rows = catchReadingProblem(jsonlRows(text, limits));
  return { format: "jsonl", encoding, columns: Object.keys(first ?? {}), rows };
}
