import { stringify } from "csv-stringify/sync";
import writeXlsx from "write-excel-file/node";
import { textStream } from "#base/http/twins.ts";

type Row = readonly (string | null)[];
type Portions = AsyncIterable<readonly Row[]>;

/**
 * A table as a file: semicolons and a byte-order mark, which Excel of Russia opens as they are.
 * `name` is the file's name without its ending.
 */
export function csvFile(name: string, head: readonly string[], rows: readonly Row[]): Response {
  const portions = async function* () {
    yield rows;
  };
  return csvPortions(name, head, portions());
}

/** The same, sent as the rows come. */
export function csvPortions(name: string, head: readonly string[], portions: Portions): Response {
  const pieces = async function* () {
    yield `\uFEFF${stringify([[...head]], { delimiter: ";" })}`;
    for await (const rows of portions)
      yield stringify(
        rows.map((row) => row.map(plain)),
        { delimiter: ";" },
      );
  };
  return new Response(textStream(pieces()), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${name}.csv"`,
    },
  });
}

/** The same table as a workbook; its cells are texts, so nothing in them runs. */
export async function xlsxFile(
  name: string,
  head: readonly string[],
  portions: Portions,
): Promise<Response> {
  const sheet = [head.map((value) => ({ value, fontWeight: "bold" as const }))] as {
    value: string;
  }[][];
  for await (const rows of portions)
    sheet.push(...rows.map((row) => row.map((cell) => ({ value: cell ?? "", type: String }))));
  const bytes = await writeXlsx(sheet, { stickyRowsCount: 1 }).toBuffer();
  return new Response(new Uint8Array(bytes), {
    headers: {
      "content-type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      "content-disposition": `attachment; filename="${name}.xlsx"`,
    },
  });
}

/**
 * A text that a spreadsheet would run as a formula gets an apostrophe, one that has apostrophes
 * already one more, so that reading it back takes exactly ours away; a telephone stays as it is.
 */
function plain(text: string | null): string {
  if (text === null) return "";
  const harmless = !/^'*[=+\-@\t\r]/.test(text) || /^[+-][\d\s().-]+$/.test(text);
  return harmless ? text : `'${text}`;
}
