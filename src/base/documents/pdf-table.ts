import { columnWidths, type DocumentColumn, type RichText } from "./document.ts";
import type { TextLine } from "./line-breaking.ts";
import {
  colors,
  drawLines,
  drawText,
  heightOfLine,
  layoutLines,
  turnPage,
  type Align,
  type TextStyle,
  type Pen,
  type Tag,
} from "./pdf-pen.ts";

type Grid = {
  kind: "table" | "facts";
  caption?: string;
  columns: readonly DocumentColumn[];
  rows: readonly (readonly RichText[])[];
  total?: readonly RichText[];
};

type RowStyle = {
  textStyle: TextStyle;
  background?: string;
  tag: "TH" | "TD";
  firstIsHead: boolean;
};

type TableDrawing = { pen: Pen; columns: readonly DocumentColumn[]; widths: number[]; table: Tag };

const cellLook: TextStyle = { size: 9, lineHeight: 1.35 };
const captionLook: TextStyle = { size: 10, face: "semibold" };
const padding = { x: 5, y: 3.5 };
const headRow: RowStyle = {
  textStyle: { ...cellLook, face: "semibold" },
  background: "#e6eded",
  tag: "TH",
  firstIsHead: false,
};
const bodyRow: RowStyle = { textStyle: cellLook, tag: "TD", firstIsHead: false };
const totalRow: RowStyle = {
  ...bodyRow,
  textStyle: { ...cellLook, face: "bold" },
  firstIsHead: true,
};
const factRow: RowStyle = { ...bodyRow, firstIsHead: true };

/**
 * Draws a table over as many pages as needed, its head repeated on each; a row too tall for a page
 * is split.
 */
export function drawTable(pen: Pen, grid: Grid): void {
  const { pdf } = pen;
  const table = pdf.struct("Table");
  const sheet: TableDrawing = {
    pen,
    columns: grid.columns,
    widths: columnWidths(grid.columns, pen.width),
    table,
  };
  const heads = grid.columns.map((column) => column.head);
  const head = grid.kind === "table" ? layoutRow(sheet, heads, headRow) : undefined;
  const style = grid.kind === "facts" ? factRow : bodyRow;
  startTable(sheet, { grid, head, style });
  if (grid.caption !== undefined) drawCaption(sheet, grid.caption);
  if (head !== undefined) drawRow(sheet, head, headRow);
  for (const cells of grid.rows)
    drawOverPages(sheet, layoutRow(sheet, cells, style), { style, head });
  if (grid.total !== undefined) {
    drawOverPages(sheet, layoutRow(sheet, grid.total, totalRow), { style: totalRow, head });
  }
  table.end();
  pdf.y += 10;
}

/** Turns the page where caption, head and first row would part. */
function startTable(
  sheet: TableDrawing,
  { grid, head, style }: { grid: Grid; head: RowLayout | undefined; style: RowStyle },
): void {
  const { pen, table } = sheet;
  const first = layoutRow(sheet, grid.rows[0] ?? [], style);
  const caption = grid.caption === undefined ? 0 : 2 * heightOfLine(captionLook);
  const wanted = caption + (head?.height ?? 0) + Math.min(first.height, pen.bottom / 4);
  if (pen.pdf.y + wanted > pen.bottom) turnPage(pen.pdf);
  pen.root.add(table);
}

function drawCaption({ pen, table }: TableDrawing, text: string): void {
  const draw = () => drawText(pen, { text, look: captionLook });
  table.add(pen.pdf.struct("Caption", {}, draw));
  pen.pdf.y += 3;
}

type RowLayout = { cells: TextLine[][]; height: number };

function layoutRow(
  sheet: TableDrawing,
  cells: readonly RichText[],
  { textStyle, firstIsHead }: RowStyle,
): RowLayout {
  const set = sheet.columns.map((_, at) =>
    layoutLines(sheet.pen, {
      text: cells[at] ?? "",
      look:
        firstIsHead && at === 0 ? { ...textStyle, face: textStyle.face ?? "semibold" } : textStyle,
      width: Math.max(8, (sheet.widths[at] ?? 0) - 2 * padding.x),
    }),
  );
  return { cells: set, height: heightOf(set, textStyle) };
}

const heightOf = (cells: readonly (readonly TextLine[])[], look: TextStyle): number =>
  Math.max(1, ...cells.map((lines) => lines.length)) * heightOfLine(look) + 2 * padding.y;

