import { stringify } from "csv-stringify/sync";
import { formulaPattern } from "#base/tables/formula-escape.ts";
import { textStream, xlsxResponse } from "#base/http/exports.ts";

type TableRow = readonly (string | null)[];
type RowBatches = AsyncIterable<readonly TableRow[]>;

/**
 * A table as a file: semicolons and a byte-order mark, which Excel of Russia opens as they are.
 * `name` is the file's name without its ending.
 */
export function semicolonCsvResponse(
  name: string,
  head: readonly string[],
  rows: readonly TableRow[],
): Response {
  const batches = async function* () {
    yield rows;
  };
  return streamCsv(name, head, batches());
}

/** The same, sent as the rows come. */
export function streamCsv(name: string, head: readonly string[], batches: RowBatches): Response {
  const chunks = async function* () {
    yield `\uFEFF${stringify([[...head]], { delimiter: ";" })}`;
    for await (const rows of batches)
      yield stringify(
        rows.map((row) => row.map(escapeFormula)),
        { delimiter: ";" },
      );
  };
  return new Response(textStream(chunks()), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${name}.csv"`,
    },
  });
}

/** The same table as a workbook; its cells are texts, so nothing in them runs. */
export const streamXlsx = (name: string, head: readonly string[], portions: RowBatches): Response =>
  xlsxResponse(name, head, portions);

/** A text that a spreadsheet would run as a formula gets an apostrophe; a telephone stays as it is. */
function escapeFormula(text: string | null): string {
  if (text === null) return "";
  const isHarmless = !formulaPattern.test(text) || /^[+-][\d\s().-]+$/.test(text);
  return isHarmless ? text : `'${text}`;
}
