import { addressKey, parseAddress } from "../address/address.ts";
import type { Address } from "../address/address.ts";
import { inBounds } from "../geometry/geometry.ts";
import { houseLabel } from "../address/house-number.ts";
import type { Point } from "../territory.ts";
import { readPoint, rejected } from "./rows.ts";
import type { ReadOptions, ReadRow } from "./rows.ts";
import type { TableFormat } from "./read-gazetteer.ts";
import { tableRows } from "./table-rows.ts";
import type { Cells } from "./table-rows.ts";

/** What the housing register writes where it knows no place. */
const FALLBACK = { lat: 55.76, lon: 37.64 };

/**
 * The housing register: one address in words and a point per row. Gives each street once, before
 * its first house. Houses of other regions are read as well: the address says where they are.
 */
export const housesFormat: TableFormat = {
  name: "houses",
  recognises: (columns) => ["lat", "lon", "address"].every((name) => columns.includes(name)),
  read: (table, options) => {
    const streets = new Set<string>();
    return tableRows(table, options, {
      read: (cells, line) => readHouse(cells, { line, streets, ...options }),
    });
  },
};

function* readHouse(
  cells: Cells,
  { line, streets, bounds }: ReadOptions & { line: number; streets: Set<string> },
): Generator<ReadRow> {
  const text = cells("address");
  const address = parseAddress(text);
  if (address.street === undefined) return yield rejected(line, "address-without-street", text);
  if (address.house === undefined) return yield rejected(line, "address-without-house", text);
  const read = readPoint({ lat: cells("lat"), lon: cells("lon") }, bounds);
  if ("problem" in read) return yield rejected(line, read.problem, text);
  const point = trusted(read.point, bounds);
  const parentNames = placesOf(address);
  const streetKey = [...parentNames, addressKey(address).split(" / ")[1]].join(" / ");
  const type = address.streetType && { type: address.streetType };
  if (!streets.has(streetKey)) {
    streets.add(streetKey);
    yield { kind: "street", name: address.street, ...type, parentNames, line };
  }
  yield {
    kind: "house",
    name: houseLabel(address),
    parentNames: [...parentNames, address.street],
    ...point,
    address,
    line,
  };
}

/** A point that the register made up, or that lies off the region, is as good as none. */
function trusted(point: Point | undefined, bounds: ReadOptions["bounds"]): Point | undefined {
  if (!point || (point.lat === FALLBACK.lat && point.lon === FALLBACK.lon)) return undefined;
  return bounds && !inBounds(bounds, point) ? undefined : point;
}

function placesOf({ region, district, settlement, area }: Address): string[] {
  return [region, district, settlement, area].filter((place) => place !== undefined);
}
