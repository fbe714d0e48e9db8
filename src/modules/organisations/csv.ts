import { stringify } from "csv-stringify/sync";

/**
 * A table as a file: semicolons and a byte-order mark, which Excel of Russia opens as they are.
 * `name` is the file's name without its ending.
 */
export function csvFile(
  name: string,
  head: readonly string[],
  rows: readonly (readonly (string | null)[])[],
): Response {
  const body = stringify([head, ...rows.map((row) => row.map(plain))], {
    bom: true,
    delimiter: ";",
  });
  return new Response(body, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${name}.csv"`,
    },
  });
}

/** A text that a spreadsheet would run as a formula gets an apostrophe; a telephone stays as it is. */
function plain(text: string | null): string {
  if (text === null) return "";
  const harmless = !/^[=+\-@\t\r]/.test(text) || /^[+-][\d\s().-]+$/.test(text);
  return harmless ? text : `'${text}`;
}
