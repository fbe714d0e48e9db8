import { stringify } from "csv-stringify/sync";
import { wantsQuote } from "#base/tables/formula-escape.ts";
import { textStream, xlsxResponse } from "#base/http/exports.ts";

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
export const xlsxFile = (name: string, head: readonly string[], portions: Portions): Response =>
  xlsxResponse(name, head, portions);

/** A text that a spreadsheet would run as a formula gets an apostrophe; a telephone stays as it is. */
function plain(text: string | null): string {
  if (text === null) return "";
  const harmless = !wantsQuote.test(text) || /^[+-][\d\s().-]+$/.test(text);
  return harmless ? text : `'${text}`;
}
