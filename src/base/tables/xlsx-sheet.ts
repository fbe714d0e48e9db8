import { readAttribute, formatCell, decodeXmlText, type CellFormat } from "./xlsx-cells.ts";

/** A row of the sheet as text; `line` is its number, from 1. */
export type SheetRow = { line: number; cells: string[] };

/** A row or a string of more characters than this belongs to no table. */
const MAX_ELEMENT_LENGTH = 16 * 1024 * 1024;

/** The root stands near the beginning. */
const MAX_HEAD_LENGTH = 256 * 1024;

/** As many columns as the format knows. */
const MAX_COLUMNS = 16_384;

/**
 * Streamed XML in pieces that hold whole elements, in memory of one element and one chunk.
 * The prefix of the file's namespace is told from its root.
 */
async function* wholeElements(
  chunks: AsyncIterable<Buffer>,
  { root, element }: { root: string; element: string },
): AsyncGenerator<{ xml: string; prefix: string }> {
  const decoder = new TextDecoder();
  const opening = new RegExp(`<(\\w+:)?${root}[\\s>]`);
  let held = "";
  let tail = "";
  let prefix: string | undefined;
  for await (const chunk of chunks) {
    const piece = decoder.decode(chunk, { stream: true });
    if (held.length > (prefix === undefined ? MAX_HEAD_LENGTH : MAX_ELEMENT_LENGTH)) {
      throw new Error("element too long");
    }
    prefix ??= prefixIn(held + piece, opening);
    const close = `</${prefix ?? ""}${element}>`;
    // Only the new piece and its seam are searched: a long element would else be walked at every piece.
    const end = prefix === undefined ? -1 : (tail + piece).lastIndexOf(close);
    if (end < 0) {
      held += piece;
      tail = (tail + piece).slice(1 - close.length);
      continue;
    }
    const cut = end + close.length - tail.length;
    yield { xml: held + piece.slice(0, cut), prefix: prefix ?? "" };
    held = piece.slice(cut);
    tail = held.slice(1 - close.length);
  }
}

function prefixIn(xml: string, opening: RegExp): string | undefined {
  const found = opening.exec(xml);
  return found === null ? undefined : (found[1] ?? "");
}

type Element = { tag: string; from: number; to: number; next: number };

/** The next element of a name between two places: its opening tag and where its content lies. */
function nextElement(
  xml: string,
  { name, at, limit }: { name: string; at: number; limit: number },
): Element | undefined {
  const open = `<${name}`;
  let start = xml.indexOf(open, at);
  while (start >= 0 && start < limit && !" />\t\r\n".includes(xml[start + open.length] ?? "")) {
    start = xml.indexOf(open, start + open.length);
  }
  if (start < 0 || start >= limit) return undefined;
  const end = xml.indexOf(">", start);
  const tag = xml.slice(start, end);
  if (tag.endsWith("/")) return { tag, from: end + 1, to: end + 1, next: end + 1 };
  const close = `</${name}>`;
  const to = xml.indexOf(close, end);
  if (end < 0 || to < 0) throw new Error("element not closed");
  return { tag, from: end + 1, to, next: to + close.length };
}

/**
 * Yields the rows of a streamed sheet; rows without cells are skipped, row numbers are preserved.
 */
export async function* sheetRows(
  chunks: AsyncIterable<Buffer>,
  reading: CellFormat,
): AsyncGenerator<SheetRow[]> {
  let line = 0;
  for await (const { xml, prefix } of wholeElements(chunks, {
    root: "worksheet",
    element: "row",
  })) {
    const rows: SheetRow[] = [];
    const limit = xml.length;
    const row = (at: number) => nextElement(xml, { name: `${prefix}row`, at, limit });
    for (let found = row(0); found !== undefined; found = row(found.next)) {
      line = Number(valueOf(found.tag, "r") ?? line + 1);
      const cells = rowCells(xml, { row: found, prefix, reading });
      if (cells.length > 0) rows.push({ line, cells });
    }
    yield rows;
  }
}

