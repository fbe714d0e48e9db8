import { houseKey } from "../address/house-number.ts";
import { foldName, splitStreetName, streetKey } from "../address/place-names.ts";
import type { OpenedGazetteer } from "../import-files/read-gazetteer.ts";
import { isAcceptedRow } from "../import-files/rows.ts";
import type { GazetteerRow, RejectedRow } from "../import-files/rows.ts";

export type HouseDraft = {
  label: string;
  key: string;
  lat: number | undefined;
  lon: number | undefined;
};

export type StreetDraft = {
  name: string;
  /** The type in full, «улица»; empty for a bare name. */
  kind: string;
  matchKey: string;
  line: number;
  houses: HouseDraft[];
};

/** Streets of one place in the file; `path` are the place's names, the outermost first. */
export type StreetGroup = { path: string[]; line: number; streets: Map<string, StreetDraft> };

/** A whole file without duplicates: each place once, streets by place, houses by street. */
export type GazetteerOutline = {
  municipalities: GazetteerRow[];
  settlements: GazetteerRow[];
  groups: StreetGroup[];
  rows: number;
  rejected: RejectedRow[];
  rejectedCount: number;
};

const MAX_REJECTED_KEPT = 1000;

/** Reads all rows; of duplicates the first counts. */
export async function buildOutline(
  { format, rows }: OpenedGazetteer,
  onRow: (count: number) => void,
): Promise<GazetteerOutline> {
  const outline: GazetteerOutline = {
    municipalities: [],
    settlements: [],
    groups: [],
    rows: 0,
    rejected: [],
    rejectedCount: 0,
  };
  const seen = new Set<string>();
  const groups = new Map<string, StreetGroup>();
  for await (const row of rows) {
    onRow((outline.rows += 1));
    if (!isAcceptedRow(row)) {
      outline.rejectedCount += 1;
      if (outline.rejected.length < MAX_REJECTED_KEPT) outline.rejected.push(row);
      continue;
    }
    if (row.kind === "municipality" || row.kind === "settlement") addPlace(outline, { row, seen });
    // In the housing register each house names its street and place.
    else if (row.kind === "house" || format !== "houses") addStreet(groups, row);
  }
  outline.groups = [...groups.values()];
  return outline;
}

function addPlace(
  outline: GazetteerOutline,
  { row, seen }: { row: GazetteerRow; seen: Set<string> },
): void {
  const whole = row.officialName ?? `${row.type ?? ""} ${row.name}`;
  const key = [row.kind, ...row.parentNames, whole, row.oktmo ?? ""].map(foldName).join("\n");
  if (seen.has(key)) return;
  seen.add(key);
  (row.kind === "municipality" ? outline.municipalities : outline.settlements).push(row);
}

function addStreet(groups: Map<string, StreetGroup>, row: GazetteerRow): void {
  const path = row.address ? addressPath(row.address) : row.parentNames;
  const group = getOrAdd(groups, path.join("\n"), () => ({
    path,
    line: row.line,
    streets: new Map(),
  }));
  const name = row.address?.street ?? row.name;
  const kind = (row.address ? row.address.streetType : row.type) ?? "";
  const matchKey = streetKey({ name: splitStreetName(name).name });
  const street = getOrAdd(group.streets, `${matchKey}|${kind}`, () => ({
    name,
    kind,
    matchKey,
    line: row.line,
    houses: [],
  }));
  if (row.kind !== "house" || !row.address) return;
  const { lat, lon } = row;
  street.houses.push({ label: row.name, key: houseKey(row.address), lat, lon });
}

function addressPath(address: NonNullable<GazetteerRow["address"]>): string[] {
  const { region, district, settlement, area } = address;
  const typed = (type: string | undefined, name: string | undefined) =>
    name === undefined ? undefined : `${type ?? ""} ${name}`.trim();
  return [
    region,
    district,
    typed(address.settlementType, settlement),
    typed(address.areaType, area),
  ].filter((place) => place !== undefined);
}

/** Returns the map's value of the key, made and added when absent. */
export function getOrAdd<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
