import { makeLocator, type Locator } from "../geometry/locator.ts";
import { likeness } from "../address/match-names.ts";
import { matchKey, regionKey, splitPlaceName, splitRegionName } from "../address/place-names.ts";
import type { Bordered, TerritoryBrief } from "../store.ts";
import type { Point } from "../territory.ts";
import { getOrAdd } from "./outline.ts";

export type Suggestion = { id: string; name: string; likeness: number };

/** The region's places while a file is being joined to them, those it adds included. */
export type PlaceTree = {
  all: Map<string, TerritoryBrief>;
  add(place: TerritoryBrief): void;
  /** Settlements of a municipality; of none: the municipalities. */
  under(parent: string | null): TerritoryBrief[];
  /** The one child of this name; of several namesakes the one of the same type. */
  child(parent: string | null, name: string): TerritoryBrief | undefined;
  /** The one settlement of this name in the region. */
  settlement(name: string): TerritoryBrief | undefined;
  byOktmo(kind: TerritoryBrief["kind"], oktmo: string | undefined): TerritoryBrief | undefined;
  /** The municipality of a point. */
  at(point: Partial<Point>): TerritoryBrief | undefined;
  /** Municipalities alike in letters, best first. */
  alike(name: string): Suggestion[];
  slugs: Set<string>;
};

export function makeTree(
  places: readonly TerritoryBrief[],
  borders: readonly Bordered[],
): PlaceTree {
  const all = new Map<string, TerritoryBrief>();
  const byParent = new Map<string | null, Map<string, TerritoryBrief[]>>();
  const settlements = new Map<string, TerritoryBrief[]>();
  const oktmo = new Map<string, TerritoryBrief>();
  const slugs = new Set<string>();
  let locator: Locator | undefined;
  const add = (place: TerritoryBrief) => {
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
    under,
    slugs,
    child: (parent, name) => theOne(byParent.get(parent)?.get(matchKey(name)) ?? [], name),
    settlement: (name) => theOne(settlements.get(matchKey(name)) ?? [], name),
    byOktmo: (kind, code) => (code === undefined ? undefined : oktmo.get(`${kind} ${code}`)),
    at({ lat, lon }) {
      if (lat === undefined || lon === undefined) return undefined;
      locator ??= makeLocator(borders.filter(({ id }) => all.get(id)?.kind === "municipality"));
      return all.get(locator.near(lat, lon, NEAR_BORDER) ?? "");
    },
    alike: (name) =>
      under(null)
        .map((place) => ({
          id: place.id,
          name: place.name,
          likeness: likeness(matchKey(place.officialName), matchKey(name)),
        }))
        .filter((one) => one.likeness >= LIKE_ENOUGH)
        .toSorted((a, b) => b.likeness - a.likeness)
        .slice(0, 3),
  };
}

/** Metres: a house on the bank of a border river belongs to the nearest place. */
const NEAR_BORDER = 300;
const LIKE_ENOUGH = 0.3;

function theOne(namesakes: readonly TerritoryBrief[], name: string): TerritoryBrief | undefined {
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

/** The path without the region it begins with; nothing when it lies in another region. */
export function pathInRegion(path: readonly string[], regionName: string): string[] | undefined {
  const [first, ...rest] = path;
  if (first === undefined) return [];
  if (regionKey(first) === regionKey(regionName)) return rest;
  return splitRegionName(first).type === undefined ? [...path] : undefined;
}
