import { DAY_MS, wallTime } from "../time/local-time.ts";
import type { ExportCell } from "./csv-writer.ts";
import { zipStream, type ZipPart } from "../files/zip.ts";

/** A column's head, and its width in characters where the first rows should not decide. */
export type XlsxColumn = string | { head: string; width?: number };

type RowBatches = AsyncIterable<readonly (readonly ExportCell[])[]>;

export type XlsxOptions = {
  /** Zone in whose wall time instants are shown; Excel knows no zones. UTC unless said. */
  zone?: string;
  /** Name of the sheet. */
  sheet?: string;
  /** Tables on sheets of their own, after the first one. */
  moreTables?: readonly XlsxTable[];
};

export type XlsxTable = {
  sheet: string;
  columns: readonly XlsxColumn[];
  batches: RowBatches;
};

/** Rows of one sheet that Excel opens, the head included. */
const MAX_ROWS = 1_048_576;
/** Signs of one cell that Excel opens. */
const MAX_CELL_LENGTH = 32_767;

/** An export carries no time of its own: the same rows give the same bytes. */
const packedAt = new Date(Date.UTC(1980, 0, 1));

/**
 * Streams a workbook of one or several tables: bold, frozen head with filters; numbers, dates and
 * booleans typed, everything else as text.
 */
export function xlsxStream(
  columns: readonly XlsxColumn[],
  portions: RowBatches,
  { zone = "UTC", sheet = "1", moreTables = [] }: XlsxOptions = {},
): AsyncGenerator<Buffer> {
  return zipStream(
    workbookParts([{ sheet, columns, batches: portions }, ...moreTables], zone),
    packedAt,
  );
}

async function* workbookParts(tables: readonly XlsxTable[], zone: string): AsyncGenerator<ZipPart> {
  const names: string[] = [];
  for (const { sheet, columns, batches } of tables) {
    const rows = createRowReader(batches);
    let of = 0;
    try {
      do {
        of += 1;
        names.push(toSheetName(sheet, of));
        yield {
          name: `xl/worksheets/sheet${names.length}.xml`,
          content: sheetXml(columns, rows, createCellWriter(zone)),
        };
      } while (rows.hasMore());
    } finally {
      await rows.close();
    }
  }
  yield* fixedParts(names);
}

type RowReader = {
  /** At most `most` further rows; an empty list is the end of them, or of the sheet. */
  read(most: number): Promise<readonly (readonly ExportCell[])[]>;
  hasMore(): boolean;
  /** Tells the giver that no more is wanted. */
  close(): Promise<void>;
};

function createRowReader(portions: RowBatches): RowReader {
  const iterator = portions[Symbol.asyncIterator]();
  let held: readonly (readonly ExportCell[])[] = [];
  let ended = false;
  return {
    async read(most) {
      while (held.length === 0 && !ended) {
        const next = await iterator.next();
        if (next.done === true) ended = true;
        else held = next.value;
      }
      const taken = held.slice(0, most);
      held = held.slice(taken.length);
      return taken;
    },
    hasMore: () => !ended || held.length > 0,
    async close() {
      if (!ended) await iterator.return?.();
    },
  };
}

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

async function* sheetXml(
  columns: readonly XlsxColumn[],
  rows: RowReader,
  write: CellWriter,
): AsyncGenerator<string> {
  const heads = columns.map((column) => (typeof column === "string" ? column : column.head));
  let portion = await rows.read(MAX_ROWS - 1);
  yield (
    `${declaration}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0">` +
    `<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>` +
    `<cols>${columns.map((column, at) => columnXml(column, { at, portion })).join("")}</cols><sheetData>` +
    `<row r="1">${heads.map((head) => inline(head, styles.head)).join("")}</row>`
  );
  let line = 1;
  while (portion.length > 0) {
    let xml = "";
    for (const row of portion) {
      line += 1;
      xml += `<row r="${line}">`;
      for (const cell of row) xml += write(cell);
      xml += "</row>";
      if (xml.length > FLUSH_LENGTH) {
        yield xml;
        xml = "";
      }
    }
    yield xml;
    if (line === MAX_ROWS) break;
    portion = await rows.read(MAX_ROWS - line);
  }
  const filter =
    heads.length > 0 ? `<autoFilter ref="A1:${columnLetters(heads.length - 1)}${line}"/>` : "";
  yield `</sheetData>${filter}</worksheet>`;
}

// Longer strings outlive many collections of young memory, which then grows without need.
const FLUSH_LENGTH = 12 * 1024;

const MIN_COLUMN_WIDTH = 8;
const MAX_COLUMN_WIDTH = 60;

function columnXml(
  column: XlsxColumn,
  { at, portion }: { at: number; portion: readonly (readonly ExportCell[])[] },
): string {
  const told = typeof column === "string" ? { head: column } : column;
  const shown = portion.slice(0, 200).map((row) => {
    const cell = row[at] ?? "";
    return cell instanceof Date ? 16 : String(cell).length;
  });
  const longest = Math.max(told.head.length + 3, ...shown.map((length) => length + 1));
  const width = told.width ?? Math.min(MAX_COLUMN_WIDTH, Math.max(MIN_COLUMN_WIDTH, longest));
  return `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`;
}

/** «A» for 0, «AB» for 27. */
function columnLetters(column: number): string {
  const rest = Math.floor(column / 26);
  return (rest > 0 ? columnLetters(rest - 1) : "") + String.fromCharCode(65 + (column % 26));
}

