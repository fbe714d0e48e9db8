import { KIND_WORDS, PLAIN_COLUMNS } from "../address/place-types.ru.ts";
import { foldName, splitPlaceName } from "../address/place-names.ts";
import { parseOktmo } from "../territory.ts";
import { parseCount } from "./cities.ts";
import { parsePoint, rejectRow } from "./rows.ts";
import type { GazetteerRow, GazetteerReadOptions, GazetteerReadRow } from "./rows.ts";
import type { TableFormat } from "./read-gazetteer.ts";
import { parseTableRows } from "./table-rows.ts";
import type { GazetteerCells } from "./table-rows.ts";

/** A table made by hand or exported from here: name, kind, parent, oktmo, population, lat, lon. */
export const plainFormat: TableFormat = {
  name: "plain",
  recognises: (columns) => PLAIN_COLUMNS.name.some((name) => columns.includes(name)),
  read: (table, options) =>
    parseTableRows(table, options, {
      read: (cells, line) => parsePlainRow(cells, { line, ...options }),
    }),
};

function* parsePlainRow(
  cells: GazetteerCells,
  { line, bounds }: GazetteerReadOptions & { line: number },
): Generator<GazetteerReadRow> {
  const cell = (column: keyof typeof PLAIN_COLUMNS) =>
    PLAIN_COLUMNS[column].map(cells).find((value) => value !== "") ?? "";
  const officialName = cell("name");
  if (officialName === "") return yield rejectRow(line, "empty-name");
  const kind = parseKind(cell("kind"));
  if (!kind) return yield rejectRow(line, "unknown-kind", cell("kind"));
  const oktmo = parseOktmo(cell("oktmo"));
  if (cell("oktmo") !== "" && !oktmo) return yield rejectRow(line, "bad-oktmo", cell("oktmo"));
  const population = parseCount(cell("population"));
  if (population === null) return yield rejectRow(line, "bad-population", cell("population"));
  const point = parsePoint({ lat: cell("lat"), lon: cell("lon") }, bounds);
  if ("problem" in point) return yield rejectRow(line, point.problem, officialName);
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

/** Returns the place's kind, a municipality for an empty cell; undefined for an unknown word. */
export function parseKind(cell: string): GazetteerRow["kind"] | undefined {
  if (cell === "") return "municipality";
  return KIND_WORDS.find(([word]) => word === foldName(cell))?.[1];
}
