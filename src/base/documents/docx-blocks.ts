import {
  AlignmentType,
  BorderStyle,
  ExternalHyperlink,
  HeadingLevel,
  ImageRun,
  PageBreak,
  Paragraph,
  ShadingType,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TabStopType,
  TextRun,
  WidthType,
  type IRunOptions,
  type ParagraphChild,
} from "docx";
import { typesetText } from "../ui/typography.ts";
import type { Lang } from "../messages.ts";
import {
  columnWidths,
  toRuns,
  type DocumentBlock,
  type DocumentColumn,
  type DocumentPicture,
  type RichText,
} from "./document.ts";
import type { ReadyPictures } from "./pictures.ts";

/** What the blocks of one document share; `lists` counts the numbered lists, each begins with 1. */
export type DocxContext = { lang: Lang; width: number; pictures: ReadyPictures; lists: number };

type DocxPart = Paragraph | Table;

const twips = (points: number) => Math.round(points * 20);

const headingLevels = {
  1: HeadingLevel.HEADING_1,
  2: HeadingLevel.HEADING_2,
  3: HeadingLevel.HEADING_3,
} as const;

const alignments = {
  left: AlignmentType.LEFT,
  center: AlignmentType.CENTER,
  right: AlignmentType.RIGHT,
} as const;

/**
 * Returns typeset text for Word without word joiners (drawn as boxes) and control characters
 * (invalid in XML).
 */
