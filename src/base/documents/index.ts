/**
 * One block model of a document and its three faces: `toDocx`, `toPdf`, `DocumentView`.
 * A module puts a `TextDocument` together from its own words and facts; how it looks is decided here.
 * The rules of typography hold in all three. The same document gives the same bytes; golden files
 * compare what `pdfText` and `docxText` read out of them.
 * Pages of a free layout (a certificate) draw on `openPdf` themselves and end with `pdfBytes`.
 */
export * from "./document.ts";
export { docxText, toDocx } from "./docx.ts";
export { pdfText } from "./pdf-text.ts";
export { createPdf, finishPdf, toPdf, type Pdf } from "./pdf.ts";
export { DocumentView } from "./document-view.tsx";
