import { stringify } from "csv-stringify/sync";
import { DAY_MS, wallTime } from "../time/local-time.ts";
import { escapeFormula } from "./formula-escape.ts";

/** What a cell of an exported table may hold; nothing is an empty cell. */
export type ExportCell = string | number | boolean | Date | null | undefined;

/** Any text that a reader who guesses the delimiter could cut, or a program could trim. */
const needsQuotes = /[",;|\t\r\n]|^\s|\s$/;

/**
 * Writes one row in the product's only CSV dialect: semicolons, CRLF, a decimal comma, 1 and 0 for
 * yes and no, instants as «YYYY-MM-DD HH:MM:SS» by the wall clock of `zone`, formulas made text.
 * The reasons are in docs/decisions/0023-csv-dialect.md; `readTable` reads it back.
 */
export function csvLine(cells: readonly ExportCell[], { zone }: { zone: string }): string {
  return stringify([[...cells]], {
    delimiter: ";",
    record_delimiter: "\r\n",
    cast: {
      string(text) {
        const value = escapeFormula(text);
        return { value, quoted: needsQuotes.test(value) };
      },
      number: (value) => (Number.isFinite(value) ? String(value).replace(".", ",") : ""),
      boolean: (value) => (value ? "1" : "0"),
      date: (instant) => formatInstant(instant, zone),
    },
  });
}

/** A midnight of the zone is a day, as it is in a workbook. */
function formatInstant(instant: Date, zone: string): string {
  if (Number.isNaN(instant.getTime())) return "";
  const wall = wallTime(instant.getTime(), zone);
  const text = new Date(wall).toISOString();
  return wall % DAY_MS === 0 ? text.slice(0, 10) : text.slice(0, 19).replace("T", " ");
}

/** Writes a whole CSV file piece by piece, beginning with the mark that makes Excel read it as UTF-8. */
export async function* csvFile(
  head: readonly string[],
  batches: AsyncIterable<readonly (readonly ExportCell[])[]>,
  options: { zone: string },
): AsyncGenerator<string> {
  yield `\uFEFF${csvLine(head, options)}`;
  for await (const rows of batches) yield rows.map((row) => csvLine(row, options)).join("");
}
