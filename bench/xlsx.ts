import { execFile } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as NodeStream } from "node:stream/web";
import { promisify } from "node:util";
import { xlsxResponse } from "#base/http/exports.ts";
import type { ExportCell } from "#base/tables/csv-writer.ts";
import { readTable } from "#base/tables/read.ts";
import { zipStream, type ZipPart } from "#base/files/zip.ts";
import type { Measurement } from "./figures.ts";

const rows = 100_000;
const BATCH_ROWS = 500;
const targets = { seconds: 15, megabytes: 200 };

const columns = [..."123456789ABC"].map((sign) => `Column ${sign}`);
const bodies = Array.from({ length: 31 }, (_, at) => `Municipal administration of district ${at}`);

/** Twelve cells as a list of organisations or problems has them: numbers, texts, choices, instants. */
function cellsOf(row: number): ExportCell[] {
  return [
    `П-2026-${String(row).padStart(6, "0")}`,
    `Яма на дороге у дома ${row % 400}, и никто не чинит уже ${row % 90} дней`,
    bodies[row % bodies.length],
    row,
    (row % 1000) / 7,
    row % 3 === 0,
    new Date(Date.UTC(2026, 0, 1) + row * 977_000),
    row % 5 === 0 ? null : new Date(Date.UTC(2026, 1, 1) + row * 86_000),
    `ул. Ленина, д. ${row % 977}`,
    `${7_700_000_000 + row}`,
    `Ответ номер ${row}: работы выполнены, снимок приложен`,
    row % 2 === 0 ? "open" : "closed",
  ];
}

async function* rowBatches(): AsyncGenerator<ExportCell[][]> {
  for (let from = 0; from < rows; from += BATCH_ROWS) {
    yield Array.from({ length: BATCH_ROWS }, (_, at) => cellsOf(from + at));
  }
}

/** The same rows as Excel keeps them: every text in a table of strings of its own. */
async function* excelParts(): AsyncGenerator<ZipPart> {
  const strings = new Map<string, number>();
  const cell = (value: ExportCell) => {
    if (value === null || value === undefined) return "";
    if (typeof value === "number") return `<c><v>${value}</v></c>`;
    if (typeof value === "boolean") return `<c t="b"><v>${value ? 1 : 0}</v></c>`;
    const text = value instanceof Date ? value.toISOString() : value;
    const at = strings.get(text) ?? strings.size;
    strings.set(text, at);
    return `<c t="s"><v>${at}</v></c>`;
  };
  const line = (cells: readonly ExportCell[]) => `<row>${cells.map(cell).join("")}</row>`;
  const sheet = async function* () {
    yield `<worksheet><sheetData>${line(columns)}`;
    for await (const some of rowBatches()) yield some.map(line).join("");
    yield "</sheetData></worksheet>";
  };
  const table = async function* () {
    yield "<sst>";
    const items = [...strings.keys()].map((text) => `<si><t>${text}</t></si>`);
    for (let from = 0; from < items.length; from += 1000) {
      yield items.slice(from, from + 1000).join("");
    }
    yield "</sst>";
  };
  yield { name: "xl/worksheets/sheet1.xml", content: sheet() };
  yield { name: "xl/sharedStrings.xml", content: table() };
  yield { name: "xl/workbook.xml", content: "<workbook/>" };
}

const parts = {
  make: (path: string) =>
    pipeline(Readable.from(zipStream(excelParts(), new Date(0))), createWriteStream(path)),
  write: async (path: string) => {
    const { body } = xlsxResponse("list", columns, rowBatches(), { zone: "Asia/Yekaterinburg" });
    if (body !== null)
      await pipeline(Readable.fromWeb(body as NodeStream), createWriteStream(path));
  },
  read: async (path: string) => {
    let read = 0;
    for await (const row of readTable(path)) {
      if ("problem" in row) throw new Error(row.problem);
      read += 1;
    }
    if (read !== rows) throw new Error(`${read} rows of ${rows}`);
  },
};

/** One part in this process, so that its peak is its own: `write PATH`. */
async function measurePart(only: string): Promise<Measurement[]> {
  const [name = "", path = ""] = only.split(" ");
  const part = Object.entries(parts).find(([known]) => known === name)?.[1];
  if (part === undefined) throw new Error(`xlsx has no part «${name}»`);
  // The bench's own bundle weighs a quarter of a gigabyte, which is no list's doing.
  const before = process.memoryUsage.rss();
  const began = performance.now();
  await part(path);
  const figure = (value: number, unit: string, bar: number): Measurement => ({
    part: "xlsx",
    what: name,
    value,
    unit,
    target: bar,
    atMost: true,
  });
  return [
    figure((performance.now() - began) / 1000, "s", targets.seconds),
    figure(
      process.resourceUsage().maxRSS / 1024 - before / 1048576,
      "MB at most",
      targets.megabytes,
    ),
  ];
}

/**
 * Measures 100,000 rows × 12 columns written, read back, and read as Excel writes them; one process
 * for each.
 */
export async function measureXlsx(only?: string): Promise<Measurement[]> {
  if (only !== undefined) return measurePart(only);
  const folder = await mkdtemp(join(tmpdir(), "okno-xlsx-"));
  const run = async (name: keyof typeof parts, file: string): Promise<Measurement[]> => {
    const { stdout } = await promisify(execFile)(process.execPath, [
      ...process.execArgv,
      ...process.argv.slice(1, 2),
      "xlsx",
      "--json",
      "--only",
      `${name} ${join(folder, file)}`,
    ]);
    const figures = JSON.parse(stdout) as Measurement[];
    const { size } = await stat(join(folder, file));
    return figures.map((figure) => ({
      ...figure,
      what: `${figure.what} ${rows} rows, ${file}`,
      more: { "file MB": size / 1024 / 1024 },
    }));
  };
  try {
    const written = await run("write", "ours.xlsx");
    await run("make", "excel.xlsx");
    return [...written, ...(await run("read", "ours.xlsx")), ...(await run("read", "excel.xlsx"))];
  } finally {
    await rm(folder, { recursive: true });
  }
}
