import { readSharedStrings, sheetRows, type SheetRow } from "./xlsx-sheet.ts";
import { readAttribute, parseDateStyles, type CellFormat } from "./xlsx-cells.ts";
import { unpack, unpackToBuffer, zipEntries, type ZipEntry } from "../files/zip.ts";

export type XlsxProblem = "not-xlsx" | "zip-bomb" | "broken-xlsx";

/** What the book says of itself is short; a longer part is no honest one. */
const MAX_SMALL_PART_BYTES = 8 * 1024 * 1024;

/**
 * Streams the first sheet of a workbook as rows of text, in memory of the packed file, its shared
 * strings and one row. Dates become `2026-03-01` or `2026-03-01T09:30:00`, ticks `1` and `0`, empty cells an
 * empty string. What is read is unpacked under a common limit first, since the sizes a zip states may lie.
 */
export async function openSheet(
  bytes: Buffer,
  { maxUnpackedBytes }: { maxUnpackedBytes: number },
): Promise<{ rows: AsyncGenerator<SheetRow> } | { problem: XlsxProblem }> {
  try {
    const parts = new Map(zipEntries(bytes).map((entry) => [entry.name, entry]));
    if (!parts.has("xl/workbook.xml")) return { problem: "not-xlsx" };
    const book = await readWorkbook(bytes, parts);
    if (!(await fitsUnpackedLimit(bytes, [...parts.values()], maxUnpackedBytes)))
      return { problem: "zip-bomb" };
    const shared = book.strings && (await readSharedStrings(unpack(bytes, book.strings)));
    const reading: CellFormat = { ...book.cellFormat, shared: shared ?? (() => "") };
    return { rows: flattenBatches(sheetRows(unpack(bytes, book.sheet), reading)) };
  } catch {
    return { problem: "broken-xlsx" };
  }
}

async function* flattenBatches(portions: AsyncIterable<SheetRow[]>): AsyncGenerator<SheetRow> {
  for await (const rows of portions) yield* rows;
}

/** Whether all parts unpack into the limit; a part that never ends is left as soon as it passes it. */
async function fitsUnpackedLimit(
  bytes: Buffer,
  parts: readonly ZipEntry[],
  limit: number,
): Promise<boolean> {
  let left = limit;
  for (const part of parts) {
    for await (const chunk of unpack(bytes, part)) {
      left -= chunk.length;
      if (left < 0) return false;
    }
  }
  return true;
}

type Workbook = {
  sheet: ZipEntry;
  strings: ZipEntry | undefined;
  cellFormat: Omit<CellFormat, "shared">;
};

async function readWorkbook(
  bytes: Buffer,
  parts: ReadonlyMap<string, ZipEntry>,
): Promise<Workbook> {
  const textOf = async (name: string) => {
    const entry = parts.get(name);
    return entry === undefined
      ? ""
      : (await unpackToBuffer(bytes, entry, MAX_SMALL_PART_BYTES)).toString("utf8");
  };
  const workbook = await textOf("xl/workbook.xml");
  const relations = parseRelations(await textOf("xl/_rels/workbook.xml.rels"));
  const first = /<(?:\w+:)?sheet\s[^>]*>/.exec(workbook)?.[0] ?? "";
  const target = relations.find(({ id }) => id === readAttribute(first, "id"))?.target;
  const sheet = parts.get(target ?? "xl/worksheets/sheet1.xml");
  if (sheet === undefined) throw new Error("no sheet");
  const named = (kind: string) =>
    relations.find(({ type }) => type.endsWith(`/${kind}`))?.target ?? `xl/${kind}.xml`;
  return {
    sheet,
    strings: parts.get(named("sharedStrings")),
    cellFormat: {
      isDate: parseDateStyles(await textOf(named("styles"))),
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
