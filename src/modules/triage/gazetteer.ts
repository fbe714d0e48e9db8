import { houseLabel, institution, nameKey, placeWords, streetKind } from "./place-names.ru.ts";
import { readText } from "./text.ts";

export type TerritoryKind = "region" | "municipality" | "district" | "settlement";
export type TerritoryRow = {
  id: string;
  name: string;
  kind: TerritoryKind;
  parentId?: string | null | undefined;
  aliases?: readonly string[] | undefined;
};
/** `kind` is the type word in full or short («улица», «пер.»); absent means a street. */
export type StreetRow = {
  id: string;
  name: string;
  kind?: string | undefined;
  territoryId: string;
  aliases?: readonly string[] | undefined;
};
export type HouseRow = {
  id: string;
  streetId: string;
  number: string;
  lat?: number | undefined;
  lon?: number | undefined;
};
export type LandmarkRow = {
  id: string;
  name: string;
  territoryId: string;
  lat?: number | undefined;
  lon?: number | undefined;
  aliases?: readonly string[] | undefined;
};
export type GazetteerRows = {
  territories: Iterable<TerritoryRow>;
  streets: Iterable<StreetRow>;
  houses?: Iterable<HouseRow> | undefined;
  landmarks?: Iterable<LandmarkRow> | undefined;
};

/** What a name may mean: index into the rows of its sort; `whole` is false for a part of the name. */
export type Entry = { sort: "territory" | "street" | "landmark"; index: number; whole: boolean };

type Houses = {
  /** houses of street s stand at first[s]…first[s + 1] */
  first: Uint32Array;
  label: Uint32Array;
  labels: ReadonlyMap<string, number>;
  ids: readonly string[];
  lat: Float64Array;
  lon: Float64Array;
};

/** Compact index of a region's places; ask it through `findPlace`. */
export type Gazetteer = {
  territories: readonly TerritoryRow[];
  territoryAt: ReadonlyMap<string, number>;
  streets: readonly { id: string; territory: number; kind: string | undefined }[];
  landmarks: readonly { id: string; territory: number; lat: number; lon: number }[];
  names: ReadonlyMap<string, readonly Entry[]>;
  /** first word of a name → the most words that a name beginning so has */
  begins: ReadonlyMap<string, number>;
  houses: Houses;
};

function landmarkKeys(name: string): string[] {
  const words = placeWords(readText(name).tokens).map(({ word }) => word);
  const sort = words.map((word) => institution(word)).find((word) => word !== undefined);
  const number = words.find((word) => /^\d+$/.test(word));
  const full = words.join(" ");
  return sort !== undefined && number !== undefined ? [`${sort}#${number}`, full] : [full];
}

function housesOf(streets: ReadonlyMap<string, number>, rows: Iterable<HouseRow>): Houses {
  const kept: { street: number; row: HouseRow }[] = [];
  for (const row of rows) {
    const street = streets.get(row.streetId);
    if (street !== undefined) kept.push({ street, row });
  }
  kept.sort((a, b) => a.street - b.street);
  const labels = new Map<string, number>();
  const first = new Uint32Array(streets.size + 1);
  const label = new Uint32Array(kept.length);
  kept.forEach(({ street, row }, at) => {
    const text = houseLabel(row.number);
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
    ids: kept.map(({ row }) => row.id),
    lat: Float64Array.from(kept, ({ row }) => row.lat ?? Number.NaN),
    lon: Float64Array.from(kept, ({ row }) => row.lon ?? Number.NaN),
  };
}

type Names = { names: Map<string, Entry[]>; begins: Map<string, number> };

function addName({ names, begins }: Names, key: string, entry: Entry): void {
  if (key === "") return;
  const list = names.get(key);
  if (!list) names.set(key, [entry]);
  else if (!list.some((known) => known.sort === entry.sort && known.index === entry.index))
    list.push(entry);
  const words = key.split(" ");
  const [head = ""] = words;
  begins.set(head, Math.max(begins.get(head) ?? 0, words.length));
}

/** «Льва Толстого» is also said «Толстого», «Карла Маркса» – «К. Маркса». */
function addStreetNames(index: Names, name: string, entry: Entry): void {
  const key = nameKey(name);
  addName(index, key, entry);
  const words = key.split(" ");
  const last = words.at(-1) ?? "";
  if (words.length < 2 || last.length < 4 || /^\d/.test(last)) return;
  addName(index, last, { ...entry, whole: false });
  if (words.length === 2 && !/^\d/.test(key)) {
    addName(index, `${key.charAt(0)} ${last}`, entry);
    addName(index, `${last} ${words[0] ?? ""}`, entry);
  }
}

/**
 * Builds the index once per region; rows whose territory or street is unknown are left out.
 * Names are kept stemmed, houses in typed arrays: about 150 bytes a row.
 */
export function makeGazetteer(rows: GazetteerRows): Gazetteer {
  const index: Names = { names: new Map(), begins: new Map() };
  const territories = [...rows.territories];
  const territoryAt = new Map(territories.map((row, at) => [row.id, at] as const));
  territories.forEach((row, at) => {
    for (const name of [row.name, ...(row.aliases ?? [])])
      addName(index, nameKey(name), { sort: "territory", index: at, whole: true });
  });
  const streets: { id: string; territory: number; kind: string | undefined }[] = [];
  const streetAt = new Map<string, number>();
  for (const row of rows.streets) {
    const territory = territoryAt.get(row.territoryId);
    if (territory === undefined) continue;
    const entry: Entry = { sort: "street", index: streets.length, whole: true };
    const said = readText(`${row.kind ?? ""} ${row.name}`).tokens.map((token) => token.word);
    const kind = said.map(streetKind).find((word) => word !== undefined);
    streetAt.set(row.id, streets.length);
    streets.push({ id: row.id, territory, kind });
    for (const name of [row.name, ...(row.aliases ?? [])]) addStreetNames(index, name, entry);
  }
  const landmarks: { id: string; territory: number; lat: number; lon: number }[] = [];
  for (const row of rows.landmarks ?? []) {
    const territory = territoryAt.get(row.territoryId);
    if (territory === undefined) continue;
    const entry: Entry = { sort: "landmark", index: landmarks.length, whole: true };
    landmarks.push({
      id: row.id,
      territory,
      lat: row.lat ?? Number.NaN,
      lon: row.lon ?? Number.NaN,
    });
    for (const name of [row.name, ...(row.aliases ?? [])])
      for (const key of landmarkKeys(name)) addName(index, key, entry);
  }
  const houses = housesOf(streetAt, rows.houses ?? []);
  return { territories, territoryAt, streets, landmarks, houses, ...index };
}

/** A house of the gazetteer by the index of its street and its `houseLabel`; NaN where no point is known. */
export function houseAt(
  { houses }: Gazetteer,
  street: number,
  label: string,
): { id: string; lat: number; lon: number } | undefined {
  const number = houses.labels.get(label);
  if (number === undefined) return undefined;
  for (let at = houses.first[street] ?? 0; at < (houses.first[street + 1] ?? 0); at++) {
    if (houses.label[at] !== number) continue;
    return {
      id: houses.ids[at] ?? "",
      lat: houses.lat[at] ?? Number.NaN,
      lon: houses.lon[at] ?? Number.NaN,
    };
  }
  return undefined;
}
