import { createLocator, type TerritoryLocator } from "../geometry/locator.ts";
import { trigramSimilarity } from "../address/match-names.ts";
import { matchKey, regionKey, splitPlaceName, splitRegionName } from "../address/place-names.ts";
import type { TerritoryBorder, TerritorySummary } from "../store.ts";
import type { Point } from "../territory.ts";
import { getOrAdd } from "./outline.ts";

export type PlaceNameSuggestion = { id: string; name: string; similarity: number };

/** The region's places during an import, newly planned ones included. */
export type PlaceTree = {
  all: Map<string, TerritorySummary>;
  add(place: TerritorySummary): void;
  /** Settlements of a municipality; for null the municipalities. */
  children(parent: string | null): TerritorySummary[];
  /** The only child of this name; of several namesakes the one of the same type. */
  findChild(parent: string | null, name: string): TerritorySummary | undefined;
  /** The only settlement of this name in the region. */
  findSettlement(name: string): TerritorySummary | undefined;
  findByOktmo(
    kind: TerritorySummary["kind"],
    oktmo: string | undefined,
  ): TerritorySummary | undefined;
  /** The municipality of a point. */
  findByPoint(point: Partial<Point>): TerritorySummary | undefined;
  /** Municipalities with similar names, best first. */
  findSimilar(name: string): PlaceNameSuggestion[];
  slugs: Set<string>;
};

/** Creates the tree of the region's places, with an index of the borders. */
export function createPlaceTree(
  places: readonly TerritorySummary[],
  borders: readonly TerritoryBorder[],
): PlaceTree {
  const all = new Map<string, TerritorySummary>();
  const byParent = new Map<string | null, Map<string, TerritorySummary[]>>();
  const settlements = new Map<string, TerritorySummary[]>();
  const oktmo = new Map<string, TerritorySummary>();
  const slugs = new Set<string>();
  let locator: TerritoryLocator | undefined;
  const add = (place: TerritorySummary) => {
    const key = matchKey(place.officialName);
    all.set(place.id, place);
    slugs.add(place.slug);
    getOrAdd(
      getOrAdd(byParent, place.parentId, () => new Map()),
      key,
      () => [],
    ).push(place);
    if (place.kind === "settlement") getOrAdd(settlements, key, () => []).push(place);
    if (place.oktmo !== null) oktmo.set(`${place.kind} ${place.oktmo}`, place);
  };
  for (const place of places) add(place);
  const under = (parent: string | null) => [...(byParent.get(parent)?.values() ?? [])].flat();
  return {
    all,
    add,
    children: under,
    slugs,
    findChild: (parent, name) =>
      pickNamesake(byParent.get(parent)?.get(matchKey(name)) ?? [], name),
    findSettlement: (name) => pickNamesake(settlements.get(matchKey(name)) ?? [], name),
    findByOktmo: (kind, code) => (code === undefined ? undefined : oktmo.get(`${kind} ${code}`)),
    findByPoint({ lat, lon }) {
      if (lat === undefined || lon === undefined) return undefined;
      locator ??= createLocator(borders.filter(({ id }) => all.get(id)?.kind === "municipality"));
      return all.get(locator.findNear(lat, lon, NEAR_BORDER) ?? "");
    },
    findSimilar: (name) =>
      under(null)
        .map((place) => ({
          id: place.id,
          name: place.name,
          similarity: trigramSimilarity(matchKey(place.officialName), matchKey(name)),
        }))
        .filter((one) => one.similarity >= MIN_SIMILARITY)
        .toSorted((a, b) => b.similarity - a.similarity)
        .slice(0, 3),
  };
}

/** Metres: a house just outside the border belongs to the nearest place. */
const NEAR_BORDER = 300;
const MIN_SIMILARITY = 0.3;

function pickNamesake(
  namesakes: readonly TerritorySummary[],
  name: string,
): TerritorySummary | undefined {
  if (namesakes.length < 2) return namesakes[0];
  const wanted = splitPlaceName(name);
  for (const same of ["type", "class"] as const) {
    const fitting = namesakes.filter((place) => {
      const has = splitPlaceName(place.officialName)[same];
      return has !== undefined && has === wanted[same];
    });
    if (fitting.length === 1) return fitting[0];
  }
  return undefined;
}

/** Returns the path without its leading region; undefined when it is in another region. */
export function pathInRegion(path: readonly string[], regionName: string): string[] | undefined {
  const [first, ...rest] = path;
  if (first === undefined) return [];
  if (regionKey(first) === regionKey(regionName)) return rest;
  return splitRegionName(first).type === undefined ? [...path] : undefined;
}
