import { readBorder } from "../geometry/parse-border.ts";
import { splitPlaceName } from "../address/place-names.ts";
import { readOktmo } from "../territory.ts";
import { readCount } from "./cities.ts";
import { readKind } from "./plain-table.ts";
import { rejected } from "./rows.ts";
import type { ReadOptions, ReadRow } from "./rows.ts";

const NAME_PROPERTIES = ["officialName", "official_name", "district", "name", "name:ru", "NAME"];
const OKTMO_PROPERTIES = ["oktmo", "OKTMO", "oktmo:user"];

/** Reads the features of a GeoJSON collection; `line` is the number of the feature from 1. */
export async function* readFeatures(
  features: readonly unknown[],
  options: ReadOptions,
): AsyncGenerator<ReadRow> {
  for (const [index, feature] of features.entries()) {
    yield readFeature(asRecord(feature), { line: index + 1, ...options });
  }
}

function readFeature(
  feature: Record<string, unknown>,
  { line, bounds }: ReadOptions & { line: number },
): ReadRow {
  const property = textOf(asRecord(feature["properties"]));
  const officialName = firstOf(NAME_PROPERTIES, property);
  if (officialName === "") return rejected(line, "empty-name");
  const kind = readKind(property("kind"));
  if (!kind) return rejected(line, "unknown-kind", property("kind"));
  const code = firstOf(OKTMO_PROPERTIES, property);
  const oktmo = readOktmo(code);
  if (code !== "" && !oktmo) return rejected(line, "bad-oktmo", code);
  const population = readCount(property("population"));
  if (population === null) return rejected(line, "bad-population", property("population"));
  const read = readBorder(feature["geometry"], bounds ? { bounds } : {});
  if ("problem" in read) {
    return rejected(line, read.problem, [officialName, read.detail].filter(Boolean).join(": "));
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

function textOf(properties: Record<string, unknown>): (name: string) => string {
  return (name) => {
    const value = properties[name];
    return typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
  };
}

function firstOf(names: readonly string[], property: (name: string) => string): string {
  return names.map(property).find((value) => value !== "") ?? "";
}