/** Places in `cellXfs` below. */
const styles = { plain: 0, head: 1, instant: 2, day: 3, kept: 4 } as const;

type CellWriter = (cell: ExportCell) => string;

function createCellWriter(zone: string): CellWriter {
  return (cell) => {
    if (cell === null || cell === undefined || cell === "") return "<c/>";
    if (typeof cell === "string")
      return inline(cell, startsFormula.test(cell) ? styles.kept : styles.plain);
    if (typeof cell === "number") return Number.isFinite(cell) ? `<c><v>${cell}</v></c>` : "<c/>";
    if (typeof cell === "boolean") return `<c t="b"><v>${cell ? 1 : 0}</v></c>`;
    if (Number.isNaN(cell.getTime())) return "<c/>";
    const serial = toExcelSerial(cell, zone);
    const style = Number.isInteger(serial) ? styles.day : styles.instant;
    return `<c s="${style}"><v>${serial}</v></c>`;
  };
}

// What a spreadsheet would take for a formula or a number as soon as somebody edits the cell.
const startsFormula = /^[=+\-@\d'\t\r\n\uff1d\uff0b\uff0d\uff20]/;

// Signs that XML cannot hold or would change, and text that looks like their replacement.
const forbiddenInXml = /[&<>\r\ufffe\uffff\ud800-\udfff]|(?![\t\n])\p{Cc}|_(?=x[\da-fA-F]{4}_)/gu;
const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;" };

function escapeXmlCharacter(sign: string): string {
  return entities[sign] ?? `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`;
}

function inline(text: string, style: number): string {
  const cut = text.length > MAX_CELL_LENGTH ? `${text.slice(0, MAX_CELL_LENGTH - 1)}…` : text;
  const held = cut.replace(forbiddenInXml, escapeXmlCharacter);
  return `<c t="inlineStr"${style === 0 ? "" : ` s="${style}"`}><is><t xml:space="preserve">${held}</t></is></c>`;
}

const EPOCH = Date.UTC(1899, 11, 30);

/** Excel's days since 1899, as the wall clock of the zone shows them. */
function toExcelSerial(instant: Date, zone: string): number {
  return (wallTime(instant.getTime(), zone) - EPOCH) / DAY_MS;
}

function* fixedParts(names: readonly string[]): Generator<ZipPart> {
  const numbers = names.map((_, at) => at + 1);
  const file = (path: string, xml: string) => ({ name: path, content: `${declaration}${xml}` });
  const media = "application/vnd.openxmlformats-officedocument.spreadsheetml";
  yield file(
    "xl/workbook.xml",
    `<workbook xmlns="${main}" xmlns:r="${relationships}"><sheets>` +
      names
        .map((name, at) => `<sheet name="${name}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`)
        .join("") +
      `</sheets></workbook>`,
  );
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${relationships}/${type}" Target="${target}"/>`;
  const related = (inside: string) =>
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${inside}</Relationships>`;
  yield file(
    "xl/_rels/workbook.xml.rels",
    related(
      relation("rIdStyles", "styles", "styles.xml") +
        numbers
          .map((at) => relation(`rId${at}`, "worksheet", `worksheets/sheet${at}.xml`))
          .join(""),
    ),
  );
  yield file("_rels/.rels", related(relation("rId1", "officeDocument", "xl/workbook.xml")));
  yield file("xl/styles.xml", stylesXml);
  const part = (path: string, type: string) =>
    `<Override PartName="/xl/${path}" ContentType="${media}.${type}+xml"/>`;
  yield file(
    "[Content_Types].xml",
    `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
      `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
      `<Default Extension="xml" ContentType="application/xml"/>` +
      part("workbook.xml", "sheet.main") +
      part("styles.xml", "styles") +
      numbers.map((at) => part(`worksheets/sheet${at}.xml`, "worksheet")).join("") +
      `</Types>`,
  );
}

/** Excel takes 31 signs of a name, and none of those that stand in formulas. */
function toSheetName(name: string, at: number): string {
  const plain = name.replace(/[[\]:*?/\\'"<>&]|\p{Cc}/gu, " ").trim();
  const end = at === 1 ? "" : ` ${at}`;
  return `${plain === "" ? "1" : plain.slice(0, 31 - end.length)}${end}`;
}

const stylesXml =
  `<styleSheet xmlns="${main}">` +
  `<numFmts count="2"><numFmt numFmtId="164" formatCode="dd\\.mm\\.yyyy\\ hh:mm"/><numFmt numFmtId="165" formatCode="dd\\.mm\\.yyyy"/></numFmts>` +
  `<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
  `<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>` +
  `<fill><patternFill patternType="solid"><fgColor rgb="FFE6EDED"/></patternFill></fill></fills>` +
  `<borders count="1"><border/></borders>` +
  `<cellStyleXfs count="1"><xf/></cellStyleXfs>` +
  `<cellXfs count="5"><xf xfId="0"/>` +
  `<xf xfId="0" fontId="1" fillId="2" applyFont="1" applyFill="1"/>` +
  `<xf xfId="0" numFmtId="164" applyNumberFormat="1"/>` +
  `<xf xfId="0" numFmtId="165" applyNumberFormat="1"/>` +
  `<xf xfId="0" numFmtId="49" quotePrefix="1" applyNumberFormat="1"/></cellXfs>` +
  `</styleSheet>`;
