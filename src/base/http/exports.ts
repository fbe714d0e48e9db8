import { csvFile, type ExportCell } from "../tables/csv-writer.ts";
import { xlsxStream, type XlsxColumn, type XlsxOptions } from "../tables/xlsx-writer.ts";
import { contentDisposition, fileResponse } from "./download.ts";

/** Sends rows as a CSV file, a batch at a time; `name` is without its ending, dates are by `zone`. */
export function csvResponse(
  name: string,
  head: readonly string[],
  batches: AsyncIterable<readonly (readonly ExportCell[])[]>,
  { zone }: { zone: string },
): Response {
  return new Response(textStream(csvFile(head, batches, { zone })), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": contentDisposition(`${name}.csv`),
    },
  });
}

/** The same rows as a workbook, typed and streamed; `zone` is the one whose wall clock dates are shown by. */
export function xlsxResponse(
  name: string,
  columns: readonly XlsxColumn[],
  portions: AsyncIterable<readonly (readonly ExportCell[])[]>,
  options: XlsxOptions = {},
): Response {
  return fileResponse({
    name: `${name}.xlsx`,
    type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    body: byteStream(xlsxStream(columns, portions, { sheet: name, ...options })),
  });
}

/** Pieces of text sent as they come; a reader who leaves stops the work. */
export function textStream(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const encoded = async function* () {
    for await (const piece of pieces) yield encoder.encode(piece);
  };
  return byteStream(encoded());
}

function byteStream(pieces: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await pieces.next();
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
}

export type AtomEntry = { id: string; title: string; href: string; at: Date; text: string };

/** RFC 4287; entries newest first. */
export function atomResponse(feed: {
  title: string;
  href: string;
  self: string;
  updated: Date;
  entries: readonly AtomEntry[];
}): Response {
  const entries = feed.entries.map(
    (entry) =>
      `<entry><id>${escapeXml(entry.id)}</id><title>${escapeXml(entry.title)}</title>` +
      `<link href="${escapeXml(entry.href)}"/><updated>${entry.at.toISOString()}</updated>` +
      `<content type="text">${escapeXml(entry.text)}</content></entry>`,
  );
  const text =
    `<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">` +
    `<id>${escapeXml(feed.self)}</id><title>${escapeXml(feed.title)}</title>` +
    `<link href="${escapeXml(feed.href)}"/><link rel="self" href="${escapeXml(feed.self)}"/>` +
    `<updated>${feed.updated.toISOString()}</updated><author><name>OKNO</name></author>${entries.join("")}</feed>`;
  return new Response(text, { headers: { "content-type": "application/atom+xml; charset=utf-8" } });
}

// XML 1.0 has no place for control characters, escaped or not; line ends and tabs are white space.
const special = /[&<>"]|(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu;

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escapeXml(text: string): string {
  return text.replace(special, (sign) => escapes[sign] ?? "");
}
