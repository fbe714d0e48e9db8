import { readSharedStrings, sheetRows, type SheetRow } from "./xlsx-sheet.ts";
import { decodeXmlText, readAttribute, parseDateStyles, type CellFormat } from "./xlsx-cells.ts";
import { openZip, ZipError, type ZipArchive } from "../files/zip-reader.ts";

export type XlsxProblem = "not-xlsx" | "zip-bomb" | "broken-xlsx";

/** Parts that describe the workbook are short; a longer one is not honest. */
const MAX_SMALL_PART_BYTES = 8 * 1024 * 1024;

export type Workbook = {
  /** In the order of the workbook; at least one. */
  sheets: readonly [WorkbookSheet, ...WorkbookSheet[]];
};

/** A sheet whose rows are streamed; `rows` throws where the archive or the XML is damaged. */
export type WorkbookSheet = { name: string; rows(): AsyncGenerator<SheetRow> };

/**
 * Opens a workbook whose sheets are streamed as rows of text, in memory of the packed file, its shared
 * strings and one row. Dates become `2026-03-01` or `2026-03-01T09:30:00`, ticks `1` and `0`, empty cells an
 * empty string. An archive that states too many files or bytes is refused before anything is unpacked.
 */
export async function openWorkbook(
  bytes: Buffer,
  { maxUnpackedBytes }: { maxUnpackedBytes: number },
): Promise<Workbook | { problem: XlsxProblem }> {
  try {
    const archive = await openZip(bytes, { maxUnpackedBytes });
    if (!archive.has("xl/workbook.xml")) return { problem: "not-xlsx" };
    const parts = await readWorkbookParts(archive);
    const shared =
      parts.strings === undefined
        ? () => ""
        : await readSharedStrings(archive.stream(parts.strings));
    const reading: CellFormat = { ...parts.cellFormat, shared };
    const [first, ...others] = parts.sheets.map(({ name, path }) => ({
      name,
      rows: () => flattenBatches(sheetRows(archive.stream(path), reading)),
    }));
    return first === undefined ? { problem: "broken-xlsx" } : { sheets: [first, ...others] };
  } catch (error) {
    const excessive = error instanceof ZipError && error.fault === "excessive";
    return { problem: excessive ? "zip-bomb" : "broken-xlsx" };
  }
}

async function* flattenBatches(batches: AsyncIterable<SheetRow[]>): AsyncGenerator<SheetRow> {
  for await (const rows of batches) yield* rows;
}

type WorkbookParts = {
  sheets: { name: string; path: string }[];
  /** Path of the shared strings, where there are any. */
  strings: string | undefined;
  cellFormat: Omit<CellFormat, "shared">;
};

async function readWorkbookParts(archive: ZipArchive): Promise<WorkbookParts> {
  const textOf = async (name: string) =>
    archive.has(name) ? (await archive.read(name, MAX_SMALL_PART_BYTES)).toString("utf8") : "";
  const workbook = await textOf("xl/workbook.xml");
  const relations = parseRelations(await textOf("xl/_rels/workbook.xml.rels"));
  const pathOf = (kind: string) =>
    relations.find(({ type }) => type.endsWith(`/${kind}`))?.target ?? `xl/${kind}.xml`;
  const sheets = [...workbook.matchAll(/<(?:\w+:)?sheet\s[^>]*>/g)].map(([tag], at) => ({
    name: decodeXmlText(readAttribute(tag, "name") ?? ""),
    path:
      relations.find(({ id }) => id === readAttribute(tag, "id"))?.target ??
      `xl/worksheets/sheet${at + 1}.xml`,
  }));
  const strings = pathOf("sharedStrings");
  return {
    sheets: sheets.filter(({ path }, at) => at === 0 || archive.has(path)),
    strings: archive.has(strings) ? strings : undefined,
    cellFormat: {
      isDate: parseDateStyles(await textOf(pathOf("styles"))),
      from1904: /date1904\s*=\s*["'](1|true)/.test(workbook),
    },
  };
}

function parseRelations(xml: string): { id: string; type: string; target: string }[] {
  return [...xml.matchAll(/<(?:\w+:)?Relationship\s[^>]*>/g)].map(([tag]) => {
    const target = readAttribute(tag, "Target") ?? "";
    return {
      id: readAttribute(tag, "Id") ?? "",
      type: readAttribute(tag, "Type") ?? "",
      target: target.startsWith("/") ? target.slice(1) : `xl/${target}`,
    };
  });
}
