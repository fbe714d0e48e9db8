import type { TableFile } from "#base/tables/read.ts";
import { regionKey } from "../address/place-names.ts";
import { rejectRow } from "./rows.ts";
import type { GazetteerReadOptions, GazetteerReadRow } from "./rows.ts";

export type GazetteerCells = (column: string) => string;

/**
 * Iterates over a table's rows with case-insensitive access to cells; yields the table's problems
 * as rejected rows. With a `region`, rows whose `regionOf` differs are skipped, and a table without
 * any row of the region ends with one rejected row.
 */
export async function* parseTableRows(
  table: TableFile,
  { region }: GazetteerReadOptions,
  {
    regionOf,
    read,
  }: {
    regionOf?: (cells: GazetteerCells) => string;
    read: (cells: GazetteerCells, line: number) => Iterable<GazetteerReadRow>;
  },
): AsyncGenerator<GazetteerReadRow> {
  const wanted = region !== undefined && regionOf ? regionKey(region) : undefined;
  const keys = new Map<string, string>();
  let seen = wanted === undefined;
  for await (const entry of table.rows) {
    if ("problem" in entry) {
      yield rejectRow(entry.line, entry.problem);
      continue;
    }
    const lower = new Map(
      Object.entries(entry.row).map(([key, cell]) => [key.toLowerCase(), cell]),
    );
    const cells: GazetteerCells = (column) => lower.get(column)?.trim() ?? "";
    if (wanted !== undefined && regionOf) {
      const name = regionOf(cells);
      const key = keys.get(name) ?? regionKey(name);
      keys.set(name, key);
      if (key !== wanted) continue;
      seen = true;
    }
    yield* read(cells, entry.line);
  }
  if (!seen) yield rejectRow(0, "region-not-found", region);
}
