import { typesetText } from "../ui/typography.ts";
import type { Lang } from "../messages.ts";
import { toRuns, type RichText, type TextDocument } from "./document.ts";
import { toDrawable, type Face } from "./fonts.ts";
import { breakLines, type TextLine, type TextPiece } from "./line-breaking.ts";
import type { Pdf } from "./pdf.ts";

export type Tag = ReturnType<Pdf["struct"]>;

/** The drawing position: `pdf.y` is the next block's upper edge; lengths are points. */
export type Pen = { pdf: Pdf; lang: Lang; root: Tag; left: number; width: number; bottom: number };

export type TextStyle = { size: number; face?: Face; color?: string; lineHeight?: number };

export type Align = "left" | "center" | "right";

export const colors = { ink: "#10232b", soft: "#495d66", line: "#b9c5c9", accent: "#0a5564" };

/** Creates a pen for a document with margins and language. */
export function createPen(pdf: Pdf, lang: Lang): Pen {
  const root = pdf.struct("Document");
  pdf.addStructure(root);
  const { left, right, bottom } = pdf.page.margins;
  return {
    pdf,
    lang,
    root,
    left,
    width: pdf.page.width - left - right,
    bottom: pdf.page.height - bottom,
  };
}

/** Returns the height of a line in points. */
export const heightOfLine = ({ size, lineHeight = 1.4 }: TextStyle): number => size * lineHeight;

/** Returns the text as lines of a width, with the typography rules applied. */
export function layoutLines(
  { pdf, lang }: Pick<Pen, "pdf" | "lang">,
  { text, look, width }: { text: RichText; look: TextStyle; width: number },
): TextLine[] {
  const face = look.face ?? "regular";
  const pieces = toRuns(text).map((run): TextPiece => ({
    text: toDrawable(typesetText(run.text, lang)),
    face: run.bold === true && face === "regular" ? "bold" : face,
    ...(run.italic === true && { oblique: true }),
    ...(run.href !== undefined && { href: run.href }),
  }));
  pdf.fontSize(look.size);
  return breakLines(pieces, {
    width,
    measure: (words, shown) => pdf.font(shown).widthOfString(words),
  });
}

/** Draws lines from `y` down; the caller has ensured the space. */
export function drawLines(
  pdf: Pdf,
  {
    lines,
    look,
    x,
    y,
    width,
    align = "left",
  }: {
    lines: readonly TextLine[];
    look: TextStyle;
    x: number;
    y: number;
    width: number;
    align?: Align;
  },
): void {
  const height = heightOfLine(look);
  for (const [at, line] of lines.entries()) {
    const room = width - line.width;
    let from = x + (align === "right" ? room : align === "center" ? room / 2 : 0);
    for (const piece of line.pieces) {
      const color = piece.href === undefined ? (look.color ?? colors.ink) : colors.accent;
      pdf.font(piece.face).fontSize(look.size).fillColor(color);
      const wide = pdf.widthOfString(piece.text);
      pdf.text(piece.text, from, y + at * height + (height - look.size * 1.2) / 2, {
        lineBreak: false,
        ...(piece.oblique === true && { oblique: true }),
        ...(piece.href !== undefined && { link: piece.href, underline: true }),
      });
      from += wide;
    }
  }
}

/** Starts a new page unless this height still fits. */
export function ensureSpace(pen: Pen, height: number): void {
  if (pen.pdf.y + height > pen.bottom) turnPage(pen.pdf);
}

/** Starts a new page. */
export function turnPage(pdf: Pdf): void {
  pdf.continueOnNewPage();
  pdf.y = pdf.page.margins.top;
}

/** Draws text over the width or a part of it, across pages, without widows and orphans. */
export function drawText(
  pen: Pen,
  {
    text,
    look,
    align,
    indent = 0,
    keepWith = 0,
  }: { text: RichText; look: TextStyle; align?: Align; indent?: number; keepWith?: number },
): void {
  const { pdf } = pen;
  const width = pen.width - indent;
  const height = heightOfLine(look);
  let rest = layoutLines(pen, { text, look, width });
  if (rest.length <= 3) ensureSpace(pen, rest.length * height + keepWith);
  else ensureSpace(pen, 2 * height);
  while (rest.length > 0) {
    const room = Math.max(1, Math.floor((pen.bottom - pdf.y + 0.01) / height));
    const taken = rest.length - room === 1 && room > 2 ? room - 1 : Math.min(room, rest.length);
    const { y } = pdf;
    drawLines(pdf, {
      lines: rest.slice(0, taken),
      look,
      x: pen.left + indent,
      y,
      width,
      ...(align !== undefined && { align }),
    });
    pdf.y = y + taken * height;
    rest = rest.slice(taken);
    if (rest.length > 0) turnPage(pdf);
  }
}

/** Draws header, footer and page numbers of all pages, once their number is known. */
export function drawMargins(pdf: Pdf, document: TextDocument): void {
  const { start, count } = pdf.bufferedPageRange();
  const look = { size: 8.5, color: colors.soft };
  for (let page = start; page < start + count; page++) {
    pdf.switchToPage(page);
    const { margins, width, height } = pdf.page;
    const inner = width - margins.left - margins.right;
    const line = (text: string, y: number, align: Align) => {
      pdf.markContent("Artifact", { type: "Pagination" });
      drawLines(pdf, {
        lines: layoutLines({ pdf, lang: document.lang }, { text, look, width: inner }).slice(0, 1),
        look,
        x: margins.left,
        y,
        width: inner,
        align,
      });
      pdf.endMarkedContent();
    };
    if (document.header !== undefined) line(document.header, 30, "left");
    if (document.footer !== undefined) line(document.footer, height - 38, "left");
    if (document.pageNumbers !== false) line(`${page + 1} / ${count}`, height - 38, "right");
  }
}
