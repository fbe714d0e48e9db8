import {
  addName,
  addStreetNames,
  addTerritoryNames,
  createNameDraft,
  buildNameIndex,
  type NameEntry,
  type NameDraft,
  type NameIndex,
} from "./gazetteer-names.ts";
import {
  countHouses,
  buildHouseIndex,
  type GazetteerHouseRow,
  type HouseIndex,
} from "./gazetteer-houses.ts";
import {
  wordForm,
  institutionKind,
  isTownName,
  isTypeWord,
  nameWords,
  normalizePlaceWords,
  streetKind,
} from "./names.ru.ts";
import { buildSpellingIndex, MIN_TYPO_LENGTH, type SpellingIndex } from "./spelling.ts";
import { analyzeText } from "../text/analyze.ts";

export type GazetteerTerritoryKind = "region" | "municipality" | "district" | "settlement";
export type GazetteerTerritoryRow = {
  id: string;
  name: string;
  kind: GazetteerTerritoryKind;
  parentId?: string | null | undefined;
  aliases?: readonly string[] | undefined;
};
/** `kind` is the type word in full or abbreviated («улица», «пер.»); absent means a street. */
export type GazetteerStreetRow = {
  id: string;
  name: string;
  kind?: string | undefined;
  territoryId: string;
  aliases?: readonly string[] | undefined;
};
export type GazetteerLandmarkRow = {
  id: string;
  name: string;
  territoryId: string;
  lat?: number | undefined;
  lon?: number | undefined;
  aliases?: readonly string[] | undefined;
};
export type GazetteerSource = {
  territories: Iterable<GazetteerTerritoryRow>;
  streets: Iterable<GazetteerStreetRow>;
  houses?: Iterable<GazetteerHouseRow> | undefined;
  landmarks?: Iterable<GazetteerLandmarkRow> | undefined;
};

type GazetteerTerritory = {
  id: string;
  kind: GazetteerTerritoryKind;
  form: "adjective" | "noun";
  town: boolean;
};
type GazetteerStreet = { id: string; territory: number; kind: string | undefined };
type GazetteerLandmark = { id: string; territory: number; lat: number; lon: number };

/** Compact index of a region's places, searched by `findPlace`. */
export type Gazetteer = {
  territories: readonly GazetteerTerritory[];
  territoryIndexById: ReadonlyMap<string, number>;
  /** by territory: index of its parent, -1 for none */
  parent: Int32Array;
  /** by territory: number of houses in it and its descendants */
  size: Uint32Array;
  streets: readonly GazetteerStreet[];
  landmarks: readonly GazetteerLandmark[];
  names: NameIndex;
  houses: HouseIndex;
  spellings: SpellingIndex;
};

function landmarkKeys(name: string): string[] {
  const words = normalizePlaceWords(analyzeText(name).tokens).map(({ word }) => word);
  const sort = words.map((word) => institutionKind(word)).find((word) => word !== undefined);
  const number = words.find((word) => /^\d+$/.test(word));
  const full = words.join(" ");
  return sort !== undefined && number !== undefined ? [`${sort}#${number}`, full] : [full];
}

const namesAndAliases = (row: {
  name: string;
  aliases?: readonly string[] | undefined;
}): string[] => [row.name, ...(row.aliases ?? [])];

type GazetteerDraft = { names: NameDraft; spelt: Map<string, string> };

/** «Льговский район» has an adjective, «город Льгов», «Усть-Ключи» a noun. */
function nameForm(name: string): GazetteerTerritory["form"] {
  const words = analyzeText(name).tokens.map(({ word }) => word);
  const bare = words.filter((word) => !isTypeWord(word));
  const form = wordForm(bare.at(-1) ?? words.at(-1) ?? "");
  return form === "adjective" ? form : "noun";
}

/** A misspelt word may be close to the written form or to its stem. */
function addSpelling({ spelt }: GazetteerDraft, name: string): void {
  for (const { word, number } of analyzeText(name).tokens) {
    if (number || word.length < MIN_TYPO_LENGTH || spelt.has(word)) continue;
    const [comparable] = nameWords(word);
    if (comparable === undefined) continue;
    spelt.set(word, comparable);
    if (comparable.length >= MIN_TYPO_LENGTH - 1) spelt.set(comparable, comparable);
  }
}

