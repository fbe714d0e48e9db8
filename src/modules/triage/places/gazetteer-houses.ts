import { normalizeHouseLabel, houseLabelSpellings } from "./names.ru.ts";

/** A house of a register; `number` in any usual spelling. */
export type GazetteerHouseRow = {
  id: string;
  streetId: string;
  number: string;
  lat?: number | undefined;
  lon?: number | undefined;
};

/** Houses of a region, grouped by street. */
export type HouseIndex = {
  /** houses of street s have the indexes first[s]…first[s + 1] */
  first: Uint32Array;
  label: Uint32Array;
  labels: ReadonlyMap<string, number>;
  /** by label: its leading number, 0 for none */
  base: Uint32Array;
  ids: readonly string[];
  lat: Float64Array;
  lon: Float64Array;
};

const numericPart = (label: string): number => Number.parseInt(label, 10) || 0;

/** Builds the index; rows of an unknown street are left out. */
export function buildHouseIndex(
  streets: ReadonlyMap<string, number>,
  rows: Iterable<GazetteerHouseRow>,
): HouseIndex {
  const kept: { street: number; row: GazetteerHouseRow }[] = [];
  for (const row of rows) {
    const street = streets.get(row.streetId);
    if (street !== undefined) kept.push({ street, row });
  }
  kept.sort((a, b) => a.street - b.street);
  const labels = new Map<string, number>();
  const first = new Uint32Array(streets.size + 1);
  const label = new Uint32Array(kept.length);
  kept.forEach(({ street, row }, at) => {
    const text = normalizeHouseLabel(row.number);
    const number = labels.get(text) ?? labels.size;
    labels.set(text, number);
    label[at] = number;
    first[street + 1] = at + 1;
  });
  for (let s = 1; s < first.length; s++) first[s] = Math.max(first[s] ?? 0, first[s - 1] ?? 0);
  return {
    first,
    label,
    labels,
    base: Uint32Array.from(labels.keys(), numericPart),
    ids: kept.map(({ row }) => row.id),
    lat: Float64Array.from(kept, ({ row }) => row.lat ?? Number.NaN),
    lon: Float64Array.from(kept, ({ row }) => row.lon ?? Number.NaN),
  };
}

/** Returns the number of known houses of the street. */
export const countHouses = ({ first }: HouseIndex, street: number): number =>
  (first[street + 1] ?? 0) - (first[street] ?? 0);

/** `exact`: the same house; `near`: the same number with another building or letter. */
export type HouseMatch = { index: number; precision: "exact" | "near" };

/** Finds a label among the houses of one street; undefined when not found. */
export function findHouse(
  houses: HouseIndex,
  street: number,
  wanted: { ids: readonly number[]; base: number },
): HouseMatch | undefined {
  let near: number | undefined;
  const end = houses.first[street + 1] ?? 0;
  for (let at = houses.first[street] ?? 0; at < end; at++) {
    const label = houses.label[at] ?? 0;
    if (wanted.ids.includes(label)) return { index: at, precision: "exact" };
    if (near === undefined && wanted.base > 0 && houses.base[label] === wanted.base) near = at;
  }
  return near === undefined ? undefined : { index: near, precision: "near" };
}

/** Returns the query of `findHouse` for a label written in a text. */
export function houseQuery(
  houses: HouseIndex,
  label: string,
): { ids: readonly number[]; base: number } {
  const ids = houseLabelSpellings(label).flatMap((spelling) => houses.labels.get(spelling) ?? []);
  return { ids, base: numericPart(label) };
}
