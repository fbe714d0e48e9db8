import { buffer } from "node:stream/consumers";
import PDFDocument from "pdfkit";
import type { Lang } from "../messages.ts";
import type { TextDocument } from "./document.ts";
import { fontFile, type Face } from "./fonts.ts";
import { margins } from "./page-format.ts";
import { drawBlock } from "./pdf-blocks.ts";
import { drawMargins, createPen } from "./pdf-pen.ts";
import { readPictures } from "./pictures.ts";

export type Pdf = PDFKit.PDFDocument;

/**
 * Creates an A4 PDF with the fonts «regular», «semibold» and «bold» registered (all with Cyrillic),
 * tagged, with title and language. Draw, then `finishPdf`. Lengths are points, 1/72 inch; portrait
 * is 595 × 842.
 */
export function createPdf(options: {
  title: string;
  lang: Lang;
  createdAt: Date;
  author?: string;
  landscape?: boolean;
  margins?: { top: number; right: number; bottom: number; left: number };
}): Pdf {
  const pdf = new PDFDocument({
    size: "A4",
    layout: options.landscape === true ? "landscape" : "portrait",
    margins: options.margins ?? margins,
    pdfVersion: "1.7",
    bufferPages: true,
    tagged: true,
    displayTitle: true,
    lang: options.lang === "ru" ? "ru-RU" : "en-GB",
    info: {
      Title: options.title,
      Creator: "OKNO",
      CreationDate: options.createdAt,
      ...(options.author !== undefined && { Author: options.author }),
    },
  });
  const faces: readonly Face[] = ["regular", "semibold", "bold"];
  for (const face of faces) pdf.registerFont(face, fontFile(face));
  return pdf.font("regular");
}

/** Closes the document and returns its bytes. */
export function finishPdf(pdf: Pdf): Promise<Buffer> {
  pdf.end();
  return buffer(pdf);
}

/**
 * Renders the document as PDF 1.7, tagged for screen readers; the same document gives the same
 * bytes.
 */
export async function toPdf(document: TextDocument): Promise<Buffer> {
  const pictures = await readPictures(document.blocks);
  const pdf = createPdf(document);
  const pen = createPen(pdf, document.lang);
  for (const [at, block] of document.blocks.entries()) {
    drawBlock(pen, { block, next: document.blocks[at + 1], pictures });
  }
  pen.root.end();
  drawMargins(pdf, document);
  return finishPdf(pdf);
}
