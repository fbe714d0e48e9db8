import type { MultiPolygon } from "geojson";
import type { TableProblem } from "#base/tables/read.ts";
import type { Address } from "../address/address.ts";
import type { BorderProblem } from "../geometry/parse-border.ts";
import { pointProblem } from "../geometry/geometry.ts";
import type { Bounds, PointProblem } from "../geometry/geometry.ts";
import type { Point } from "../territory.ts";

/** One place of a gazetteer file, normalised. */
export type GazetteerRow = {
  kind: "municipality" | "settlement" | "street" | "house";
  /** Without its type word: «Майкоп», «2-я Берёзовая»; for a house «13/15 лит. А». */
  name: string;
  /** «городской округ», «деревня», «улица». */
  type?: string;
  officialName?: string;
  /** Names of its ancestors, the outermost first, as in the file. */
  parentNames: string[];
  oktmo?: string;
  lat?: number;
  lon?: number;
  population?: number;
  border?: MultiPolygon;
  address?: Address;
  /** Row of the file from 1; in a JSON file the number of the feature or entry. */
  line: number;
};

export type GazetteerRejectReason =
  | TableProblem
  | BorderProblem
  | PointProblem
  | "unknown-format"
  | "broken-json"
  | "region-not-found"
  | "empty-name"
  | "unknown-kind"
  | "bad-oktmo"
  | "bad-population"
  | "address-without-street"
  | "address-without-house";

export type RejectedRow = { line: number; reason: GazetteerRejectReason; detail: string };

export type GazetteerReadOptions = {
  /** Reads only this region of a file with many, named in any usual way: «Кировская область». */
  region?: string;
  /** The region's bounding box; detects swapped coordinates that are possible elsewhere. */
  bounds?: Bounds;
};

export type GazetteerReadRow = GazetteerRow | RejectedRow;

/** Returns a rejected row with its reason. */
export function rejectRow(line: number, reason: GazetteerRejectReason, detail = ""): RejectedRow {
  return { line, reason, detail: detail.slice(0, 200) };
}

/** Returns whether a row was accepted; otherwise it has a reason. */
export function isAcceptedRow(row: GazetteerReadRow): row is GazetteerRow {
  return !("reason" in row);
}

/** Parses a pair of cells; both empty means that the place has no point. */
export function parsePoint(
  { lat, lon }: { lat: string | undefined; lon: string | undefined },
  bounds?: Bounds,
): { point?: Point } | { problem: PointProblem } {
  const cells = [lat ?? "", lon ?? ""].map((cell) => cell.trim().replace(",", "."));
  if (cells.every((cell) => cell === "")) return {};
  const [latitude = NaN, longitude = NaN] = cells.map((cell) => (cell === "" ? NaN : Number(cell)));
  const point = { lat: latitude, lon: longitude };
  const problem = pointProblem(point, bounds);
  return problem ? { problem } : { point };
}
