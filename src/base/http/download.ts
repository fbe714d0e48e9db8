/** What a file may be named: no folders, no control signs, no quotation that would end the header. */
function toFileName(name: string): string {
  const plain = name
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}]/gu, "")
    .replace(/[/\\:*?"<>|]/g, " ")
    .replace(/\s+/g, " ")
    .replace(/^[. ]+|[. ]+$/g, "");
  return plain === "" ? "file" : plain;
}

const maxNameLength = 150;

/** The name with its ending, of a length that every file system takes. */
function shortenName(name: string): string {
  if (name.length <= maxNameLength) return name;
  const ending = /\.[a-z0-9]{1,5}$/i.exec(name)?.[0] ?? "";
  return `${name.slice(0, maxNameLength - ending.length).trimEnd()}${ending}`;
}

/** `content-disposition` of a download: the name in UTF-8 (RFC 5987) beside an ASCII one for old programs. */
export function contentDisposition(name: string): string {
  const shown = shortenName(toFileName(name));
  const ascii = shown.replace(/[^\x20-\x7e]+/g, "_").replaceAll("%", "_");
  const encoded = encodeURIComponent(shown.toWellFormed()).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

/** Returns bytes as a download: a browser neither guesses their type nor runs what is in them. */
export function fileResponse(file: {
  /** With its ending, in any alphabet. */
  name: string;
  type: string;
  body: Buffer | ReadableStream<Uint8Array>;
}): Response {
  return new Response(file.body as BodyInit, {
    headers: {
      "content-type": file.type,
      "content-disposition": contentDisposition(file.name),
      "x-content-type-options": "nosniff",
      "content-security-policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
      ...(file.body instanceof Buffer && { "content-length": String(file.body.length) }),
    },
  });
}

/** `name` without its ending. */
export const pdfResponse = (name: string, body: Buffer): Response =>
  fileResponse({ name: `${name}.pdf`, type: "application/pdf", body });

/** `name` without its ending. */
export const docxResponse = (name: string, body: Buffer): Response =>
  fileResponse({ name: `${name}.docx`, type: docxMediaType, body });

const docxMediaType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
