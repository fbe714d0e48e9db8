import { splitPlaceName } from "../address/place-names.ts";
import { parseOktmo } from "../territory.ts";
import { parsePoint, rejectRow } from "./rows.ts";
import type { GazetteerReadOptions, GazetteerReadRow } from "./rows.ts";
import type { TableFormat } from "./read-gazetteer.ts";
import { parseTableRows } from "./table-rows.ts";
import type { GazetteerCells } from "./table-rows.ts";

/** A list of towns with population, centre and OKTMO in the columns of address registers. */
export const citiesFormat: TableFormat = {
  name: "cities",
  recognises: (columns) =>
    ["city", "region", "geo_lat", "geo_lon", "population"].every((name) => columns.includes(name)),
  read: (table, options) =>
    parseTableRows(table, options, {
      regionOf: (cells) => cells("region"),
      read: (cells, line) => parseCityRow(cells, { line, ...options }),
    }),
};

function* parseCityRow(
  cells: GazetteerCells,
  { line, bounds }: GazetteerReadOptions & { line: number },
): Generator<GazetteerReadRow> {
  // A town may be in the column of its settlement, district or region.
  const column = ["settlement", "city", "area", "region"].find((name) => cells(name) !== "");
  const name = column ? cells(column) : "";
  if (!column || name === "") return yield rejectRow(line, "empty-name");
  const { type } = splitPlaceName(`${cells(`${column}_type`)} ${name}`);
  const oktmo = parseOktmo(cells("oktmo"));
  if (cells("oktmo") !== "" && !oktmo) return yield rejectRow(line, "bad-oktmo", cells("oktmo"));
  const population = parseCount(cells("population"));
  if (population === null) return yield rejectRow(line, "bad-population", cells("population"));
  const point = parsePoint({ lat: cells("geo_lat"), lon: cells("geo_lon") }, bounds);
  if ("problem" in point) return yield rejectRow(line, point.problem, name);
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

/** Parses a number of people, «12 689»; undefined for an empty cell, null for anything else. */
export function parseCount(cell: string): number | undefined | null {
  const digits = cell.replace(/[\s\u00a0]/g, "");
  if (digits === "") return undefined;
  return /^\d{1,9}$/.test(digits) ? Number(digits) : null;
}