export function toDocxText(text: string, lang: Lang): string {
  return typesetText(text, lang).replace(/\u2060|(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu, "");
}

/** Returns one block as Word paragraphs and tables. */
export function blockParts(
  drawing: DocxContext,
  { block, last }: { block: DocumentBlock; last: boolean },
): DocxPart[] {
  const children = (text: RichText) => renderRuns(drawing.lang, text);
  switch (block.kind) {
    case "heading":
      return [
        new Paragraph({ heading: headingLevels[block.level], children: children(block.text) }),
      ];
    case "paragraph":
      return [
        new Paragraph({
          alignment: alignments[block.align ?? "left"],
          children: children(block.text),
        }),
      ];
    case "note":
      return [new Paragraph({ style: "note", children: children(block.text) })];
    case "list":
      return listParts(drawing, block);
    case "facts":
      return factParts(drawing, block.facts);
    case "table":
      return tableParts(drawing, block);
    case "picture":
      return pictureParts(drawing, block);
    case "signatures":
      return signatureParts(drawing, block.lines);
    case "page-break":
      return last ? [] : [new Paragraph({ children: [new PageBreak()] })];
  }
}

function renderRuns(lang: Lang, text: RichText, look: Partial<IRunOptions> = {}): ParagraphChild[] {
  return toRuns(text)
    .map((run) => {
      const children = toDocxText(run.text, lang)
        .split("\n")
        .map(
          (line, at) =>
            new TextRun({ ...look, ...runStyle(run), text: line, ...(at > 0 && { break: 1 }) }),
        );
      const [only] = children;
      if (run.href !== undefined) return new ExternalHyperlink({ link: run.href, children });
      return children.length === 1 && only !== undefined ? only : children;
    })
    .flat();
}

const runStyle = ({ bold, italic, href }: { bold?: boolean; italic?: boolean; href?: string }) => ({
  ...(bold === true && { bold }),
  ...(italic === true && { italics: true }),
  ...(href !== undefined && { color: "0A5564", underline: {} }),
});

function listParts(
  drawing: DocxContext,
  { items, ordered = false }: { items: readonly RichText[]; ordered?: boolean },
): DocxPart[] {
  drawing.lists += 1;
  const instance = drawing.lists;
  return items.map(
    (item) =>
      new Paragraph({
        numbering: { reference: ordered ? "numbers" : "dots", level: 0, instance },
        spacing: { after: twips(2) },
        children: renderRuns(drawing.lang, item),
      }),
  );
}

const line = { style: BorderStyle.SINGLE, size: 4, color: "B9C5C9" };
const none = { style: BorderStyle.NONE, size: 0, color: "auto" };
const hairlines = {
  top: none,
  bottom: line,
  left: none,
  right: none,
  insideHorizontal: line,
  insideVertical: none,
};

type Row = { cells: readonly RichText[]; look?: "head" | "total" };

function renderGrid(
  { lang, width }: DocxContext,
  {
    columns,
    rows,
    firstBold = false,
  }: { columns: readonly DocumentColumn[]; rows: readonly Row[]; firstBold?: boolean },
): DocxPart[] {
  const widths = columnWidths(columns, twips(width)).map(Math.round);
  const cell = ({ cells, look }: Row, at: number) =>
    new TableCell({
      width: { size: widths[at] ?? 0, type: WidthType.DXA },
      margins: { top: 50, bottom: 50, left: 100, right: 100 },
      ...(look === "head" && { shading: { type: ShadingType.CLEAR, fill: "E6EDED" } }),
      children: [
        new Paragraph({
          style: "cell",
          alignment: alignments[columns[at]?.align ?? "left"],
          keepNext: look === "head",
          children: renderRuns(
            lang,
            cells[at] ?? "",
            look !== undefined || (firstBold && at === 0) ? { bold: true } : {},
          ),
        }),
      ],
    });
  const table = new Table({
    layout: TableLayoutType.FIXED,
    width: { size: twips(width), type: WidthType.DXA },
    columnWidths: widths,
    borders: hairlines,
    rows: rows.map(
      (row) =>
        new TableRow({
          tableHeader: row.look === "head",
          // Only short rows stay whole: a tall one would push a page half empty.
          cantSplit: row.cells.every((text) => lengthOf(text) < 600),
          children: columns.map((_, at) => cell(row, at)),
        }),
    ),
  });
  // Word joins tables that touch; the empty line also ends a document, which a table may not.
  return [table, new Paragraph({ style: "cell", children: [] })];
}

const lengthOf = (text: RichText) => toRuns(text).reduce((sum, run) => sum + run.text.length, 0);

function factParts(
  drawing: DocxContext,
  facts: readonly { name: string; value: RichText }[],
): DocxPart[] {
  return renderGrid(drawing, {
    columns: [
      { head: "", width: 3 },
      { head: "", width: 7 },
    ],
    rows: facts.map(({ name, value }) => ({ cells: [name, value] })),
    firstBold: true,
  });
}

function tableParts(
  drawing: DocxContext,
  { caption, columns, rows, total }: Extract<DocumentBlock, { kind: "table" }>,
): DocxPart[] {
  const head: Row = { cells: columns.map((column) => column.head), look: "head" };
  const body = rows.map((cells): Row => ({ cells }));
  const foot = total === undefined ? [] : [{ cells: total, look: "total" } satisfies Row];
  const above = caption === undefined ? [] : [captionAbove(drawing, caption)];
  return [...above, ...renderGrid(drawing, { columns, rows: [head, ...body, ...foot] })];
}

const captionAbove = ({ lang }: DocxContext, text: string) =>
  new Paragraph({ keepNext: true, children: renderRuns(lang, text, { bold: true }) });

function pictureParts({ lang, width, pictures }: DocxContext, block: DocumentPicture): DocxPart[] {
  const ready = pictures.get(block);
  if (ready === undefined) return [];
  // Word counts pixels of 1/96 inch; no picture is taller than three quarters of a sheet.
  const wide = Math.min(width * Math.min(1, block.share ?? 1), (560 * ready.width) / ready.height);
  const pixels = (points: number) => Math.round((points * 96) / 72);
  const size = { width: pixels(wide), height: pixels((wide * ready.height) / ready.width) };
  const image = new ImageRun({
    type: ready.type,
    data: ready.bytes,
    transformation: size,
    altText: {
      name: block.alt.slice(0, 60),
      title: block.alt.slice(0, 60),
      description: block.alt,
    },
  });
  const caption =
    block.caption === undefined
      ? []
      : [new Paragraph({ style: "note", children: renderRuns(lang, block.caption) })];
  return [new Paragraph({ keepNext: caption.length > 0, children: [image] }), ...caption];
}

function signatureParts(
  { lang, width }: DocxContext,
  lines: readonly { role: string; name?: string }[],
): DocxPart[] {
  const tabStops = [
    { type: TabStopType.LEFT, position: twips(width * 0.42) },
    { type: TabStopType.LEFT, position: twips(width * 0.7) },
  ];
  return lines.map(
    ({ role, name = "" }) =>
      new Paragraph({
        spacing: { before: twips(14) },
        tabStops,
        children: [
          new TextRun({ text: toDocxText(role, lang) }),
          new TextRun({ text: "\t_________________" }),
          new TextRun({ text: `\t${toDocxText(name, lang)}` }),
        ],
      }),
  );
}
