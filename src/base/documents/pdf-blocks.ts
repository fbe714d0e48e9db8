import type { DocumentBlock, DocumentPicture, RichText } from "./document.ts";
import { drawTable } from "./pdf-table.ts";
import {
  colors,
  drawLines,
  drawText,
  heightOfLine,
  ensureSpace,
  layoutLines,
  turnPage,
  type TextStyle,
  type Pen,
  type Tag,
} from "./pdf-pen.ts";
import type { ReadyPictures } from "./pictures.ts";

const bodyStyle: TextStyle = { size: 10.5 };
const smallStyle: TextStyle = { size: 8.5, color: colors.soft };
const headingStyles: Record<1 | 2 | 3, TextStyle & { before: number }> = {
  1: { size: 18, face: "bold", lineHeight: 1.25, before: 18 },
  2: { size: 14, face: "semibold", lineHeight: 1.3, before: 14 },
  3: { size: 11.5, face: "semibold", lineHeight: 1.35, before: 10 },
};
const SPACE_AFTER = 6;

/** Draws one block below the previous ones. */
export function drawBlock(
  pen: Pen,
  {
    block,
    next,
    pictures,
  }: { block: DocumentBlock; next: DocumentBlock | undefined; pictures: ReadyPictures },
): void {
  switch (block.kind) {
    case "heading":
      return drawHeading(pen, block);
    case "paragraph":
      return drawParagraph(pen, { text: block.text, look: bodyStyle, align: block.align });
    case "note":
      return drawParagraph(pen, { text: block.text, look: smallStyle, align: undefined });
    case "list":
      return drawList(pen, block);
    case "facts":
      return drawTable(pen, {
        kind: "facts",
        columns: [
          { head: "", width: 3 },
          { head: "", width: 7 },
        ],
        rows: block.facts.map(({ name, value }) => [name, value]),
      });
    case "table":
      return drawTable(pen, block);
    case "picture":
      return drawPicture(pen, { block, pictures });
    case "signatures":
      return drawSignatures(pen, block.lines);
    case "page-break":
      // A break after which nothing comes would leave an empty sheet.
      if (next !== undefined) turnPage(pen.pdf);
  }
}

/** Adds a tag, draws inside it and closes it. */
function drawTagged(pen: Pen, options: { parent?: Tag; type: string; draw: () => void }): void {
  (options.parent ?? pen.root).add(pen.pdf.struct(options.type, {}, options.draw));
}

function drawHeading(pen: Pen, { level, text }: { level: 1 | 2 | 3; text: string }): void {
  const { pdf } = pen;
  const look = headingStyles[level];
  if (pdf.y > pdf.page.margins.top) pdf.y += look.before;
  // A heading never stands alone at a page's foot.
  ensureSpace(pen, 2 * heightOfLine(look) + 3 * heightOfLine(bodyStyle));
  pdf.outline.addItem(text);
  drawTagged(pen, { type: `H${level}`, draw: () => drawText(pen, { text, look }) });
  pdf.y += SPACE_AFTER;
}

function drawParagraph(
  pen: Pen,
  {
    text,
    look,
    align,
  }: { text: RichText; look: TextStyle; align: "left" | "center" | "right" | undefined },
): void {
  drawTagged(pen, {
    type: "P",
    draw: () => drawText(pen, { text, look, ...(align !== undefined && { align }) }),
  });
  pen.pdf.y += SPACE_AFTER;
}

function drawList(
  pen: Pen,
  { items, ordered = false }: { items: readonly RichText[]; ordered?: boolean },
): void {
  const { pdf } = pen;
  const indent = ordered && items.length > 99 ? 30 : ordered ? 22 : 14;
  const list = pdf.struct("L");
  pen.root.add(list);
  for (const [at, text] of items.entries()) {
    ensureSpace(pen, 2 * heightOfLine(bodyStyle));
    const item = pdf.struct("LI");
    list.add(item);
    const sign = layoutLines(pen, {
      text: ordered ? `${at + 1}.` : "•",
      look: bodyStyle,
      width: indent,
    });
    const { y } = pdf;
    drawTagged(pen, {
      parent: item,
      type: "Lbl",
      draw: () => drawLines(pdf, { lines: sign, look: bodyStyle, x: pen.left, y, width: indent }),
    });
    pdf.y = y;
    drawTagged(pen, {
      parent: item,
      type: "LBody",
      draw: () => drawText(pen, { text, look: bodyStyle, indent }),
    });
    item.end();
    pdf.y += 2;
  }
  list.end();
  pdf.y += SPACE_AFTER - 2;
}

function drawPicture(
  pen: Pen,
  { block, pictures }: { block: DocumentPicture; pictures: ReadyPictures },
): void {
  const ready = pictures.get(block);
  if (ready === undefined) return;
  const { pdf } = pen;
  const caption = block.caption === undefined ? 0 : 2 * heightOfLine(smallStyle);
  const tallest = pen.bottom - pdf.page.margins.top - caption;
  const wanted = pen.width * Math.min(1, block.share ?? 1);
  const width = Math.min(wanted, (tallest * ready.width) / ready.height);
  const height = (width * ready.height) / ready.width;
  ensureSpace(pen, height + caption);
  const { y } = pdf;
  const figure = pdf.struct("Figure", { alt: block.alt }, () => {
    pdf.image(ready.bytes, pen.left, y, { width, height });
  });
  pen.root.add(figure);
  pdf.y = y + height + 4;
  if (block.caption === undefined) pdf.y += SPACE_AFTER;
  else drawParagraph(pen, { text: block.caption, look: smallStyle, align: undefined });
}

function drawSignatures(pen: Pen, lines: readonly { role: string; name?: string }[]): void {
  const { pdf, width, left } = pen;
  pdf.y += SPACE_AFTER;
  // Signatures of one paper stand on one sheet.
  ensureSpace(pen, Math.min(lines.length * (2 * heightOfLine(bodyStyle) + 12), pen.bottom / 3));
  for (const { role, name } of lines) {
    const parts = { role: width * 0.42, name: width * 0.3 };
    const roleLines = layoutLines(pen, { text: role, look: bodyStyle, width: parts.role - 12 });
    const nameLines = layoutLines(pen, { text: name ?? "", look: bodyStyle, width: parts.name });
    const height = Math.max(roleLines.length, nameLines.length) * heightOfLine(bodyStyle);
    ensureSpace(pen, height + 12);
    const y = pdf.y + 12;
    const foot = y + height;
    const draw = () => {
      const at = (count: number) => foot - count * heightOfLine(bodyStyle);
      const common = { look: bodyStyle, width: parts.role };
      drawLines(pdf, { ...common, lines: roleLines, x: left, y: at(roleLines.length) });
      const nameFrom = left + width - parts.name;
      drawLines(pdf, { ...common, lines: nameLines, x: nameFrom, y: at(nameLines.length) });
    };
    drawTagged(pen, { type: "P", draw });
    pdf.markContent("Artifact", { type: "Layout" });
    const line = { from: left + parts.role, to: left + width - parts.name - 12 };
    pdf.moveTo(line.from, foot - 3).lineTo(line.to, foot - 3);
    pdf.lineWidth(0.7).stroke(colors.ink);
    pdf.endMarkedContent();
    pdf.y = foot;
  }
  pdf.y += SPACE_AFTER;
}
