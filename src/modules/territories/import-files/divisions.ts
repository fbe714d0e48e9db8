import { splitPlaceName } from "../address/place-names.ts";
import { rejectRow } from "./rows.ts";
import type { GazetteerReadRow } from "./rows.ts";
import type { TableFormat } from "./read-gazetteer.ts";
import { parseTableRows } from "./table-rows.ts";
import type { GazetteerCells } from "./table-rows.ts";

/** The housing register's tree: region, municipality, settlement as three name columns. */
export const divisionsFormat: TableFormat = {
  name: "divisions",
  recognises: (columns) =>
    ["lvl1_name", "lvl2_name", "lvl3_name"].every((name) => columns.includes(name)),
  read: (table, options) =>
    parseTableRows(table, options, {
      regionOf: (cells) => cells("lvl1_name"),
      read: parseDivisionRow,
    }),
};

function* parseDivisionRow(cells: GazetteerCells, line: number): Generator<GazetteerReadRow> {
  const [region, municipality, settlement] = [
    cells("lvl1_name"),
    cells("lvl2_name"),
    cells("lvl3_name"),
  ];
  if (region === "") return yield rejectRow(line, "empty-name");
  // A row with the region alone names no place in it.
  if (municipality === "") return;
  const officialName = (settlement || municipality).replace(/\s+/g, " ");
  const { name, type } = splitPlaceName(officialName);
  yield {
    kind: settlement === "" ? "municipality" : "settlement",
    name,
    ...(type && { type }),
    officialName,
    parentNames: settlement === "" ? [region] : [region, municipality],
    line,
  };
}
