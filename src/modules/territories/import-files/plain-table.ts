import { KIND_WORDS, PLAIN_COLUMNS } from "../address/place-types.ts";
import { foldName, splitPlaceName } from "../address/place-names.ts";
import { readOktmo } from "../territory.ts";
import { readCount } from "./cities.ts";
import { readPoint, rejected } from "./rows.ts";
import type { GazetteerRow, ReadOptions, ReadRow } from "./rows.ts";
import type { TableFormat } from "./read-gazetteer.ts";
import { tableRows } from "./table-rows.ts";
import type { Cells } from "./table-rows.ts";

/** A table made by hand or exported from here: name, kind, parent, oktmo, population, lat, lon. */
export const plainFormat: TableFormat = {
  name: "plain",
  recognises: (columns) => PLAIN_COLUMNS.name.some((name) => columns.includes(name)),
  read: (table, options) =>
    tableRows(table, options, {
      read: (cells, line) => readPlain(cells, { line, ...options }),
    }),
};

function* readPlain(
  cells: Cells,
  { line, bounds }: ReadOptions & { line: number },
): Generator<ReadRow> {
  const cell = (column: keyof typeof PLAIN_COLUMNS) =>
    PLAIN_COLUMNS[column].map(cells).find((value) => value !== "") ?? "";
  const officialName = cell("name");
  if (officialName === "") return yield rejected(line, "empty-name");
  const kind = readKind(cell("kind"));
  if (!kind) return yield rejected(line, "unknown-kind", cell("kind"));
  const oktmo = readOktmo(cell("oktmo"));
  if (cell("oktmo") !== "" && !oktmo) return yield rejected(line, "bad-oktmo", cell("oktmo"));
  const population = readCount(cell("population"));
  if (population === null) return yield rejected(line, "bad-population", cell("population"));
  const point = readPoint({ lat: cell("lat"), lon: cell("lon") }, bounds);
  if ("problem" in point) return yield rejected(line, point.problem, officialName);
  const { name, type } = splitPlaceName(officialName);
  yield {
    kind,
    name,
    ...(type && { type }),
    officialName,
    parentNames: cell("parent") === "" ? [] : [cell("parent")],
    ...(oktmo && { oktmo }),
    ...(population !== undefined && { population }),
    ...point.point,
    line,
  };
}

/** A municipality unless the cell says otherwise; nothing for a word that is no kind. */
export function readKind(cell: string): GazetteerRow["kind"] | undefined {
  if (cell === "") return "municipality";
  return KIND_WORDS.find(([word]) => word === foldName(cell))?.[1];
}
