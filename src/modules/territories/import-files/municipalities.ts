import { splitPlaceName } from "../address/place-names.ts";
import { readOktmo } from "../territory.ts";
import { readPoint, rejected } from "./rows.ts";
import type { ReadOptions, ReadRow } from "./rows.ts";
import type { TableFormat } from "./read-gazetteer.ts";
import { tableRows } from "./table-rows.ts";
import type { Cells } from "./table-rows.ts";

const STILL_CURRENT = "9999";

/** The register of municipalities with OKTMO and the years of each version; only current ones. */
export const municipalitiesFormat: TableFormat = {
  name: "municipalities",
  recognises: (columns) =>
    ["municipal_district_name", "oktmo", "region_name"].every((name) => columns.includes(name)),
  read: (table, options) =>
    tableRows(table, options, {
      regionOf: (cells) => cells("region_name"),
      read: (cells, line) => readMunicipality(cells, { line, ...options }),
    }),
};

function* readMunicipality(
  cells: Cells,
  { line, bounds }: ReadOptions & { line: number },
): Generator<ReadRow> {
  const lastYear = cells("year_to");
  if (lastYear !== "" && lastYear !== STILL_CURRENT) return;
  const officialName = cells("municipal_district_name");
  if (officialName === "") return yield rejected(line, "empty-name");
  const oktmo = readOktmo(cells("oktmo"));
  if (oktmo === undefined) return yield rejected(line, "bad-oktmo", cells("oktmo"));
  const point = readPoint(
    { lat: cells("municipal_district_center_lat"), lon: cells("municipal_district_center_lon") },
    bounds,
  );
  if ("problem" in point) return yield rejected(line, point.problem, officialName);
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
