import { splitPlaceName, splitStreetName } from "../address/place-names.ts";
import { rejectRow } from "./rows.ts";
import type { GazetteerReadOptions, GazetteerReadRow } from "./rows.ts";

/**
 * Yields a tree of districts, their settlements (`nasPunkt`) and their streets, names only. `line`
 * counts settlements and streets in the order of the file, from 1.
 */
export async function* parseStreetTree(
  districts: readonly unknown[],
  { region }: GazetteerReadOptions,
): AsyncGenerator<GazetteerReadRow> {
  const above = region === undefined ? [] : [region];
  let line = 0;
  for (const district of districts) {
    const districtName = entryName(district);
    const parentNames = districtName === "" ? above : [...above, districtName];
    for (const settlement of childList(district, "nasPunkt")) {
      line++;
      const settlementName = entryName(settlement);
      if (settlementName === "") {
        yield rejectRow(line, "empty-name", districtName);
        continue;
      }
      const { name, type } = splitPlaceName(settlementName);
      const typed = type && { type };
      yield { kind: "settlement", name, ...typed, officialName: settlementName, parentNames, line };
      const seen = new Set<string>();
      for (const street of childList(settlement, "streets")) {
        line++;
        yield* parseStreet(street, { line, seen, parentNames: [...parentNames, settlementName] });
      }
    }
  }
}

/** «Лесная ул.[Комарово пос.]» repeats its settlement in brackets; duplicates are skipped. */
function* parseStreet(
  street: unknown,
  { line, seen, parentNames }: { line: number; seen: Set<string>; parentNames: string[] },
): Generator<GazetteerReadRow> {
  const full = entryName(street).replace(/\s*\[[^\]]*\]/g, "");
  if (full === "") return yield rejectRow(line, "empty-name", parentNames.at(-1));
  const { name, type, key } = splitStreetName(full);
  const whole = `${type ?? ""} ${key}`;
  if (seen.has(whole)) return;
  seen.add(whole);
  yield { kind: "street", name, ...(type && { type }), parentNames, line };
}

function childList(entry: unknown, key: string): unknown[] {
  if (typeof entry !== "object" || entry === null) return [];
  const list: unknown = Object.entries(entry).find(([name]) => name === key)?.[1];
  return Array.isArray(list) ? list : [];
}

function entryName(entry: unknown): string {
  if (typeof entry !== "object" || entry === null || !("name" in entry)) return "";
  return typeof entry.name === "string" ? entry.name.trim() : "";
}
