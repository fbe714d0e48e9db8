import {
  addName,
  addStreetNames,
  addTerritoryNames,
  emptyNames,
  packNames,
  type Entry,
  type NameDraft,
  type Names,
} from "./gazetteer-names.ts";
import { housesOn, makeHouses, type HouseRow, type Houses } from "./gazetteer-houses.ts";
import {
  formOf,
  institution,
  isTownName,
  isTypeWord,
  nameWords,
  placeWords,
  streetKind,
} from "./names.ru.ts";
import { makeSpellings, SHORTEST_TYPO, type Spellings } from "./spelling.ts";
import { readText } from "../text/analyze.ts";

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

type Territory = { id: string; kind: TerritoryKind; form: "adjective" | "noun"; town: boolean };
type Street = { id: string; territory: number; kind: string | undefined };
type Landmark = { id: string; territory: number; lat: number; lon: number };

/** Compact index of a region's places; ask it through `findPlace`. */
export type Gazetteer = {
  territories: readonly Territory[];
  territoryAt: ReadonlyMap<string, number>;
  /** by territory: the one it lies in, -1 for none */
  parent: Int32Array;
  /** by territory: houses known in it and in what lies in it */
  size: Uint32Array;
  streets: readonly Street[];
  landmarks: readonly Landmark[];
  names: Names;
  houses: Houses;
  spellings: Spellings;
};

function landmarkKeys(name: string): string[] {
  const words = placeWords(readText(name).tokens).map(({ word }) => word);
  const sort = words.map((word) => institution(word)).find((word) => word !== undefined);
  const number = words.find((word) => /^\d+$/.test(word));
  const full = words.join(" ");
  return sort !== undefined && number !== undefined ? [`${sort}#${number}`, full] : [full];
}

const namesOf = (row: { name: string; aliases?: readonly string[] | undefined }): string[] => [
  row.name,
  ...(row.aliases ?? []),
];

type Draft = { names: NameDraft; spelt: Map<string, string> };

/** «Льговский район» bears an adjective, «город Льгов», «Усть-Ключи» a noun. */
function formOfName(name: string): Territory["form"] {
  const words = readText(name).tokens.map(({ word }) => word);
  const bare = words.filter((word) => !isTypeWord(word));
  const form = formOf(bare.at(-1) ?? words.at(-1) ?? "");
  return form === "adjective" ? form : "noun";
}

/** Both the word as it is written and its stem may be what a misspelt one is near to. */
function spell({ spelt }: Draft, name: string): void {
  for (const { word, number } of readText(name).tokens) {
    if (number || word.length < SHORTEST_TYPO || spelt.has(word)) continue;
    const [comparable] = nameWords(word);
    if (comparable === undefined) continue;
    spelt.set(word, comparable);
    if (comparable.length >= SHORTEST_TYPO - 1) spelt.set(comparable, comparable);
  }
}

/** Builds the index once per region; rows whose territory or street is unknown are left out. */
export function makeGazetteer(rows: GazetteerRows): Gazetteer {
  const draft: Draft = { names: emptyNames(), spelt: new Map() };
  const given = [...rows.territories];
  const territoryAt = new Map(given.map((row, at) => [row.id, at] as const));
  given.forEach((row, index) => {
    for (const name of namesOf(row)) {
      addTerritoryNames(draft.names, name, { sort: "territory", index, whole: true });
      spell(draft, name);
    }
  });
  const parent = Int32Array.from(given, ({ parentId }) => territoryAt.get(parentId ?? "") ?? -1);
  const { streets, streetAt } = streetsOf(draft, rows.streets, territoryAt);
  const landmarks = landmarksOf(draft, rows.landmarks ?? [], territoryAt);
  const houses = makeHouses(streetAt, rows.houses ?? []);
  return {
    territories: given.map(({ id, kind, name }) => {
      return { id, kind, form: formOfName(name), town: isTownName(name) };
    }),
    territoryAt,
    parent,
    size: sizes({ parent, streets, houses }),
    streets,
    landmarks,
    houses,
    names: packNames(draft.names),
    spellings: makeSpellings(draft.spelt),
  };
}

function streetsOf(
  draft: Draft,
  rows: Iterable<StreetRow>,
  territoryAt: ReadonlyMap<string, number>,
): { streets: Street[]; streetAt: Map<string, number> } {
  const streets: Street[] = [];
  const streetAt = new Map<string, number>();
  for (const row of rows) {
    const territory = territoryAt.get(row.territoryId);
    if (territory === undefined) continue;
    const entry: Entry = { sort: "street", index: streets.length, whole: true };
    const kind = kindOf(row.kind) ?? kindOf(row.name);
    streetAt.set(row.id, streets.length);
    streets.push({ id: row.id, territory, kind });
    for (const name of namesOf(row)) {
      addStreetNames(draft.names, name, entry);
      spell(draft, name);
    }
  }
  return { streets, streetAt };
}

/** The street kind that a type word or a whole name tells: «пр-т», «наб. реки Мойки». */
function kindOf(text: string | undefined): string | undefined {
  if (text === undefined || text === "") return undefined;
  const { tokens } = readText(text);
  for (const [at, { word, before }] of tokens.entries()) {
    const joined = before === "-" ? streetKind(`${tokens[at - 1]?.word ?? ""}-${word}`) : undefined;
    const kind = joined ?? streetKind(word);
    const next = tokens[at + 1];
    if (next?.before === "-" && streetKind(`${word}-${next.word}`) !== undefined) continue;
    if (kind !== undefined) return kind;
  }
  return undefined;
}

function landmarksOf(
  draft: Draft,
  rows: Iterable<LandmarkRow>,
  territoryAt: ReadonlyMap<string, number>,
): Landmark[] {
  const landmarks: Landmark[] = [];
  for (const row of rows) {
    const territory = territoryAt.get(row.territoryId);
    if (territory === undefined) continue;
    const entry: Entry = { sort: "landmark", index: landmarks.length, whole: true };
    const { lat = Number.NaN, lon = Number.NaN } = row;
    landmarks.push({ id: row.id, territory, lat, lon });
    for (const name of namesOf(row)) {
      for (const key of landmarkKeys(name)) addName(draft.names, key, entry);
    }
  }
  return landmarks;
}

function sizes(parts: {
  parent: Int32Array;
  streets: readonly Street[];
  houses: Houses;
}): Uint32Array {
  const { parent, streets, houses } = parts;
  const size = new Uint32Array(parent.length);
  streets.forEach(({ territory }, street) => {
    const count = 1 + housesOn(houses, street);
    for (let at = territory, depth = 0; at >= 0 && depth < 10; at = parent[at] ?? -1, depth++)
      size[at] = (size[at] ?? 0) + count;
  });
  return size;
}

/** Does `inner` lie in `outer` (or is it the same)? Indexes of territories. */
export function lies({ parent }: Gazetteer, inner: number, outer: number): boolean {
  for (let at = inner, depth = 0; at >= 0 && depth < 10; at = parent[at] ?? -1, depth++)
    if (at === outer) return true;
  return false;
}
