/**
 * One block model of a document and its three renderers: `toDocx`, `toPdf`, `DocumentView`. A
 * module builds a `TextDocument` from its messages and data; the layout is decided here. Typography
 * rules apply in all three. The same document gives the same bytes; golden files compare the output
 * of `pdfText` and `docxText`. Pages of a free layout (a certificate) draw with `createPdf` and end
 * with `finishPdf`.
 */
export * from "./document.ts";
export { docxText, toDocx } from "./docx.ts";
export { pdfText } from "./pdf-text.ts";
export { createPdf, finishPdf, toPdf, type Pdf } from "./pdf.ts";
export { DocumentView } from "./document-view.tsx";
