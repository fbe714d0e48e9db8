import { splitPlaceName } from "../address/place-names.ts";
import { parseOktmo } from "../territory.ts";
import { parsePoint, rejectRow } from "./rows.ts";
import type { GazetteerReadOptions, GazetteerReadRow } from "./rows.ts";
import type { TableFormat } from "./read-gazetteer.ts";
import { parseTableRows } from "./table-rows.ts";
import type { GazetteerCells } from "./table-rows.ts";

const STILL_CURRENT = "9999";

/** The register of municipalities with OKTMO and the years of each version; only current ones. */
export const municipalitiesFormat: TableFormat = {
  name: "municipalities",
  recognises: (columns) =>
    ["municipal_district_name", "oktmo", "region_name"].every((name) => columns.includes(name)),
  read: (table, options) =>
    parseTableRows(table, options, {
      regionOf: (cells) => cells("region_name"),
      read: (cells, line) => parseMunicipalityRow(cells, { line, ...options }),
    }),
};

function* parseMunicipalityRow(
  cells: GazetteerCells,
  { line, bounds }: GazetteerReadOptions & { line: number },
): Generator<GazetteerReadRow> {
  const lastYear = cells("year_to");
  if (lastYear !== "" && lastYear !== STILL_CURRENT) return;
  const officialName = cells("municipal_district_name");
  if (officialName === "") return yield rejectRow(line, "empty-name");
  const oktmo = parseOktmo(cells("oktmo"));
  if (oktmo === undefined) return yield rejectRow(line, "bad-oktmo", cells("oktmo"));
  const point = parsePoint(
    { lat: cells("municipal_district_center_lat"), lon: cells("municipal_district_center_lon") },
    bounds,
  );
  if ("problem" in point) return yield rejectRow(line, point.problem, officialName);
  const { name, type } = splitPlaceName(officialName);
  yield {
    kind: "municipality",
    name,
    ...(type && { type }),
    officialName,
    parentNames: [cells("region_name")],
    oktmo,
    ...point.point,
    line,
  };
}
