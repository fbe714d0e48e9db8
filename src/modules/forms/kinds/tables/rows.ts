import { noFaults, type AnswerFault } from "../checks.ts";
import { fieldName } from "../posted.ts";

/** No table is longer than this many posted rows, whatever the names say. */
const maxRows = 500;

/** Lists the row numbers of a table among posted names, ascending. */
export function listRowNumbers(code: string, names: readonly string[]): number[] {
  const start = `${fieldName(code)}.`;
  const numbers = names
    .filter((name) => name.startsWith(start))
    .map((name) => Number(name.slice(start.length).split(".")[0]))
    .filter((at) => Number.isInteger(at) && at >= 0 && at < maxRows);
  return [...new Set(numbers)].sort((a, b) => a - b);
}

/** Checks the number of rows. */
export function checkRowCount(rows: readonly unknown[], most: number): AnswerFault[] {
  return rows.length > most ? [{ key: "forms.rows-many", values: { most } }] : noFaults;
}