/** Draws a row on this page, the next, or line by line over several. */
function drawOverPages(
  sheet: TableDrawing,
  row: RowLayout,
  { style, head }: { style: RowStyle; head: RowLayout | undefined },
): void {
  const { pen } = sheet;
  const { pdf } = pen;
  const page = pen.bottom - pdf.page.margins.top - (head?.height ?? 0);
  const next = () => {
    turnPage(pdf);
    if (head !== undefined) repeatHead(sheet, head);
  };
  if (pdf.y + row.height > pen.bottom && row.height <= page) next();
  if (pdf.y + row.height <= pen.bottom) return drawRow(sheet, row, style);
  const tags = openRow(sheet, style);
  let rest = row.cells;
  while (rest.some((lines) => lines.length > 0)) {
    const room = Math.floor((pen.bottom - pdf.y - 2 * padding.y) / heightOfLine(style.textStyle));
    if (room < 2) {
      next();
      continue;
    }
    const taken = rest.map((lines) => lines.slice(0, room));
    drawCells(sheet, { cells: taken, height: heightOf(taken, style.textStyle) }, { style, tags });
    rest = rest.map((lines) => lines.slice(room));
    if (rest.some((lines) => lines.length > 0)) next();
  }
  tags.row.end();
}

function drawRow(sheet: TableDrawing, row: RowLayout, style: RowStyle): void {
  const tags = openRow(sheet, style);
  drawCells(sheet, row, { style, tags });
  tags.row.end();
}

type RowTags = { row: Tag; cells: Tag[] };

function openRow(
  { pen: { pdf }, columns, table }: TableDrawing,
  { tag, firstIsHead }: RowStyle,
): RowTags {
  const row = pdf.struct("TR");
  table.add(row);
  const cells = columns.map((_, at) => {
    const heads = tag === "TH" ? "Column" : firstIsHead && at === 0 ? "Row" : undefined;
    // The types do not know of `scope` yet.
    const options: { title?: string; scope?: string } = heads === undefined ? {} : { scope: heads };
    const cell = pdf.struct(heads === undefined ? "TD" : "TH", options);
    row.add(cell);
    return cell;
  });
  return { row, cells };
}

/** The head again on a further page: it is read aloud once only. */
function repeatHead(sheet: TableDrawing, head: RowLayout): void {
  const { pdf } = sheet.pen;
  drawBackground(sheet, head.height, headRow);
  for (const at of head.cells.keys()) {
    pdf.markContent("Artifact", { type: "Pagination" });
    drawCell(sheet, { row: head, at, style: headRow });
    pdf.endMarkedContent();
  }
  pdf.y += head.height;
}

function drawCells(
  sheet: TableDrawing,
  row: RowLayout,
  { style, tags }: { style: RowStyle; tags: RowTags },
): void {
  const { pdf } = sheet.pen;
  drawBackground(sheet, row.height, style);
  const { y } = pdf;
  for (const [at, tag] of tags.cells.entries()) {
    pdf.y = y;
    tag.add(() => drawCell(sheet, { row, at, style }));
  }
  pdf.y = y + row.height;
}

function drawCell(
  { pen, columns, widths }: TableDrawing,
  { row, at, style }: { row: RowLayout; at: number; style: RowStyle },
): void {
  const { pdf, left } = pen;
  const { y } = pdf;
  const before = widths.slice(0, at).reduce((sum, width) => sum + width, 0);
  const align: Align = columns[at]?.align ?? "left";
  drawLines(pdf, {
    lines: row.cells[at] ?? [],
    look: style.textStyle,
    x: left + before + padding.x,
    y: y + padding.y,
    width: (widths[at] ?? 0) - 2 * padding.x,
    align,
  });
  pdf.y = y;
}

function drawBackground({ pen }: TableDrawing, height: number, { background }: RowStyle): void {
  const { pdf, left, width } = pen;
  const foot = pdf.y + height;
  pdf.markContent("Artifact", { type: "Layout" });
  if (background !== undefined) pdf.rect(left, pdf.y, width, height).fill(background);
  pdf.moveTo(left, foot).lineTo(left + width, foot);
  pdf.lineWidth(0.5).stroke(colors.line);
  pdf.endMarkedContent();
}
