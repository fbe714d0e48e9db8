import { sniffEncoding } from "../tables/bytes.ts";
import { openZip, ZipError } from "./zip-reader.ts";

export const attachmentTypes = [
  "pdf",
  "docx",
  "xlsx",
  "odt",
  "ods",
  "csv",
  "txt",
  "picture",
] as const;
export type AttachmentType = (typeof attachmentTypes)[number];

/** Reason why a file is rejected. */
export type AttachmentRejection = "unknown" | "macros" | "old-office" | "broken" | "zip-bomb";

/** Detects a file's type by its content; the name only distinguishes CSV from other text. */
export async function detectAttachmentType(
  name: string,
  bytes: Buffer,
): Promise<AttachmentType | AttachmentRejection> {
  const head = bytes.subarray(0, 1024).toString("latin1");
  if (head.includes("%PDF-")) return detectPdfType(bytes);
  if (head.startsWith("PK")) return detectOfficeType(bytes).catch(archiveRejection);
  if (head.startsWith("\xd0\xcf\x11\xe0")) return "old-office";
  if (isPicture(head)) return "picture";
  if (!isText(bytes)) return "unknown";
  return /\.(csv|tsv)$/i.test(name) ? "csv" : "txt";
}

function archiveRejection(error: unknown): AttachmentRejection {
  if (!(error instanceof ZipError)) throw error;
  return error.fault === "excessive" ? "zip-bomb" : "broken";
}

// A PDF may run scripts and programs when it is opened; a scan or a printed document never does.
function detectPdfType(bytes: Buffer): AttachmentType | AttachmentRejection {
  return bytes.includes("/JavaScript") || bytes.includes("/Launch") ? "macros" : "pdf";
}

const openDocumentTypes: Record<string, AttachmentType> = {
  "application/vnd.oasis.opendocument.text": "odt",
  "application/vnd.oasis.opendocument.spreadsheet": "ods",
};

const executableEntry =
  /vbaProject|macrosheets\/|(^|\/)activeX\/|^Basic\/|^Scripts\/|\.(exe|dll|scr|com|bat|cmd|vbs|vbe|jse?|wsf|hta|ps1|jar|msi|lnk)$/i;

/** The lists by which an archive names its own type are short. */
const MAX_TYPE_LIST_BYTES = 1_000_000;

async function detectOfficeType(bytes: Buffer): Promise<AttachmentType | AttachmentRejection> {
  const archive = await openZip(bytes);
  if (archive.names.some((name) => executableEntry.test(name))) return "macros";
  const textOf = async (name: string) =>
    archive.has(name) ? (await archive.read(name, MAX_TYPE_LIST_BYTES)).toString() : "";
  const types = await textOf("[Content_Types].xml");
  if (/macroEnabled/i.test(types)) return "macros";
  if (types !== "" && archive.has("word/document.xml")) return "docx";
  if (types !== "" && archive.has("xl/workbook.xml")) return "xlsx";
  return openDocumentTypes[(await textOf("mimetype")).trim()] ?? "unknown";
}

function isPicture(head: string): boolean {
  return (
    head.startsWith("\xff\xd8\xff") ||
    head.startsWith("\x89PNG") ||
    head.startsWith("GIF8") ||
    (head.startsWith("RIFF") && head.slice(8, 12) === "WEBP") ||
    /^....ftyp(hei|mif|avi)/s.test(head)
  );
}

/** Text in an encoding that is told from it; a page, a drawing or a script is none. */
function isText(bytes: Buffer): boolean {
  const text = new TextDecoder(sniffEncoding(bytes)).decode(bytes);
  if (/^\s*(<(!doctype|html|svg|script|\?xml|body|head)|#!)/i.test(text)) return false;
  return text.trim() !== "" && !/(?![\t\n\f\r])\p{Cc}|\ufffd/u.test(text);
}
