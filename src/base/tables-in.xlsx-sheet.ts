import { attribute, cellText, xmlText, type CellReading } from "./tables-in.xlsx-values.ts";

/** A row of the sheet as text; `line` is its number, from 1. */
export type SheetRow = { line: number; cells: string[] };

/** A row or a string of more characters than this belongs to no table. */
const LONGEST_ELEMENT = 16 * 1024 * 1024;

/** As many columns as the format knows. */
const MOST_COLUMNS = 16_384;

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
  let text = "";
  let prefix: string | undefined;
  for await (const chunk of chunks) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > LONGEST_ELEMENT) throw new Error("element too long");
    if (prefix === undefined) {
      const found = opening.exec(text);
      if (found === null) continue;
      prefix = found[1] ?? "";
    }
    const close = `</${prefix}${element}>`;
    const end = text.lastIndexOf(close);
    if (end < 0) continue;
    yield { xml: text.slice(0, end + close.length), prefix };
    text = text.slice(end + close.length);
  }
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

/** Rows of a streamed sheet; rows without cells are left out, their numbers are not. */
export async function* sheetRows(
  chunks: AsyncIterable<Buffer>,
  reading: CellReading,
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
  { row, prefix, reading }: { row: Element; prefix: string; reading: CellReading },
): string[] {
  const cells: string[] = [];
  const cell = (at: number) => nextElement(xml, { name: `${prefix}c`, at, limit: row.to });
  for (let found = cell(row.from); found !== undefined; found = cell(found.next)) {
    const column = columnOf(valueOf(found.tag, "r")) ?? cells.length;
    if (column >= MOST_COLUMNS) throw new Error("no such column");
    while (cells.length < column) cells.push("");
    if (found.from === found.to) cells[column] = "";
    else cells[column] = readCell(xml, { cell: found, prefix, reading });
  }
  return cells;
}

function readCell(
  xml: string,
  { cell, prefix, reading }: { cell: Element; prefix: string; reading: CellReading },
): string {
  const type = valueOf(cell.tag, "t") ?? "";
  if (type === "inlineStr") return texts(xml.slice(cell.from, cell.to), prefix);
  const value = nextElement(xml, { name: `${prefix}v`, at: cell.from, limit: cell.to });
  if (value === undefined) return "";
  const style = Number(valueOf(cell.tag, "s") ?? 0);
  return cellText(reading, { type, style, raw: xml.slice(value.from, value.to) });
}

/** All text of a string, its runs put together; how it is read aloud (`rPh`) is left out. */
function texts(xml: string, prefix: string): string {
  const said = xml.includes(`<${prefix}rPh`)
    ? xml.replace(new RegExp(`<${prefix}rPh[\\s>][\\s\\S]*?</${prefix}rPh>`, "g"), "")
    : xml;
  const limit = said.length;
  const one = (at: number) => nextElement(said, { name: `${prefix}t`, at, limit });
  let text = "";
  for (let found = one(0); found !== undefined; found = one(found.next)) {
    text += xmlText(said.slice(found.from, found.to));
  }
  return text;
}

/** `attribute` without a pattern for what every program writes. */
function valueOf(tag: string, name: string): string | undefined {
  const at = tag.indexOf(` ${name}="`);
  if (at < 0) return tag.includes("'") ? attribute(tag, name) : undefined;
  const from = at + name.length + 3;
  return tag.slice(from, tag.indexOf('"', from));
}

/** 0 for «A1», 27 for «AB7». */
function columnOf(place: string | undefined): number | undefined {
  if (place === undefined) return undefined;
  let column = 0;
  for (let at = 0; at < place.length; at++) {
    const letter = place.charCodeAt(at) - 64;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
  }
  return column === 0 ? undefined : column - 1;
}

const PAGE_BYTES = 1024 * 1024;

/**
 * The book's shared strings, kept as bytes: hundreds of thousands of them are needed at random and
 * cost half as much so.
 */
export async function sharedStrings(
  chunks: AsyncIterable<Buffer>,
): Promise<(index: number) => string> {
  const pages: Buffer[] = [];
  const places: number[] = [];
  let page = Buffer.alloc(0);
  let used = 0;
  const keep = (text: string) => {
    const most = text.length * 3;
    if (used + most > page.length) {
      page = Buffer.allocUnsafe(Math.max(PAGE_BYTES, most));
      pages.push(page);
      used = 0;
    }
    const length = page.write(text, used);
    places.push(pages.length - 1, used, used + length);
    used += length;
  };
  for await (const { xml, prefix } of wholeElements(chunks, { root: "sst", element: "si" })) {
    const limit = xml.length;
    const one = (at: number) => nextElement(xml, { name: `${prefix}si`, at, limit });
    for (let found = one(0); found !== undefined; found = one(found.next)) {
      keep(texts(xml.slice(found.from, found.to), prefix));
    }
  }
  return (index) => {
    const [at = 0, from = 0, to = 0] = places.slice(index * 3, index * 3 + 3);
    return pages[at]?.toString("utf8", from, to) ?? "";
  };
}