function rowCells(
  xml: string,
  { row, prefix, reading }: { row: Element; prefix: string; reading: CellFormat },
): string[] {
  const cells: string[] = [];
  const cell = (at: number) => nextElement(xml, { name: `${prefix}c`, at, limit: row.to });
  for (let found = cell(row.from); found !== undefined; found = cell(found.next)) {
    const column = parseColumn(valueOf(found.tag, "r")) ?? cells.length;
    if (column >= MAX_COLUMNS) throw new Error("no such column");
    while (cells.length < column) cells.push("");
    if (found.from === found.to) cells[column] = "";
    else cells[column] = readCell(xml, { cell: found, prefix, reading });
  }
  return cells;
}

function readCell(
  xml: string,
  { cell, prefix, reading }: { cell: Element; prefix: string; reading: CellFormat },
): string {
  const type = valueOf(cell.tag, "t") ?? "";
  if (type === "inlineStr") return joinTexts(xml.slice(cell.from, cell.to), prefix);
  const value = nextElement(xml, { name: `${prefix}v`, at: cell.from, limit: cell.to });
  if (value === undefined) return "";
  const style = Number(valueOf(cell.tag, "s") ?? 0);
  return formatCell(reading, { type, style, raw: xml.slice(value.from, value.to) });
}

/** All text of a string, its runs put together; how it is read aloud (`rPh`) is left out. */
function joinTexts(xml: string, prefix: string): string {
  const said = xml.includes(`<${prefix}rPh`)
    ? xml.replace(new RegExp(`<${prefix}rPh[\\s>][\\s\\S]*?</${prefix}rPh>`, "g"), "")
    : xml;
  const limit = said.length;
  const one = (at: number) => nextElement(said, { name: `${prefix}t`, at, limit });
  let text = "";
  for (let found = one(0); found !== undefined; found = one(found.next)) {
    text += decodeXmlText(said.slice(found.from, found.to));
  }
  return text;
}

/** `attribute` without a pattern for what every program writes. */
function valueOf(tag: string, name: string): string | undefined {
  const at = tag.indexOf(` ${name}="`);
  if (at < 0) return tag.includes("'") ? readAttribute(tag, name) : undefined;
  const from = at + name.length + 3;
  return tag.slice(from, tag.indexOf('"', from));
}

/** 0 for «A1», 27 for «AB7». */
function parseColumn(place: string | undefined): number | undefined {
  if (place === undefined) return undefined;
  let column = 0;
  for (let at = 0; at < place.length; at++) {
    const letter = place.charCodeAt(at) - 64;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
  }
  return column === 0 ? undefined : column - 1;
}

/**
 * Reads the workbook's shared strings, stored as bytes, which halves the memory of hundreds of
 * thousands.
 */
export async function readSharedStrings(
  chunks: AsyncIterable<Buffer>,
): Promise<(index: number) => string> {
  const store = createStringStore();
  for await (const { xml, prefix } of wholeElements(chunks, { root: "sst", element: "si" })) {
    const limit = xml.length;
    const one = (at: number) => nextElement(xml, { name: `${prefix}si`, at, limit });
    for (let found = one(0); found !== undefined; found = one(found.next)) {
      store.keep(joinTexts(xml.slice(found.from, found.to), prefix));
    }
  }
  return store.read;
}

const PAGE_BYTES = 1024 * 1024;

function createStringStore() {
  const pages: Buffer[] = [];
  let page = Buffer.alloc(0);
  let used = 0;
  let count = 0;
  // Three numbers a string: its page, its first byte there, the byte after its last.
  let places = new Uint32Array(3 * 1024);
  return {
    keep(text: string): void {
      const max = text.length * 3;
      if (used + max > page.length) {
        page = Buffer.allocUnsafe(Math.max(PAGE_BYTES, max));
        pages.push(page);
        used = 0;
      }
      if (3 * count === places.length) {
        const larger = new Uint32Array(places.length * 2);
        larger.set(places);
        places = larger;
      }
      const end = used + page.write(text, used);
      places.set([pages.length - 1, used, end], 3 * count);
      count += 1;
      used = end;
    },
    read(index: number): string {
      if (!(index >= 0 && index < count)) return "";
      const at = 3 * Math.trunc(index);
      return pages[places[at] ?? 0]?.toString("utf8", places[at + 1], places[at + 2]) ?? "";
    },
  };
}