/** Builds the index of a region; rows with an unknown territory or street are left out. */
export function buildGazetteer(rows: GazetteerSource): Gazetteer {
  const draft: GazetteerDraft = { names: createNameDraft(), spelt: new Map() };
  const given = [...rows.territories];
  const territoryAt = new Map(given.map((row, at) => [row.id, at] as const));
  given.forEach((row, index) => {
    for (const name of namesAndAliases(row)) {
      addTerritoryNames(draft.names, name, { sort: "territory", index, whole: true });
      addSpelling(draft, name);
    }
  });
  const parent = Int32Array.from(given, ({ parentId }) => territoryAt.get(parentId ?? "") ?? -1);
  const { streets, streetAt } = addStreets(draft, rows.streets, territoryAt);
  const landmarks = addLandmarks(draft, rows.landmarks ?? [], territoryAt);
  const houses = buildHouseIndex(streetAt, rows.houses ?? []);
  return {
    territories: given.map(({ id, kind, name }) => {
      return { id, kind, form: nameForm(name), town: isTownName(name) };
    }),
    territoryIndexById: territoryAt,
    parent,
    size: territorySizes({ parent, streets, houses }),
    streets,
    landmarks,
    houses,
    names: buildNameIndex(draft.names),
    spellings: buildSpellingIndex(draft.spelt),
  };
}

function addStreets(
  draft: GazetteerDraft,
  rows: Iterable<GazetteerStreetRow>,
  territoryAt: ReadonlyMap<string, number>,
): { streets: GazetteerStreet[]; streetAt: Map<string, number> } {
  const streets: GazetteerStreet[] = [];
  const streetAt = new Map<string, number>();
  for (const row of rows) {
    const territory = territoryAt.get(row.territoryId);
    if (territory === undefined) continue;
    const entry: NameEntry = { sort: "street", index: streets.length, whole: true };
    const kind = streetKindFromText(row.kind) ?? streetKindFromText(row.name);
    streetAt.set(row.id, streets.length);
    streets.push({ id: row.id, territory, kind });
    for (const name of namesAndAliases(row)) {
      addStreetNames(draft.names, name, entry);
      addSpelling(draft, name);
    }
  }
  return { streets, streetAt };
}

/** Street kind by a type word or a whole name: «пр-т», «наб. реки Мойки». */
function streetKindFromText(text: string | undefined): string | undefined {
  if (text === undefined || text === "") return undefined;
  const { tokens } = analyzeText(text);
  for (const [at, { word, before }] of tokens.entries()) {
    const joined = before === "-" ? streetKind(`${tokens[at - 1]?.word ?? ""}-${word}`) : undefined;
    const kind = joined ?? streetKind(word);
    const next = tokens[at + 1];
    if (next?.before === "-" && streetKind(`${word}-${next.word}`) !== undefined) continue;
    if (kind !== undefined) return kind;
  }
  return undefined;
}

function addLandmarks(
  draft: GazetteerDraft,
  rows: Iterable<GazetteerLandmarkRow>,
  territoryAt: ReadonlyMap<string, number>,
): GazetteerLandmark[] {
  const landmarks: GazetteerLandmark[] = [];
  for (const row of rows) {
    const territory = territoryAt.get(row.territoryId);
    if (territory === undefined) continue;
    const entry: NameEntry = { sort: "landmark", index: landmarks.length, whole: true };
    const { lat = Number.NaN, lon = Number.NaN } = row;
    landmarks.push({ id: row.id, territory, lat, lon });
    for (const name of namesAndAliases(row)) {
      for (const key of landmarkKeys(name)) addName(draft.names, key, entry);
    }
  }
  return landmarks;
}

function territorySizes(parts: {
  parent: Int32Array;
  streets: readonly GazetteerStreet[];
  houses: HouseIndex;
}): Uint32Array {
  const { parent, streets, houses } = parts;
  const size = new Uint32Array(parent.length);
  streets.forEach(({ territory }, street) => {
    const count = 1 + countHouses(houses, street);
    for (let at = territory, depth = 0; at >= 0 && depth < 10; at = parent[at] ?? -1, depth++)
      size[at] = (size[at] ?? 0) + count;
  });
  return size;
}

/** Checks whether territory `inner` equals `outer` or lies in it; both are indexes. */
export function isWithin({ parent }: Gazetteer, inner: number, outer: number): boolean {
  for (let at = inner, depth = 0; at >= 0 && depth < 10; at = parent[at] ?? -1, depth++)
    if (at === outer) return true;
  return false;
}
