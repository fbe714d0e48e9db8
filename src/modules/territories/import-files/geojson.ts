import { parseBorder } from "../geometry/parse-border.ts";
import { splitPlaceName } from "../address/place-names.ts";
import { parseOktmo } from "../territory.ts";
import { parseCount } from "./cities.ts";
import { parseKind } from "./plain-table.ts";
import { rejectRow } from "./rows.ts";
import type { GazetteerReadOptions, GazetteerReadRow } from "./rows.ts";

const NAME_PROPERTIES = ["officialName", "official_name", "district", "name", "name:ru", "NAME"];
const OKTMO_PROPERTIES = ["oktmo", "OKTMO", "oktmo:user"];

/**
 * Yields the features of a GeoJSON collection as rows; `line` is the number of the feature from 1.
 */
export async function* parseFeatures(
  features: readonly unknown[],
  options: GazetteerReadOptions,
): AsyncGenerator<GazetteerReadRow> {
  for (const [index, feature] of features.entries()) {
    yield parseFeature(asRecord(feature), { line: index + 1, ...options });
  }
}

function parseFeature(
  feature: Record<string, unknown>,
  { line, bounds }: GazetteerReadOptions & { line: number },
): GazetteerReadRow {
  const property = propertyReader(asRecord(feature["properties"]));
  const officialName = firstNonEmpty(NAME_PROPERTIES, property);
  if (officialName === "") return rejectRow(line, "empty-name");
  const kind = parseKind(property("kind"));
  if (!kind) return rejectRow(line, "unknown-kind", property("kind"));
  const code = firstNonEmpty(OKTMO_PROPERTIES, property);
  const oktmo = parseOktmo(code);
  if (code !== "" && !oktmo) return rejectRow(line, "bad-oktmo", code);
  const population = parseCount(property("population"));
  if (population === null) return rejectRow(line, "bad-population", property("population"));
  const read = parseBorder(feature["geometry"], bounds ? { bounds } : {});
  if ("problem" in read) {
    return rejectRow(line, read.problem, [officialName, read.detail].filter(Boolean).join(": "));
  }
  const { name, type } = splitPlaceName(officialName);
  const parent = property("parent");
  return {
    kind,
    name,
    ...(type && { type }),
    officialName,
    parentNames: parent === "" ? [] : [parent],
    ...(oktmo && { oktmo }),
    ...(population !== undefined && { population }),
    border: read.border,
    line,
  };
}

function asRecord(value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(Object.entries(value));
}

function propertyReader(properties: Record<string, unknown>): (name: string) => string {
  return (name) => {
    const value = properties[name];
    return typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
  };
}

function firstNonEmpty(names: readonly string[], property: (name: string) => string): string {
  return names.map(property).find((value) => value !== "") ?? "";
}
