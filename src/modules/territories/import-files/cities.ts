import { splitPlaceName } from "../address/place-names.ts";
import { readOktmo } from "../territory.ts";
import { readPoint, rejected } from "./rows.ts";
import type { ReadOptions, ReadRow } from "./rows.ts";
import type { TableFormat } from "./read-gazetteer.ts";
import { tableRows } from "./table-rows.ts";
import type { Cells } from "./table-rows.ts";

/** A list of towns with population, centre and OKTMO in the columns of address registers. */
export const citiesFormat: TableFormat = {
  name: "cities",
  recognises: (columns) =>
    ["city", "region", "geo_lat", "geo_lon", "population"].every((name) => columns.includes(name)),
  read: (table, options) =>
    tableRows(table, options, {
      regionOf: (cells) => cells("region"),
      read: (cells, line) => readCity(cells, { line, ...options }),
    }),
};

function* readCity(
  cells: Cells,
  { line, bounds }: ReadOptions & { line: number },
): Generator<ReadRow> {
  // A town may stand in the column of its settlement, district or region.
  const column = ["settlement", "city", "area", "region"].find((name) => cells(name) !== "");
  const name = column ? cells(column) : "";
  if (!column || name === "") return yield rejected(line, "empty-name");
  const { type } = splitPlaceName(`${cells(`${column}_type`)} ${name}`);
  const oktmo = readOktmo(cells("oktmo"));
  if (cells("oktmo") !== "" && !oktmo) return yield rejected(line, "bad-oktmo", cells("oktmo"));
  const population = readCount(cells("population"));
  if (population === null) return yield rejected(line, "bad-population", cells("population"));
  const point = readPoint({ lat: cells("geo_lat"), lon: cells("geo_lon") }, bounds);
  if ("problem" in point) return yield rejected(line, point.problem, name);
  const district = column === "area" || column === "region" ? "" : cells("area");
  yield {
    kind: "settlement",
    name,
    ...(type && { type }),
    parentNames: [cells("region"), district].filter((parent) => parent !== ""),
    ...(oktmo && { oktmo }),
    ...(population !== undefined && { population }),
    ...point.point,
    line,
  };
}

/** People in a cell, «12 689»; nothing for an empty cell, null for what is no count. */
export function readCount(cell: string): number | undefined | null {
  const digits = cell.replace(/[\s\u00a0]/g, "");
  if (digits === "") return undefined;
  return /^\d{1,9}$/.test(digits) ? Number(digits) : null;
}
