import { addressKey, parseAddress } from "../address/address.ts";
import type { Address } from "../address/address.ts";
import { isInBounds } from "../geometry/geometry.ts";
import { formatHouseNumber } from "../address/house-number.ts";
import type { Point } from "../territory.ts";
import { parsePoint, rejectRow } from "./rows.ts";
import type { GazetteerReadOptions, GazetteerReadRow } from "./rows.ts";
import type { TableFormat } from "./read-gazetteer.ts";
import { parseTableRows } from "./table-rows.ts";
import type { GazetteerCells } from "./table-rows.ts";

/** Coordinates that the housing register writes for an unknown place. */
const FALLBACK = { lat: 55.76, lon: 37.64 };

/**
 * The housing register: an address as text and a point per row. Yields each street once, before its
 * first house. Houses of other regions are read as well: the address says where they are.
 */
export const housesFormat: TableFormat = {
  name: "houses",
  recognises: (columns) => ["lat", "lon", "address"].every((name) => columns.includes(name)),
  read: (table, options) => {
    const streets = new Set<string>();
    return parseTableRows(table, options, {
      read: (cells, line) => parseHouseRow(cells, { line, streets, ...options }),
    });
  },
};

function* parseHouseRow(
  cells: GazetteerCells,
  { line, streets, bounds }: GazetteerReadOptions & { line: number; streets: Set<string> },
): Generator<GazetteerReadRow> {
  const text = cells("address");
  const address = parseAddress(text);
  if (address.street === undefined) return yield rejectRow(line, "address-without-street", text);
  if (address.house === undefined) return yield rejectRow(line, "address-without-house", text);
  const read = parsePoint({ lat: cells("lat"), lon: cells("lon") }, bounds);
  if ("problem" in read) return yield rejectRow(line, read.problem, text);
  const point = trustedPoint(read.point, bounds);
  const parentNames = addressPath(address);
  const streetKey = [...parentNames, addressKey(address).split(" / ")[1]].join(" / ");
  const type = address.streetType && { type: address.streetType };
  if (!streets.has(streetKey)) {
    streets.add(streetKey);
    yield { kind: "street", name: address.street, ...type, parentNames, line };
  }
  yield {
    kind: "house",
    name: formatHouseNumber(address),
    parentNames: [...parentNames, address.street],
    ...point,
    address,
    line,
  };
}

/** Drops the register's placeholder and points outside the region. */
function trustedPoint(
  point: Point | undefined,
  bounds: GazetteerReadOptions["bounds"],
): Point | undefined {
  if (!point || (point.lat === FALLBACK.lat && point.lon === FALLBACK.lon)) return undefined;
  return bounds && !isInBounds(bounds, point) ? undefined : point;
}

function addressPath({ region, district, settlement, area }: Address): string[] {
  return [region, district, settlement, area].filter((place) => place !== undefined);
}
